//! Pages: organization.

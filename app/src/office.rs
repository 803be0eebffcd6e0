//! Pages: office.

//! Pages: certificate.

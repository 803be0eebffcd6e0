//! Views: certificate.

//! Use-cases: certificate.

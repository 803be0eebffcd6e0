//! Pages: drill.

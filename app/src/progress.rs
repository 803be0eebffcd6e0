//! Pages: progress.

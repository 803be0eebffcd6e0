//! Pages: exam.

//! Pages: training.

//! Pages: the auditor's.

//! Holds the black-box suites; the code stands in `support`.

//! Family P: print and PDF.

super::codes! {}

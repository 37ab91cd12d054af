//! Family D: data sets.

super::codes! {}

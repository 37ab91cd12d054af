//! Family R: review dates and approvals.

super::codes! {}

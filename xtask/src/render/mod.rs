//! Findings in, text out: one file per format.

pub(crate) mod excerpt;
pub(crate) mod human;
pub(crate) mod json;

//! What is shown? The answer as it crosses to the window: filters and counts, marks, reasons, ways on.

pub mod answer;
pub mod corrected;
pub mod facets;
pub mod marks;
pub mod reasons;
pub mod without;

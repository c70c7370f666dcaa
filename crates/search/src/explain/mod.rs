//! What is shown of a hit? The line that answers, marks, reasons; filters and their counts; ways on.

pub mod answers;
pub mod did_you_mean;
pub mod explanation;
pub mod facets;
pub mod highlight;
pub mod without;

//! Dev only: is anything lost that was shown as saved? Programs are killed, power is cut, disks fail, bits flip, and each
//! time the desk's file is held against what was acknowledged.
//!
//! A programme (`kills`, …) makes harm; `acts` says what the operator does and `world` what must then be there; `check`
//! compares; `report` prints. docs/reliability.md says what is modelled, and what is not. Deliberately not here: the network
//! (it comes with the intake).

pub mod acts;
pub mod check;
pub mod kills;
pub mod power_cuts;
pub mod report;
pub mod vfs;
pub mod world;

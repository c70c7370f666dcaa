//! Journeys through the whole house, below the window: real content, real files. The command line has its own,
//! beside its program (`crates/cli/tests`).

mod calls;
mod city;
mod contract;
mod everything;
mod faults;
mod floors;
mod handouts;
mod learning;
mod look_alikes;
mod model;
mod operator;
mod settings;

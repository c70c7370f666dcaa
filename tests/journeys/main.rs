//! Journeys through the whole house, below the window: real content, real files, the real command line.

mod command_line;
mod contract;
mod faults;
mod floors;
mod operator;

//! One programme, one row; a failing state is said with what replays it.

use std::fmt;
use std::time::Instant;

use crate::check::Harm;

/// Failing states that are told one by one.
const TOLD: usize = 3;

/// What a row has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// No harm at all.
    Nothing,
    /// Some: a control in which no harm is found proves that the programme is blind.
    Harm,
    /// Whatever it is: for information.
    Anything,
}

#[derive(Debug)]
pub struct Row {
    pub programme: &'static str,
    pub expect: Expect,
    pub tried: u32,
    pub lost: u32,
    pub doubled: u32,
    pub corrupt: u32,
    pub seconds: u64,
    told: Vec<String>,
    started: Instant,
}

impl Row {
    pub fn new(programme: &'static str, expect: Expect) -> Self {
        let (told, started) = (vec![], Instant::now());
        Self { programme, expect, tried: 0, lost: 0, doubled: 0, corrupt: 0, seconds: 0, told, started }
    }

    /// Counts one state; `replay` are the options that bring it about again.
    pub fn count(&mut self, result: Result<(), Harm>, replay: impl FnOnce() -> String) {
        self.tried += 1;
        self.seconds = self.started.elapsed().as_secs();
        let Err(harm) = result else { return };
        match harm {
            Harm::Lost(_) => self.lost += 1,
            Harm::Doubled(_) => self.doubled += 1,
            Harm::Corrupt(_) => self.corrupt += 1,
        }
        if self.expect == Expect::Nothing && self.told.len() < TOLD {
            self.told.push(format!("{harm}\n    cargo xtask torture {}", replay()));
        }
    }

    pub fn is_as_expected(&self) -> bool {
        let harms = self.lost + self.doubled + self.corrupt;
        match self.expect {
            Expect::Nothing => self.tried > 0 && harms == 0,
            Expect::Harm => harms > 0,
            Expect::Anything => true,
        }
    }

    fn verdict(&self) -> &'static str {
        match (self.expect, self.is_as_expected()) {
            (Expect::Nothing, true) => "ok",
            (Expect::Nothing, false) => "FAILED",
            (Expect::Harm, true) => "caught",
            (Expect::Harm, false) => "NOT CAUGHT",
            (Expect::Anything, _) => "for information",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { programme, tried, lost, doubled, corrupt, seconds, .. } = self;
        let verdict = self.verdict();
        write!(f, "{programme:<36}{tried:>8}{lost:>8}{doubled:>9}{corrupt:>9}{seconds:>9}  {verdict}")?;
        self.told.iter().try_for_each(|told| write!(f, "\n  {told}"))
    }
}

/// The table's first line.
pub fn heading() -> String {
    format!("{:<36}{:>8}{:>8}{:>9}{:>9}{:>9}", "programme", "tried", "lost", "doubled", "corrupt", "seconds")
}

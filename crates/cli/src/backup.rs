//! `centrala backup`.

use anyhow::Result;
use centrala_app::Desk;

use crate::{Outcome, print};

pub fn run(desk: &Desk) -> Result<Outcome> {
    let made = desk.back_up()?;
    print(&format!("{}: {} tickets, found whole", made.file.display(), made.tickets))?;
    Ok(Outcome::Done)
}

//! What lies on the disk changes by itself: a bit, a sector, a page. Then all is read as it was, or it is refused; and what is
//! refused is left as it is, so that with the bytes mended the desk is whole. Of a closed desk: SQLite takes the end of
//! a log that does not add up for a commit that was cut off (docs/reliability.md).

use anyhow::Result;
use fastrand::Rng;

use crate::acts::rng;
use crate::check::{Harm, judge, look, open};
use crate::desk::{Desk, write};
use crate::report::{Expect, Row};

const ACTS: u64 = 80;
const SECTOR: usize = 512;
const PAGE: usize = 4096;

pub fn run(flips: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("bit flips", Expect::Nothing);
    let desk = Desk::make(seed, ACTS)?;
    for flip in 0..flips {
        let outcome = flipped(&desk, &mut rng(seed, u64::MAX - u64::from(flip)))?;
        row.count(outcome, || format!("--bit-flips {} --seed {seed}", flip + 1));
    }
    Ok(row)
}

fn flipped(desk: &Desk, rng: &mut Rng) -> Result<Result<(), Harm>> {
    let folder = desk.copy()?;
    let mut files = desk.files.clone();
    let name = if rng.u8(0..10) == 0 { "desk.key" } else { "desk.sqlite" };
    files.entry(name.to_owned()).and_modify(|content| spoil(content, rng));
    write(folder.path(), &files)?;
    let read = open(folder.path()).and_then(|store| look(&store));
    let harm = match read {
        Ok(Ok(seen)) if seen == desk.world.seen => None,
        Ok(Ok(_)) => Some(Harm::Corrupt("what was read is wrong, and nobody says so".to_owned())),
        Ok(Err(harm)) => Some(harm),
        Err(_) => None,
    };
    if let Some(harm) = harm {
        return Ok(Err(harm));
    }
    write(folder.path(), &desk.files)?;
    Ok(judge(folder.path(), desk.seed, &desk.world).map(drop))
}

/// One bit, or a sector or a page with nonsense or with zeros in it.
fn spoil(content: &mut [u8], rng: &mut Rng) {
    let at = rng.usize(0..content.len());
    let size = if rng.bool() { SECTOR } else { PAGE };
    let around = at / size * size..(at / size * size + size).min(content.len());
    match rng.u8(0..4) {
        0 => content[around].fill(0),
        1 => rng.fill(&mut content[around]),
        _ => content[at] ^= 1 << rng.u8(0..8),
    }
}

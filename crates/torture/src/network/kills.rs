//! A program that saves and sends, to the real intake, is killed at any moment: within an act, while it seals, makes a batch,
//! sends, or applies a receipt. Then the desk goes on where it was, and in the end the city has all of it, once.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use centrala_domain::Ticket;
use centrala_intake_client::{HttpIntake, Settings};
use centrala_protocol::DeskToken;
use centrala_uploader::Uploader;
use fastrand::Rng;

use super::city::City;
use super::desk::Desk;
use super::{Told, end, held};
use crate::acts::rng;
use crate::check::{Harm, look, open, perform};
use crate::kills::killed;
use crate::report::{Expect, Row};
use crate::world::{Seen, Sends, World, without_contact};

/// Then a new desk and a new city.
const KILLS_PER_DESK: u32 = 20;
/// Acts of the longest life: each fourth is after a round.
const LONG_LIFE: u64 = 40;

/// `program` is this crate's own: the one that understands `send`.
pub fn run(program: &Path, kills: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("kills while it sends", Expect::Nothing);
    for (number, first) in (0..kills).step_by(KILLS_PER_DESK as usize).enumerate() {
        let seed = seed + number as u64;
        let (mut city, mut rng) = (City::start()?, rng(seed, u64::MAX));
        let mut desk = Desk::new(seed, Sends::ByItself, None)?;
        desk.enroll(&mut city, &mut rng)?;
        city.fair_weather();
        let last = KILLS_PER_DESK.min(kills - first);
        for kill in 1..=last {
            let mut outcome = desk.kill(program, &city, &mut rng)?;
            if kill == last && outcome.is_ok() {
                outcome = end(&mut desk, &city)?;
            }
            let harmed = outcome.is_err();
            row.count(outcome, || format!("--sending-kills {kill} --seed {seed}"));
            if harmed {
                break;
            }
        }
    }
    Ok(row)
}

/// What the killed program does.
pub fn send(folder: &Path, seed: u64, steps: u64, url: &str) -> Result<()> {
    let store = Mutex::new(open(folder)?);
    let locked = || store.lock().expect("nobody has panicked");
    let enrolment = locked().enrolment()?.context("enrolled")?;
    let token = DeskToken::new(enrolment.grant.token.reveal().to_owned());
    let intake = HttpIntake::new(url.parse()?, &Settings::default()).with_token(token);
    let mut world = World::sending(Sends::ByItself).until(seed, steps);
    loop {
        if world.round_is_due() {
            let (clock, progress) = (|| world.moment_of_round(), |_| {});
            let round =
                Uploader { store: &store, intake: &intake, epoch: enrolment.epoch, clock: &clock, progress: &progress }
                    .round()?;
            if let Some(stopped) = round.stopped {
                bail!("{stopped:?}");
            }
        }
        let act = world.advance(seed);
        if let Err(harm) = perform(&mut locked(), &act, &world)? {
            bail!("{harm}");
        }
        println!("done {}", world.step);
    }
}

impl Desk {
    fn kill(&mut self, program: &Path, city: &City, rng: &mut Rng) -> Told {
        self.close();
        let child = Command::new(program)
            .arg("send")
            .arg(self.folder())
            .args([self.seed, self.world.step].map(|number| number.to_string()))
            .arg(city.url())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let acknowledged = match killed(child, rng, LONG_LIFE)? {
            Ok(steps) => steps.map_or(self.world.clone(), |steps| self.world.until(self.seed, steps)),
            Err(harm) => return Ok(Err(harm)),
        };
        self.reopen()?;
        let seen = match look(&self.store())? {
            Ok(seen) => seen,
            Err(harm) => return Ok(Err(harm)),
        };
        let underway = acknowledged.next(self.seed).1;
        match [acknowledged, underway].into_iter().find(|world| may_be(world, &seen)) {
            Some(found) => self.world = found,
            None => {
                return Ok(Err(Harm::Lost("the desk is as after none of the acts that may have been done".to_owned())));
            }
        }
        held::seen(self, city)
    }
}

/// A round may have been under way, too: then some tickets are sealed that were not.
fn may_be(world: &World, seen: &Seen) -> bool {
    let same = |(wanted, found): (&Ticket, &Ticket)| wanted == found || without_contact(wanted) == *found;
    world.seen.drafts == seen.drafts
        && world.seen.tickets.len() == seen.tickets.len()
        && world.seen.tickets.values().zip(seen.tickets.values()).all(same)
}

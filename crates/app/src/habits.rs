//! Own habits: what this desk's operators used after such a query, what they keep and what they read last. In memory,
//! so that a keystroke asks no file; the bound of what a habit may weigh is search's (`centrala_search::GREATEST_BOOST`).

use std::borrow::Cow;
use std::collections::HashMap;

use centrala_search::{Boosts, Engine, Explanation, query_key};
use centrala_store::{Habit, Store};
use chrono::{DateTime, Days, Utc};

use crate::error::AppError;

/// A habit is half as strong after these days …
const HALF_LIFE: f64 = 30.0;
/// … and forgotten after these.
const FORGOTTEN: Days = Days::new(365);
/// The most that opening after such a query gives; half of it once the weight reaches [`HALFWAY`].
const CHOSEN: f64 = 0.08;
const HALFWAY: f64 = 2.0;
const FAVOURITE: f32 = 1.04;
const RECENT: f32 = 1.02;
/// How many of the articles read last count.
const RECENT_COUNT: u32 = 8;

#[derive(Default)]
pub(crate) struct Habits {
    /// Favourites and recent articles: the same for every query.
    own: Boosts,
    /// By the query's key.
    chosen: HashMap<String, Vec<Habit>>,
}

impl Habits {
    pub(crate) fn load(store: &mut Store, engine: &Engine, now: DateTime<Utc>) -> Result<Self, AppError> {
        store.forget_learnt(now.checked_sub_days(FORGOTTEN).unwrap_or(now))?;
        let mut habits = Self::default();
        for habit in store.habits()? {
            habits.chosen.entry(habit.query.clone()).or_default().push(habit);
        }
        habits.refresh(store, engine)?;
        Ok(habits)
    }

    /// Reads favourites and recent articles again.
    pub(crate) fn refresh(&mut self, store: &Store, engine: &Engine) -> Result<(), AppError> {
        self.own = Boosts::default();
        for id in store.favourites()? {
            engine.boost(&mut self.own, &id, FAVOURITE, Explanation::Favourite);
        }
        for id in store.recent_procedures(RECENT_COUNT)? {
            engine.boost(&mut self.own, &id, RECENT, Explanation::Recent);
        }
        Ok(())
    }

    /// What is likelier for this query.
    pub(crate) fn boosts(&self, engine: &Engine, text: &str, now: DateTime<Utc>) -> Cow<'_, Boosts> {
        let Some(chosen) = self.chosen.get(&query_key(text)) else { return Cow::Borrowed(&self.own) };
        let mut boosts = self.own.clone();
        for one in chosen {
            let why = Explanation::Chosen { times: one.times };
            engine.boost(&mut boosts, &one.procedure, factor(decayed(one, now)), why);
        }
        Cow::Owned(boosts)
    }

    /// One more use of this procedure after such a query, as it is to be kept.
    pub(crate) fn choose(&mut self, query: String, procedure: &str, now: DateTime<Utc>) -> Habit {
        let of_query = self.chosen.entry(query.clone()).or_default();
        let at = of_query.iter().position(|one| one.procedure == procedure).unwrap_or_else(|| {
            let procedure = procedure.to_owned();
            of_query.push(Habit { query, procedure, weight: 0.0, times: 0, last_at: now });
            of_query.len() - 1
        });
        let one = &mut of_query[at];
        *one = Habit { weight: decayed(one, now) + 1.0, times: one.times + 1, last_at: now, ..one.clone() };
        one.clone()
    }
}

/// weight · 2^(−days / half-life)
fn decayed(habit: &Habit, now: DateTime<Utc>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "seconds since an opening")]
    let days = (now - habit.last_at).num_seconds().max(0) as f64 / 86_400.0;
    habit.weight * (-days / HALF_LIFE).exp2()
}

/// 1 + c · w / (w + h): the first opening counts most, and no number of them more than c.
#[expect(clippy::cast_possible_truncation, reason = "a factor near one")]
fn factor(weight: f64) -> f32 {
    (1.0 + CHOSEN * weight / (weight + HALFWAY)) as f32
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_habit_fades_by_half_in_thirty_days_and_grows_with_each_opening() {
        let start = DateTime::UNIX_EPOCH;
        let mut habits = Habits::default();
        assert_eq!(habits.choose("dowod".into(), "KA-1", start).times, 1);
        let second = habits.choose("dowod".into(), "KA-1", start + TimeDelta::days(30));
        assert_eq!((second.times, second.weight), (2, 1.5));
        assert!(factor(1.0) > 1.0 && factor(5.0) > factor(1.0));
    }

    #[test]
    fn all_habits_together_stay_within_the_bound_of_search() {
        assert!(factor(1e9) * FAVOURITE * RECENT <= centrala_search::GREATEST_BOOST);
    }
}

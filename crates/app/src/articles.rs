//! Reading: an article whole, and what stands under an empty search box.

use centrala_domain::{Flag, Opening, Procedure, Unit, keepable, keepable_note};
use centrala_pack::{Edition, clean_html};
use centrala_store::Store;
use chrono::{DateTime, Utc};

use crate::clock::{day, local};
use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{Article, Home, Title};

/// How many recent articles the empty search box shows.
const RECENT: u32 = 8;
/// How many changed ones: of a whole new edition nobody reads the list.
const CHANGED: usize = 30;

impl Desk {
    /// An article with its unit and whether that unit is open now.
    pub fn article(&self, id: &str) -> Result<Article, AppError> {
        let not_found = || AppError::ArticleNotFound(id.to_owned());
        let procedure = self.edition.procedure(id)?.map(cleaned).ok_or_else(not_found)?;
        let unit = self.unit(&procedure.unit).ok_or_else(not_found)?.clone();
        let parent = unit.parent.as_deref().and_then(|parent| self.unit(parent)).cloned();
        let (favourite, flagged) = {
            let store = self.store();
            let of_this = |flag: &Flag| flag.procedure == id && flag.version == procedure.version;
            (store.favourites()?.iter().any(|favourite| favourite == id), store.flags()?.iter().any(of_this))
        };
        Ok(Article {
            opening: self.opening(&unit, parent.as_ref()),
            related: self.titles(&procedure.related)?,
            current: self.titles(procedure.replaced_by.as_slice())?.pop(),
            favourite,
            flagged,
            procedure,
            unit,
            parent,
        })
    }

    pub fn set_favourite(&self, id: &str, favourite: bool) -> Result<(), AppError> {
        self.store().set_favourite(id, favourite, self.now())?;
        self.refresh_habits()
    }

    pub fn home(&self) -> Result<Home, AppError> {
        let (_, today, _) = day(self.now());
        let store = self.store();
        let last_worked = store.last_worked(today)?;
        let changed = last_worked.map_or_else(|| Ok(Vec::new()), |since| store.changed_articles(since))?;
        Ok(Home {
            recent: self.titles(&store.recent_procedures(RECENT)?)?,
            favourites: self.titles(&store.favourites()?)?,
            changed: self.titles(&changed[..changed.len().min(CHANGED)])?,
            changed_total: u32::try_from(changed.len()).unwrap_or(u32::MAX),
            last_worked: last_worked.map(|at| day(at).0),
        })
    }

    /// The operator holds this article for outdated; again with a note, the note is added. False where the note may hold a
    /// caller's data and was not kept; the flag stands either way.
    pub fn flag_article(&self, id: &str, query: &str, note: &str) -> Result<bool, AppError> {
        let procedure = self.edition.procedure(id)?.ok_or_else(|| AppError::ArticleNotFound(id.to_owned()))?;
        let note = keepable_note(note);
        let kept = note.is_some();
        self.store().flag_article(&Flag {
            procedure: procedure.id,
            version: procedure.version,
            edition: self.edition.key(),
            query: keepable(query).unwrap_or_default(),
            note: note.unwrap_or_default(),
            at: self.now(),
        })?;
        Ok(kept)
    }

    /// Takes the flag back.
    pub fn unflag_article(&self, id: &str) -> Result<(), AppError> {
        let procedure = self.edition.procedure(id)?.ok_or_else(|| AppError::ArticleNotFound(id.to_owned()))?;
        Ok(self.store().unflag_article(id, &procedure.version)?)
    }

    /// For the editors, the newest first.
    pub fn flags(&self) -> Result<Vec<Flag>, AppError> {
        Ok(self.store().flags()?)
    }

    /// Whether a unit is open now; without hours of its own it keeps its parent's.
    pub(crate) fn opening(&self, unit: &Unit, parent: Option<&Unit>) -> Opening {
        let hours = unit.hours.as_ref().or_else(|| parent?.hours.as_ref());
        hours.map_or(Opening::Unknown, |hours| hours.opening(local(self.now())))
    }

    pub(crate) fn unit(&self, id: &str) -> Option<&Unit> {
        self.reference.units.iter().find(|unit| unit.id == id)
    }

    pub(crate) fn titles(&self, ids: &[String]) -> Result<Vec<Title>, AppError> {
        Ok(self.edition.titles(ids)?.into_iter().map(|(id, title)| Title { id, title }).collect())
    }
}

/// Takes note of an edition that this desk has not seen, and of what it changes.
pub(crate) fn see_edition(store: &mut Store, edition: &Edition, now: DateTime<Utc>) -> Result<(), AppError> {
    let key = edition.key();
    if store.seen_edition()?.as_ref() == Some(&key) {
        return Ok(());
    }
    Ok(store.see_edition(&key, &edition.fingerprints()?, now)?)
}

/// Packed text is clean already; it is cleaned again because an edition is a file that others can reach.
fn cleaned(mut procedure: Procedure) -> Procedure {
    for html in [&mut procedure.sections.how, &mut procedure.sections.time_and_place].into_iter().flatten() {
        *html = clean_html(html);
    }
    procedure
}

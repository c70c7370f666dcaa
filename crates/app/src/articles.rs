//! Reading: an article whole, and what stands under an empty search box.

use centrala_domain::{Opening, Procedure, Unit};
use centrala_pack::clean_html;

use crate::clock::local;
use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{Article, Home, Title};

/// How many recent articles the empty search box shows.
const RECENT: u32 = 8;

impl Desk {
    /// An article with its unit and whether that unit is open now.
    pub fn article(&self, id: &str) -> Result<Article, AppError> {
        let not_found = || AppError::ArticleNotFound(id.to_owned());
        let procedure = self.edition.procedure(id)?.map(cleaned).ok_or_else(not_found)?;
        let unit = self.unit(&procedure.unit).ok_or_else(not_found)?.clone();
        let parent = unit.parent.as_deref().and_then(|parent| self.unit(parent)).cloned();
        Ok(Article {
            opening: self.opening(&unit, parent.as_ref()),
            related: self.titles(&procedure.related)?,
            current: self.titles(procedure.replaced_by.as_slice())?.pop(),
            favourite: self.store().favourites()?.iter().any(|favourite| favourite == id),
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
        let (recent, favourites) = {
            let store = self.store();
            (store.recent_procedures(RECENT)?, store.favourites()?)
        };
        Ok(Home { recent: self.titles(&recent)?, favourites: self.titles(&favourites)? })
    }

    /// Whether a unit is open now; without hours of its own it keeps its parent's.
    pub(crate) fn opening(&self, unit: &Unit, parent: Option<&Unit>) -> Opening {
        let hours = unit.hours.as_ref().or_else(|| parent?.hours.as_ref());
        hours.map_or(Opening::Unknown, |hours| hours.opening(local(self.now())))
    }

    pub(crate) fn unit(&self, id: &str) -> Option<&Unit> {
        self.reference.units.iter().find(|unit| unit.id == id)
    }

    fn titles(&self, ids: &[String]) -> Result<Vec<Title>, AppError> {
        Ok(self.edition.titles(ids)?.into_iter().map(|(id, title)| Title { id, title }).collect())
    }
}

/// Packed text is clean already; it is cleaned again because an edition is a file that others can reach.
fn cleaned(mut procedure: Procedure) -> Procedure {
    for html in [&mut procedure.sections.how, &mut procedure.sections.time_and_place].into_iter().flatten() {
        *html = clean_html(html);
    }
    procedure
}

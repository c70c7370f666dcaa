//! What a resident takes home: on paper or as a message, never with anything that a caller said.
//!
//! A paper is a PDF that the desk makes, in `prints/`; from there it is opened, or it is saved where the operator says.
//! The system's print dialog belongs to the window.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use centrala_domain::{Ticket, TicketNumber, UnitKind};
use centrala_finders::PlaceKind;
use centrala_paper::{
    Centre, Message, Origin, Place, Sheet, TicketSlip, article_page, document_slip, pdf, ticket_slip,
};
use centrala_store::StoreError;
use serde::Deserialize;
use specta::Type;

use crate::clock::local;
use crate::desk::Desk;
use crate::error::AppError;
use crate::prints;
use crate::views::Article;

/// Which paper or message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Handout {
    /// The slip of a saved ticket, A5.
    Ticket { number: TicketNumber },
    /// An article by its id, A4 in large print.
    Article { procedure: String },
    /// What a person still has to bring for it, A5. `ticked`: places, from 0, of the documents that she has.
    Documents { procedure: String, ticked: BTreeSet<u32> },
}

impl Desk {
    /// Makes the PDF, and answers with what stands on it.
    pub fn prepare_print(&self, handout: &Handout) -> Result<Sheet, AppError> {
        let sheet = self.sheet(handout)?;
        self.prints.forget_old(SystemTime::from(self.now()));
        self.kept(handout, &sheet)?;
        Ok(sheet)
    }

    /// Opens the PDF in the system's viewer.
    pub fn open_print(&self, handout: &Handout) -> Result<(), AppError> {
        let file = self.kept(handout, &self.sheet(handout)?)?;
        open::that_detached(file).map_err(AppError::NoViewer)
    }

    /// Puts the PDF into that folder, or into the user's documents; what lies there under the same name stays. Answers with
    /// the file.
    pub fn save_print(&self, handout: &Handout, to: Option<&Path>) -> Result<PathBuf, AppError> {
        let to = to.map(Path::to_owned).or_else(documents).unwrap_or_default();
        if !to.is_dir() {
            return Err(AppError::NoSuchFolder(to));
        }
        Ok(prints::put(&to, &handout.file_name(), &pdf(&self.sheet(handout)?)?).map_err(StoreError::from)?)
    }

    /// The same facts, for the operator to copy.
    pub fn message(&self, handout: &Handout) -> Result<Message, AppError> {
        match handout {
            Handout::Ticket { number } => Ok(Message::of_ticket(&self.ticket_slip(number)?)),
            Handout::Article { procedure } | Handout::Documents { procedure, .. } => {
                let article = self.article(procedure)?;
                Ok(Message::of_procedure(&article.procedure, place(&article), &self.centre()))
            }
        }
    }

    /// Opens a draft of the message in the system's mail program; whom it goes to is written there.
    pub fn write_mail(&self, handout: &Handout) -> Result<(), AppError> {
        open::that_detached(self.message(handout)?.mailto()).map_err(AppError::NoViewer)
    }

    fn kept(&self, handout: &Handout, sheet: &Sheet) -> Result<PathBuf, AppError> {
        Ok(self.prints.keep(&handout.file_name(), &pdf(sheet)?).map_err(StoreError::from)?)
    }

    fn sheet(&self, handout: &Handout) -> Result<Sheet, AppError> {
        let origin = self.origin();
        match handout {
            Handout::Ticket { number } => Ok(ticket_slip(&self.ticket_slip(number)?, &origin)),
            Handout::Article { procedure } => {
                let article = self.article(procedure)?;
                Ok(article_page(&article.procedure, place(&article), &self.centre(), &origin))
            }
            Handout::Documents { procedure, ticked } => {
                let article = self.article(procedure)?;
                Ok(document_slip(&article.procedure, place(&article), ticked, &self.centre(), &origin))
            }
        }
    }

    fn ticket_slip(&self, number: &TicketNumber) -> Result<TicketSlip, AppError> {
        let ticket = self.ticket(number.as_str())?.ticket;
        let unit = self.unit(&ticket.unit).map(|unit| unit.name.clone());
        Ok(TicketSlip {
            place: self.address(&ticket),
            saved_on: local(ticket.created_at).date(),
            promise: self.service(&ticket.service).and_then(|service| Some(service.promise.as_ref()?.text.clone())),
            centre: self.centre(),
            unit: unit.unwrap_or(ticket.unit),
            number: ticket.number,
            service: ticket.service_name,
        })
    }

    /// Street and number, or the corner of two; none where a street is not the register's: then it is somebody's own words.
    fn address(&self, ticket: &Ticket) -> Option<String> {
        let place = &ticket.place;
        let street = place.street.as_ref().filter(|street| self.is_listed(street))?;
        match (&place.number, place.corner.as_ref().filter(|corner| self.is_listed(corner))) {
            (Some(number), _) => Some(format!("{street} {number}")),
            (None, Some(corner)) => Some(format!("{street} / {corner}")),
            (None, None) => Some(street.clone()),
        }
    }

    fn is_listed(&self, street: &str) -> bool {
        let hits = self.find_places(street);
        hits.iter().any(|hit| hit.kind == PlaceKind::Street && hit.place.street.as_deref() == Some(street))
    }

    /// The city's own office, as the edition has it.
    fn centre(&self) -> Centre {
        let office = self.reference.units.iter().find(|unit| unit.kind == UnitKind::Office);
        Centre {
            name: office.map_or_else(|| "Urząd Miasta Łodzi".to_owned(), |office| office.name.clone()),
            phone: office.and_then(|office| office.phone.clone()),
            email: office.and_then(|office| office.email.clone()),
        }
    }

    fn origin(&self) -> Origin {
        let edition = &self.reference.edition;
        Origin { date: edition.date, sample: edition.sample }
    }
}

impl Handout {
    /// "zgloszenie-Ł7-0426-K.pdf", "KA-01305.pdf", "KA-01305-dokumenty.pdf"
    fn file_name(&self) -> String {
        let name = match self {
            Self::Ticket { number } => format!("zgloszenie-{number}"),
            Self::Article { procedure } => procedure.clone(),
            Self::Documents { procedure, .. } => format!("{procedure}-dokumenty"),
        };
        // An edition is a file that others can reach: an id in it must not lead out of the folder.
        let safe = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
        format!("{}.pdf", name.chars().map(safe).collect::<String>())
    }
}

/// The user's documents, or her home where there is no such folder.
fn documents() -> Option<PathBuf> {
    let user = directories::UserDirs::new()?;
    Some(user.document_dir().unwrap_or_else(|| user.home_dir()).to_owned())
}

fn place(article: &Article) -> Place<'_> {
    Place { unit: &article.unit, parent: article.parent.as_ref() }
}

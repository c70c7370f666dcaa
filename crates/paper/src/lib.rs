//! Floor 1: what a resident takes home. A ticket, an article or a list of documents becomes a [`Sheet`] (its words, in
//! their order), and a sheet becomes a PDF; the same facts become a message to send.
//!
//! Deliberately not here: files, printers and the clock, and anything that a caller said. The types of this crate have no
//! place for a contact or a description, so that none can be printed by mistake (docs/decisions/0012).

mod article_page;
mod document_slip;
mod fonts;
mod layout;
mod message;
mod origin;
mod pdf;
mod sheet;
mod ticket_slip;
mod wrap;

pub use article_page::article_page;
pub use document_slip::document_slip;
pub use message::Message;
pub use origin::{Centre, Origin, Place};
pub use pdf::{PdfError, pdf};
pub use sheet::{Block, Fact, Format, Sheet};
pub use ticket_slip::{TicketSlip, ticket_slip};

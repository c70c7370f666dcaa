//! Tickets: number, record and the end of the draft in one transaction; and the way back, while nothing has left the desk.

use centrala_domain::text::fold;
use centrala_domain::{
    Accepted, CityStatus, Contact, DeskCode, Draft, Filed, Place, Refusal, Ticket, TicketNumber, TicketState,
};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;

use crate::audit::{self, Act};
use crate::columns;
use crate::drafts;
use crate::error::StoreError;
use crate::file::Store;

/// What "Moje zgłoszenia" asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// Words that must all be there, in any case and with or without Polish marks; or one whole number.
    pub words: String,
    pub limit: u32,
}

impl Store {
    /// Numbers and keeps the ticket, and ends its draft. Saving the same draft again returns the ticket as it is.
    ///
    /// # Errors
    /// [`StoreError::Sealed`]: it was a ticket before, and has been purged.
    pub fn save_ticket(&mut self, accepted: Accepted) -> Result<Ticket, StoreError> {
        let transaction = self.begin()?;
        let ticket = save_inner(&transaction, accepted)?;
        transaction.commit()?;
        Ok(ticket)
    }

    /// Turns a ticket into the draft it was; none where there is no such ticket. Its number is kept for the draft: saved
    /// again it has the same one.
    ///
    /// # Errors
    /// [`StoreError::Sealed`]: it cannot be undone any more, only corrected by another.
    pub fn undo_ticket(&mut self, number: &TicketNumber, at: DateTime<Utc>) -> Result<Option<Draft>, StoreError> {
        let transaction = self.begin()?;
        let draft = undo_inner(&transaction, number, at)?;
        transaction.commit()?;
        Ok(draft)
    }

    pub fn ticket(&self, number: &TicketNumber) -> Result<Option<Filed>, StoreError> {
        Ok(by_number(&self.connection, number)?)
    }

    /// Of the ticket with this id; none where there is none, or it is purged.
    pub fn number_of(&self, id: Uuid) -> Result<Option<TicketNumber>, StoreError> {
        Ok(by_id(&self.connection, id)?.map(|filed| filed.ticket.number))
    }

    /// The newest first.
    pub fn tickets(&self, filter: &TicketFilter) -> Result<Vec<Filed>, StoreError> {
        if let Ok(number) = filter.words.parse::<TicketNumber>()
            && let Some(ticket) = self.ticket(&number)?
        {
            return Ok(vec![ticket]);
        }
        let folded = fold(&filter.words);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut statement = self.connection.prepare_cached(include_str!("ticket/find.sql"))?;
        let wanted = named_params! { ":words": columns::to_json(&words)?, ":limit": filter.limit };
        let tickets = statement.query_map(wanted, filed)?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }
}

fn save_inner(connection: &Connection, accepted: Accepted) -> Result<Ticket, StoreError> {
    if let Some(saved) = by_id(connection, accepted.id())? {
        return Ok(saved.ticket);
    }
    if is_buried(connection, accepted.id())? {
        return Err(StoreError::Sealed);
    }
    let number = number(connection, accepted.id())?;
    let ticket = accepted.numbered(number);
    insert(connection, &ticket)?;
    connection.execute(include_str!("draft/delete.sql"), named_params! { ":id": ticket.id.to_string() })?;
    audit::append(connection, ticket.created_at, Act::TicketSaved, ticket.number.as_str())?;
    Ok(ticket)
}

/// The one that this draft had as a ticket before it was undone, else the desk's next.
fn number(connection: &Connection, id: Uuid) -> Result<TicketNumber, rusqlite::Error> {
    let id = named_params! { ":id": id.to_string() };
    let kept =
        connection.query_row(include_str!("undone/take.sql"), id, |row| columns::parsed(row, "number")).optional()?;
    kept.map_or_else(|| next_number(connection), Ok)
}

fn next_number(connection: &Connection) -> Result<TicketNumber, rusqlite::Error> {
    connection.query_row(include_str!("desk/take_running.sql"), [], |row| {
        Ok(TicketNumber::new(&columns::parsed::<DeskCode>(row, "code")?, row.get("running")?))
    })
}

fn undo_inner(connection: &Connection, number: &TicketNumber, at: DateTime<Utc>) -> Result<Option<Draft>, StoreError> {
    let Some(Filed { ticket, state, .. }) = by_number(connection, number)? else { return Ok(None) };
    if state != TicketState::Ready {
        return Err(StoreError::Sealed);
    }
    let id = ticket.id.to_string();
    connection.execute(include_str!("undone/keep.sql"), named_params! { ":id": id, ":number": number.as_str() })?;
    connection.execute(include_str!("ticket/delete.sql"), named_params! { ":id": id })?;
    let draft = ticket.into_draft();
    drafts::save(connection, &draft, at)?;
    audit::append(connection, at, Act::TicketUndone, number.as_str())?;
    Ok(Some(draft))
}

fn by_number(connection: &Connection, number: &TicketNumber) -> Result<Option<Filed>, rusqlite::Error> {
    let number = named_params! { ":number": number.as_str() };
    connection.query_row(include_str!("ticket/by_number.sql"), number, filed).optional()
}

pub(crate) fn by_id(connection: &Connection, id: Uuid) -> Result<Option<Filed>, rusqlite::Error> {
    connection.query_row(include_str!("ticket/by_id.sql"), named_params! { ":id": id.to_string() }, filed).optional()
}

fn is_buried(connection: &Connection, id: Uuid) -> Result<bool, rusqlite::Error> {
    let id = named_params! { ":id": id.to_string() };
    connection.prepare_cached(include_str!("outbox/tombstone/knows.sql"))?.exists(id)
}

fn insert(connection: &Connection, ticket: &Ticket) -> Result<(), rusqlite::Error> {
    let contact = ticket.contact.clone().unwrap_or_default();
    connection.execute(
        include_str!("ticket/insert.sql"),
        named_params! {
            ":id": ticket.id.to_string(),
            ":number": ticket.number.as_str(),
            ":created_at": ticket.created_at,
            ":call": ticket.call.map(|call| call.to_string()),
            ":procedure": ticket.procedure,
            ":supersedes": ticket.supersedes.map(|corrected| corrected.to_string()),
            ":voice_of": ticket.voice_of.map(|first| first.to_string()),
            ":service": ticket.service,
            ":service_name": ticket.service_name,
            ":unit": ticket.unit,
            ":street": ticket.place.street,
            ":building_number": ticket.place.number,
            ":flat": ticket.place.flat,
            ":corner": ticket.place.corner,
            ":osiedle": ticket.place.osiedle,
            ":landmark": ticket.place.landmark,
            ":description": ticket.description,
            ":answers": columns::to_json(&ticket.answers)?,
            ":email": contact.email,
            ":phone": contact.phone,
            ":consent_at": ticket.consent_at,
            ":consent_version": ticket.consent_version,
            ":haystack": haystack(ticket),
        },
    )?;
    Ok(())
}

/// What a ticket is found by. Contact data stay out: this column outlives them.
fn haystack(ticket: &Ticket) -> String {
    let parts = [ticket.number.as_str(), &ticket.service_name, &ticket.place.line(), &ticket.description];
    fold(&parts.join("\n"))
}

pub(crate) fn filed(row: &Row<'_>) -> Result<Filed, rusqlite::Error> {
    let state: String = row.get("state")?;
    let city: Option<String> = row.get("city_state")?;
    let city = city.map(|state| {
        Ok::<_, rusqlite::Error>(CityStatus {
            state: columns::named(&state, "city_state")?,
            note: row.get("city_note")?,
            at: row.get("city_at")?,
        })
    });
    Ok(Filed {
        ticket: ticket(row)?,
        state: columns::named(&state, "state")?,
        refusal: row.get::<_, Option<String>>("refusal")?.map(Refusal::new),
        corrected_by: columns::maybe_parsed(row, "corrected_by")?,
        city: city.transpose()?,
    })
}

fn ticket(row: &Row<'_>) -> Result<Ticket, rusqlite::Error> {
    let consent_at = row.get("consent_at")?;
    let contact = Contact { email: row.get("email")?, phone: row.get("phone")?, consent: true };
    Ok(Ticket {
        id: columns::uuid(row, "id")?,
        number: columns::parsed(row, "number")?,
        created_at: row.get("created_at")?,
        call: columns::maybe_uuid(row, "call")?,
        procedure: row.get("procedure")?,
        supersedes: columns::maybe_uuid(row, "supersedes")?,
        voice_of: columns::maybe_uuid(row, "voice_of")?,
        service: row.get("service")?,
        service_name: row.get("service_name")?,
        unit: row.get("unit")?,
        place: Place {
            street: row.get("street")?,
            number: row.get("building_number")?,
            flat: row.get("flat")?,
            corner: row.get("corner")?,
            osiedle: row.get("osiedle")?,
            landmark: row.get("landmark")?,
        },
        description: row.get("description")?,
        answers: columns::json(row, "answers")?,
        contact: (contact.email.is_some() || contact.phone.is_some()).then_some(contact),
        consent_at,
        consent_version: row.get("consent_version")?,
    })
}

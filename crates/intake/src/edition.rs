//! The newest edition of the reference content: handed to desks, and the catalogue that new tickets are held against.
//!
//! Read once, when the service starts: what is served and what its hash says cannot fall apart.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use axum::body::Bytes;
use centrala_domain::Ticket;
use centrala_pack::{Edition, PackError};
use centrala_protocol::{ItemCode, NewestEdition, Sha256};
use thiserror::Error;

pub struct Newest {
    pub bytes: Bytes,
    pub about: NewestEdition,
    services: HashSet<String>,
    units: HashSet<String>,
}

#[derive(Debug, Error)]
pub enum EditionError {
    #[error("the edition cannot be read")]
    Io(#[from] io::Error),
    #[error("the edition cannot be used")]
    Pack(#[from] PackError),
}

impl Newest {
    pub fn read(file: &Path) -> Result<Self, EditionError> {
        let edition = Edition::take_over(file)?;
        let reference = edition.reference()?;
        let bytes = Bytes::from(fs::read(file)?);
        let about = NewestEdition { name: edition.key(), sha256: Sha256::of(&bytes) };
        let services = reference.services.into_iter().map(|service| service.code).collect();
        let units = reference.units.into_iter().map(|unit| unit.id).collect();
        Ok(Self { bytes, about, services, units })
    }

    /// What the catalogue does not know of this ticket. It is stored all the same: the desk may have an older one.
    pub fn remark(&self, ticket: &Ticket) -> Option<ItemCode> {
        if !self.services.contains(&ticket.service) {
            return Some(ItemCode::UnknownService);
        }
        (!self.units.contains(&ticket.unit)).then_some(ItemCode::UnknownUnit)
    }
}

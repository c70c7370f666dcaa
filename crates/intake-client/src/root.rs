//! Whose certificates are believed, where it is not this machine's own list: a city with a certificate authority of its own.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use thiserror::Error;
use ureq::tls::{Certificate, RootCerts};

/// One root or more. They are believed alone, instead of the machine's: who names the city's own means no other.
#[derive(Debug, Clone)]
pub struct RootCertificates(RootCerts);

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RootError {
    #[error("there is no PEM certificate in it")]
    None,
    #[error("it cannot be read as a certificate: {0}")]
    Unreadable(String),
}

impl RootCertificates {
    /// The certificates of a PEM file; whatever else stands in it is left alone.
    pub fn from_pem(pem: &[u8]) -> Result<Self, RootError> {
        let mut roots = vec![];
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.push(checked(certificate.map_err(unreadable)?)?);
        }
        if roots.is_empty() { Err(RootError::None) } else { Ok(Self(roots.into())) }
    }

    pub(crate) fn for_tls(&self) -> RootCerts {
        self.0.clone()
    }
}

/// Asked here, because a root that cannot be read would later only look like a stranger's certificate.
fn checked(certificate: CertificateDer<'static>) -> Result<Certificate<'static>, RootError> {
    let readable = Certificate::from_der(&certificate).to_owned();
    RootCertStore::empty().add(certificate).map_err(unreadable)?;
    Ok(readable)
}

fn unreadable(error: impl ToString) -> RootError {
    RootError::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_holds_no_certificate_is_said_at_once() {
        let none = RootCertificates::from_pem(b"to nie jest certyfikat").expect_err("refused");
        assert_eq!(none, RootError::None);
        let garbage = b"-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";
        assert!(matches!(RootCertificates::from_pem(garbage), Err(RootError::Unreadable(_))));
    }
}

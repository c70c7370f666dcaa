//! Each call of `trait Intake` as its request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use centrala_protocol::{
    Announced, Announcement, BatchId, Chunk, DeskToken, EnrolmentGrant, EnrolmentRequest, Heard, Intake, IntakeError,
    Receipt, Signed, Updates,
};
use ureq::{Agent, RequestBuilder};

use crate::address::IntakeAddress;
use crate::answer::Success;
use crate::connection::{Settings, agent};

/// Connections are kept and used again; it may be shared between threads. Deliberately without `Debug`: it holds the token.
pub struct HttpIntake {
    agent: Agent,
    address: IntakeAddress,
    token: Option<DeskToken>,
}

impl HttpIntake {
    /// A desk that is not enrolled yet: it may enrol.
    pub fn new(address: IntakeAddress, settings: &Settings) -> Self {
        Self { agent: agent(&address, settings), address, token: None }
    }

    /// The same for a desk that is enrolled.
    pub fn with_token(self, token: DeskToken) -> Self {
        Self { token: Some(token), ..self }
    }

    fn batch(&self, batch: BatchId, act: &str) -> String {
        self.address.path(&format!("batches/{batch}{act}"))
    }

    fn authorized<B>(&self, request: RequestBuilder<B>) -> RequestBuilder<B> {
        match &self.token {
            Some(token) => request.header("Authorization", format!("Bearer {}", token.reveal())),
            None => request,
        }
    }
}

impl Intake for HttpIntake {
    fn enroll(&self, request: &EnrolmentRequest) -> Result<EnrolmentGrant, IntakeError> {
        Success::new(self.agent.post(self.address.path("desks/enroll")).send_json(request))?.json()
    }

    fn announce(&self, batch: &Announcement) -> Result<Announced, IntakeError> {
        Success::new(self.authorized(self.agent.post(self.address.path("batches"))).send_json(batch))?.json()
    }

    fn offset(&self, batch: BatchId) -> Result<u64, IntakeError> {
        let request = self.authorized(self.agent.head(self.batch(batch, ""))).header("Tus-Resumable", "1.0.0");
        Success::new(request.call())?.offset()
    }

    fn send(&self, batch: BatchId, chunk: &Chunk<'_>) -> Result<u64, IntakeError> {
        let request = self
            .authorized(self.agent.patch(self.batch(batch, "")))
            .content_type("application/offset+octet-stream")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", chunk.offset().to_string())
            .header("Upload-Checksum", format!("sha256 {}", STANDARD.encode(chunk.sha256().as_bytes())));
        Success::new(request.send(chunk.bytes()))?.offset()
    }

    fn commit(&self, batch: BatchId) -> Result<Signed<Receipt>, IntakeError> {
        Success::new(self.authorized(self.agent.post(self.batch(batch, "/commit"))).send_empty())?.json()
    }

    fn receipt(&self, batch: BatchId) -> Result<Option<Signed<Receipt>>, IntakeError> {
        match Success::new(self.authorized(self.agent.get(self.batch(batch, "/receipt"))).call()) {
            Ok(answer) => answer.json().map(Some),
            Err(IntakeError::NotAnnounced(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn updates(&self, Heard { news, matters }: Heard) -> Result<Signed<Updates>, IntakeError> {
        let address = self.address.path(&format!("updates?since={news}&matters={matters}"));
        Success::new(self.authorized(self.agent.get(address)).call())?.json()
    }
}

//! Who else may answer in the intake's place: gateways, hotels, liars.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stranger {
    /// A gateway's own 500.
    Fault,
    /// 429; seconds.
    TooMany { retry_after: u32 },
    /// 503; seconds.
    Down { retry_after: u32 },
    /// 200, and a page that wants a room number.
    CaptivePortal,
    /// 302 to such a page, which this network really has.
    Redirect,
    /// 307: a client that follows it sends its body along.
    RedirectWithBody,
    /// 401, and a page.
    LoginPage,
    /// 200 and nothing at all.
    Nothing,
    /// This, byte for byte: for an answer that only looks like the intake's.
    Liar(Vec<u8>),
}

/// Where [`Stranger::Redirect`] leads to, on the network's own address.
pub(crate) const PORTAL: &str = "/hotel";

const PAGE: &str = "<!DOCTYPE html><html><body><form>Numer pokoju: <input></form></body></html>";

impl Stranger {
    /// The whole answer.
    pub fn answer(&self) -> Vec<u8> {
        let moved = &format!("Location: {PORTAL}\r\n");
        match self {
            Self::Fault => page("500 Internal Server Error", ""),
            Self::TooMany { retry_after } => page("429 Too Many Requests", &format!("Retry-After: {retry_after}\r\n")),
            Self::Down { retry_after } => page("503 Service Unavailable", &format!("Retry-After: {retry_after}\r\n")),
            Self::CaptivePortal => page("200 OK", ""),
            Self::Redirect => page("302 Found", moved),
            Self::RedirectWithBody => page("307 Temporary Redirect", moved),
            Self::LoginPage => page("401 Unauthorized", "WWW-Authenticate: Basic realm=\"Hotel\"\r\n"),
            Self::Nothing => b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
            Self::Liar(answer) => answer.clone(),
        }
    }
}

fn page(status: &str, headers: &str) -> Vec<u8> {
    let length = PAGE.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Type: text/html\r\nContent-Length: {length}\r\n");
    format!("{head}Connection: close\r\n\r\n{PAGE}").into_bytes()
}

//! One request, as it came off the wire.

use std::io::{self, Read};

/// Of a request's head, in bytes.
const HEAD_LIMIT: usize = 64 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// With its query.
    pub path: String,
    /// The request line and the headers, with the empty line at their end.
    head: String,
    pub body: Vec<u8>,
}

impl Request {
    /// # Errors
    /// Where the connection ends before the request does, or what comes is no HTTP.
    pub fn read(stream: &mut impl Read) -> io::Result<Self> {
        let head = read_head(stream)?;
        let mut words = head.split(' ').map(str::to_owned);
        let (method, path) = words.next().zip(words.next()).ok_or(io::ErrorKind::InvalidData)?;
        let length = header(&head, "content-length").map_or(Ok(0), str::parse).map_err(io::Error::other)?;
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        Ok(Self { method, path, head, body })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// As it is handed on: the answer ends with the connection, so that no one here has to understand it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let lines = self.head.trim_end().lines().filter(|line| !is(line, "connection"));
        let mut head: String = lines.flat_map(|line| [line, "\r\n"]).collect();
        head.push_str("Connection: close\r\n\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

/// Byte by byte: not one of the body may be taken along.
fn read_head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = vec![];
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.extend(byte);
        if head.len() > HEAD_LIMIT {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    String::from_utf8(head).map_err(io::Error::other)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find(|line| is(line, name)).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
}

fn is(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_handed_on_as_it_came_and_ends_its_connection() {
        let came =
            "PATCH /v1/batches/x?a=b HTTP/1.1\r\nHost: x\r\ncontent-length: 3\r\nconnection: keep-alive\r\n\r\nabcNEXT";
        let request = Request::read(&mut came.as_bytes()).expect("a request");
        assert_eq!((request.method.as_str(), request.path.as_str()), ("PATCH", "/v1/batches/x?a=b"));
        assert_eq!((request.header("HOST"), request.body.as_slice()), (Some("x"), &b"abc"[..]));
        let handed_on =
            "PATCH /v1/batches/x?a=b HTTP/1.1\r\nHost: x\r\ncontent-length: 3\r\nConnection: close\r\n\r\nabc";
        assert_eq!(String::from_utf8(request.to_bytes()).expect("text"), handed_on);
    }

    #[test]
    fn half_a_request_is_none() {
        for half in ["", "GET / HT", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab", "\r\n\r\n"]
        {
            assert!(Request::read(&mut half.as_bytes()).is_err(), "{half:?}");
        }
    }
}

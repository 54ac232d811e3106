//! A request as it came in, and a reply as it goes out: no network in either.

use axum::http::HeaderMap;
use serde_json::Value;

/// A request.
pub(super) struct Request {
    pub method: String,
    /// The path as it was sent, without the query.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: axum::body::Bytes,
}

/// A reply.
#[derive(Debug, Default)]
pub(super) struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub media_type: Option<String>,
    pub body: Option<Value>,
    /// The operation and the page it is from, for the log.
    pub operation: String,
    pub page: String,
    /// What the sender should know, and is no error.
    pub notes: Vec<String>,
}

impl Request {
    /// The value of a header, if it is there and is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The media type of the body, in lower case, without parameters.
    pub(super) fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// Where links in replies lead: to this server, as the client knows it.
    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.header("host").unwrap_or("127.0.0.1"))
    }

    /// A preference (RFC 7240) of this name: `code`, `example`.
    pub(super) fn prefers(&self, name: &str) -> Option<&str> {
        let values = self.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        let words = values.flat_map(|value| value.split([',', ';']));
        let mut pairs = words.filter_map(|word| word.split_once('='));
        let found = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().trim_matches('"'))
    }
}

//! The boundary to HTTP: one request in, one reply out.

#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::{Network, ReqwestTransport};

/// Sends requests. Implement it to use another HTTP library, or to answer in a test.
///
/// An implementation sends one request and gives back whatever reply comes, whatever its
/// status. It must not follow redirects: a body and a token would go where nobody meant them to.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`.
    fn send(&self, request: Request) -> TransportFuture<'_>;
}

/// A reply to come.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<TransportReply, TransportError>> + Send + 'a>>;

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// A request to send. `Debug` shows no body and no sensitive header.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub uri: Uri,
    /// The headers. That of the credential is marked as sensitive.
    pub headers: HeaderMap,
    /// The body, empty if there is none.
    pub body: Bytes,
    /// How long the whole exchange may take.
    pub timeout: Option<Duration>,
}

impl Request {
    /// A request without headers, body and time limit.
    pub fn new(method: Method, uri: Uri) -> Self {
        Self { method, uri, headers: HeaderMap::new(), body: Bytes::new(), timeout: None }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("headers", &HeaderNames(&self.headers))
            .field("body", &super::model::BodyShape(&self.body))
            .field("timeout", &self.timeout)
            .finish()
    }
}

/// A reply as it came. `Debug` shows the keys of its body, no values.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl TransportReply {
    /// A reply.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }
}

impl fmt::Debug for TransportReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportReply")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .field("body", &super::model::BodyShape(&self.body))
            .finish()
    }
}

/// Prints which headers there are. Their values may hold cookies and tokens.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// Why no reply came.
#[derive(Debug)]
pub struct TransportError {
    kind: Kind,
    cause: Box<dyn std::error::Error + Send + Sync>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Timeout,
    Connect,
    Other,
}

impl TransportError {
    /// The exchange took too long.
    pub fn timeout(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Timeout, cause: cause.into() }
    }

    /// No connection was made: nothing has reached the service.
    pub fn connect(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Connect, cause: cause.into() }
    }

    /// Anything else.
    pub fn other(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Other, cause: cause.into() }
    }

    /// Whether the exchange took too long.
    pub fn is_timeout(&self) -> bool {
        self.kind == Kind::Timeout
    }

    /// Whether no connection was made.
    pub fn is_connect(&self) -> bool {
        self.kind == Kind::Connect
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Timeout => "the exchange took too long",
            Kind::Connect => "no connection could be made",
            Kind::Other => "the exchange failed",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_values() {
        let mut request = Request::new(Method::POST, Uri::from_static("https://example.com/"));
        request.headers.insert("cookie", "hunter2".parse().unwrap());
        request.body = Bytes::from_static(b"{\"password\": \"hunter2\"}");
        let shown = format!("{request:?}");
        assert!(!shown.contains("hunter2") && shown.contains("password"), "{shown}");
        let reply = TransportReply::new(StatusCode::OK, request.headers, request.body);
        assert!(!format!("{reply:?}").contains("hunter2"));
    }
}

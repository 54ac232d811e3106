//! A reply, with how it came.

use std::fmt;

use http::{HeaderMap, StatusCode};

use super::error::Reply;

/// A reply: what it holds, and how it came.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    request_id: Option<String>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, reply: Reply) -> Self {
        Self { value, status: reply.status, headers: reply.headers, request_id: reply.request_id }
    }

    /// What the reply holds.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the reply holds.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id that the service gave the exchange.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("headers", &super::transport::HeaderNames(&self.headers))
            .finish()
    }
}

//! A call that the documentation does not have.

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Draft, Operation, Sending};
use crate::generated::SERVICE;
#[cfg(feature = "blocking")]
use crate::runtime::Result;
use crate::runtime::paging::Style;
use crate::runtime::{CallOptions, Client, Pages, Response};

/// Stands for whatever the documentation does not have.
static UNDOCUMENTED: Operation =
    Operation { name: "request", base: SERVICE.base, route: "", requires: &[], page: "" };

/// A call that the documentation does not have, under construction: signed in, sent again and
/// observed like any other. [`Client::request`] starts one.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct AnyCall {
    call: Draft,
}

impl AnyCall {
    pub(crate) fn new(client: &Client, method: Method, path: String) -> Self {
        let mut call = Draft::new(client, method, &UNDOCUMENTED, &[]);
        // Without the slash, `.example` would go on with the host's name.
        if !path.starts_with('/') {
            call.problems.push("the path does not start with `/`".to_owned());
        }
        call.path = path;
        Self { call }
    }

    /// Sets a header, instead of what the client would send.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call = self.call.header(name.as_ref(), value.as_ref());
        self
    }

    /// Adds to the query.
    pub fn query(mut self, key: impl Into<String>, value: impl ToString) -> Self {
        self.call.options = self.call.options.query(key, value);
        self
    }

    /// Sets the body to `value` as JSON.
    pub fn json<T: Serialize>(mut self, value: &T) -> Self {
        self.call = self.call.json("application/json", value);
        self
    }

    /// Sets the body to bytes. Their `Content-Type` is a [`header`](Self::header).
    pub fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.call = self.call.raw("application/octet-stream", body.into());
        self
    }

    /// What this call does differently from its client.
    pub fn options(mut self, options: CallOptions) -> Self {
        let query = std::mem::take(&mut self.call.options.get_mut().query);
        self.call.options = options;
        self.call.options.get_mut().query.splice(..0, query);
        self
    }

    /// Sends the call and reads the reply as JSON.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn send<T: DeserializeOwned>(self) -> Sending<Response<T>> {
        self.call.reply().send_raw()
    }

    /// Sends the call; what comes back may be anything.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn send_bytes(self) -> Sending<Response<Bytes>> {
        self.call.bytes().send_raw()
    }

    /// Every page of a list whose pages link to the next (HAL's `_links.next`), each fetched when
    /// it is asked for.
    pub fn pages<P>(self) -> Pages<P> {
        self.call.pages(Style::Hal)
    }

    /// [`send`](Self::send), for programs that are not async.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    #[cfg(feature = "blocking")]
    pub fn send_blocking<T: DeserializeOwned>(self) -> Result<Response<T>> {
        self.send().wait()
    }

    /// [`send_bytes`](Self::send_bytes), for programs that are not async.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    #[cfg(feature = "blocking")]
    pub fn send_bytes_blocking(self) -> Result<Response<Bytes>> {
        self.send_bytes().wait()
    }
}

//! A call whose reply has a type.

use std::fmt;

use super::{Draft, Sending};
use crate::runtime::error::Reply;
use crate::runtime::paging::Style;
use crate::runtime::{CallOptions, Pages, Response, Result};

/// A call under construction, whose reply is a `T`. Nothing is sent before [`send`](Self::send).
#[must_use = "nothing is sent before `send`"]
pub struct Call<T> {
    pub(super) draft: Draft,
    pub(super) read: fn(Reply) -> Result<Response<T>>,
    pub(super) value: fn(Reply) -> Result<T>,
}

impl<T> Call<T> {
    /// The call with what `change` makes of its parts.
    pub(crate) fn with(self, change: impl FnOnce(Draft) -> Draft) -> Self {
        Self { draft: change(self.draft), ..self }
    }

    /// Sets a header, instead of what the client would send.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|draft| draft.header(name.as_ref(), value.as_ref()))
    }

    /// What this call does differently from its client: time limits, repetitions,
    /// headers, and what the documentation does not have.
    pub fn options(self, options: CallOptions) -> Self {
        self.with(|draft| draft.options(options))
    }

    pub(crate) fn pages(self, style: Style) -> Pages<T> {
        self.draft.pages(style)
    }
    /// Sends the call and reads the reply.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn send(self) -> Sending<T> {
        Sending::new(self.draft.exchange(), self.value)
    }

    /// Sends the call and reads the reply, status and headers included.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn send_raw(self) -> Sending<Response<T>> {
        Sending::new(self.draft.exchange(), self.read)
    }

    /// Sends the call and waits for the reply, for programs that are not async.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T> {
        self.send().wait()
    }

    /// Sends the call and waits for the reply, status and headers included.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    #[cfg(feature = "blocking")]
    pub fn send_raw_blocking(self) -> Result<Response<T>> {
        self.send_raw().wait()
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { draft: self.draft.clone(), read: self.read, value: self.value }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(f)
    }
}

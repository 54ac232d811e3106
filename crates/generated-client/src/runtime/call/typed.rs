//! A call whose reply has a type.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::Draft;
use crate::runtime::error::Reply;
use crate::runtime::paging::Style;
use crate::runtime::{CallOptions, Pages, Response, Result};

/// A call under construction, whose reply is a `T`. Nothing is sent before [`send`](Self::send).
#[must_use = "nothing is sent before `send`"]
pub struct Call<T> {
    draft: Draft,
    read: fn(Reply) -> Result<Response<T>>,
}

impl<T> Call<T> {
    pub(crate) fn new(draft: Draft, read: fn(Reply) -> Result<Response<T>>) -> Self {
        Self { draft, read }
    }

    /// The call with what `change` makes of its parts.
    pub(crate) fn with(self, change: impl FnOnce(Draft) -> Draft) -> Self {
        Self { draft: change(self.draft), read: self.read }
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
}

impl<T: Send + 'static> Call<T> {
    /// Sends the call and reads the reply.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn send(self) -> Sending<T> {
        let Self { draft, read } = self;
        Sending(Box::pin(async move { read(draft.exchange().await?).map(Response::into_value) }))
    }

    /// Sends the call and reads the reply, status and headers included.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn send_raw(self) -> Sending<Response<T>> {
        let Self { draft, read } = self;
        Sending(Box::pin(async move { read(draft.exchange().await?) }))
    }

    /// Sends the call and waits for the reply, for programs that are not async.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T> {
        crate::runtime::blocking::wait(self.send())
    }

    /// Sends the call and waits for the reply, status and headers included.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    #[cfg(feature = "blocking")]
    pub fn send_raw_blocking(self) -> Result<Response<T>> {
        crate::runtime::blocking::wait(self.send_raw())
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { draft: self.draft.clone(), read: self.read }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(f)
    }
}

/// A call on its way: a future of its reply. Dropping it gives the call up.
///
/// It has a name, and is boxed, because a crate with a function's own future for each of
/// hundreds of operations takes much longer to build.
#[must_use = "nothing is sent before this is awaited"]
pub struct Sending<T>(Pin<Box<dyn Future<Output = Result<T>> + Send>>);

impl<T> Future for Sending<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

//! A call on its way.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::runtime::Result;
use crate::runtime::error::Reply;
use crate::runtime::exchange::Exchange;

/// A call on its way: a future of its reply. Dropping it gives the call up.
///
/// It has a name, and its exchange knows no type, because a crate with a future of its own for
/// each of hundreds of operations takes much longer to build.
#[must_use = "nothing is sent before this is awaited"]
pub struct Sending<T> {
    exchange: Exchange,
    read: fn(Reply) -> Result<T>,
}

impl<T> Sending<T> {
    pub(crate) fn new(exchange: Exchange, read: fn(Reply) -> Result<T>) -> Self {
        Self { exchange, read }
    }

    /// What it gives. Blocks the thread.
    #[cfg(feature = "blocking")]
    pub(crate) fn wait(self) -> Result<T> {
        crate::runtime::blocking::wait(self.exchange).and_then(self.read)
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let read = self.read;
        self.exchange.as_mut().poll(context).map(|reply| reply.and_then(read))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

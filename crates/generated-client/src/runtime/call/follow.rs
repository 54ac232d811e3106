//! A link in, what it leads to out.

use std::fmt;
use std::marker::PhantomData;

use http::{Method, Uri};
use serde::de::DeserializeOwned;

use super::{Sending, read, value};
use crate::generated::SERVICE;
use crate::runtime::exchange::{Exchange, Outgoing, exchange};
use crate::runtime::links::Link;
use crate::runtime::{CallOptions, Client, Error, Response, Result, origin};

/// Going where a link leads, under construction. [`Client::follow`] starts it.
#[must_use = "nothing is sent before `send`"]
pub struct Follow<T> {
    client: Client,
    href: String,
    options: CallOptions,
    what: PhantomData<fn() -> T>,
}

impl<T> Follow<T> {
    pub(crate) fn new(client: &Client, link: Link<T>) -> Self {
        Self {
            client: client.clone(),
            href: link.into_href(),
            options: CallOptions::default(),
            what: PhantomData,
        }
    }

    /// What this call does differently from its client.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    fn exchange(self) -> Exchange {
        let client = self.client.clone();
        exchange(client, self.outgoing(), true)
    }

    fn outgoing(self) -> Result<Outgoing> {
        let mut outgoing = Outgoing::new(Method::GET, self.address()?);
        let problems = &self.options.get().problems;
        if !problems.is_empty() {
            return Err(Error::build(problems.clone()));
        }
        outgoing.options = self.options;
        outgoing.name = "follow";
        Ok(outgoing)
    }

    /// Where the link leads, if that is the service.
    fn address(&self) -> Result<Uri> {
        let base = self.client.base(SERVICE.base).and_then(|base| base.parse::<Uri>().ok());
        let leads = |base: Uri| {
            let uri = origin::resolve(&base, &self.href)?;
            origin::same(&base, &uri).then_some(uri)
        };
        base.and_then(leads).ok_or_else(|| Error::build(vec!["the link leads to another origin".to_owned()]))
    }
}

impl<T: DeserializeOwned> Follow<T> {
    /// Sends the call and reads the reply.
    ///
    /// # Errors
    ///
    /// [`is_build`](Error::is_build) if the link leads to another origin than the service's;
    /// else see [`Error`].
    pub fn send(self) -> Sending<T> {
        Sending::new(self.exchange(), value)
    }

    /// Sends the call and reads the reply, status and headers included.
    ///
    /// # Errors
    ///
    /// As with [`send`](Self::send).
    pub fn send_raw(self) -> Sending<Response<T>> {
        Sending::new(self.exchange(), read)
    }

    /// [`send`](Self::send), for programs that are not async.
    ///
    /// # Errors
    ///
    /// As with [`send`](Self::send).
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T> {
        self.send().wait()
    }

    /// [`send_raw`](Self::send_raw), for programs that are not async.
    ///
    /// # Errors
    ///
    /// As with [`send`](Self::send).
    #[cfg(feature = "blocking")]
    pub fn send_raw_blocking(self) -> Result<Response<T>> {
        self.send_raw().wait()
    }
}

impl<T> Clone for Follow<T> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            href: self.href.clone(),
            options: self.options.clone(),
            what: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Follow<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follow").field("options", &self.options).finish_non_exhaustive()
    }
}

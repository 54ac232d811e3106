//! What every client needs, whatever the API: written by hand, and the same for all of them.
//!
//! * [`client`], [`builder`]: the client, and what it is made of.
//! * [`call`], [`response`], [`options`]: one call, from path values to typed reply.
//! * [`exchange`]: how a call is carried out: [`auth`], [`retry`], [`clock`], [`observe`], [`intercept`].
//! * [`transport`]: the boundary to HTTP; reqwest behind it.
//! * [`paging`], [`links`], [`origin`]: lists in pages, and where links lead.
//! * [`form`]: queries and forms.
//! * [`model`]: what generated models are read and written with.
//! * `blocking`, `testing`: the features of these names.
//! * [`error`], [`secret`]: failures, and text that must not be shown.
//! * `contract`: what the generated tests hold every type to.
//!
//! The API itself is described to this module by `generated`: its servers (`Region`), its
//! errors (`ApiError`) and its habits ([`Service`]).

#![allow(dead_code, unused_imports, unused_macros, reason = "an API need not have maps, lists or unions")]

pub(crate) mod auth;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod builder;
pub(crate) mod call;
mod client;
mod clock;
#[cfg(test)]
pub(crate) mod contract;
pub(crate) mod error;
mod exchange;
mod form;
mod intercept;
mod links;
pub(crate) mod model;
mod observe;
mod options;
mod origin;
mod paging;
mod response;
mod retry;
mod secret;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use auth::{ClientAuthentication, ClientCredentials, Token, TokenFuture, TokenSource};
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use builder::ClientBuilder;
pub use call::{AnyCall, Call, Follow, Sending};
pub use client::Client;
pub use clock::{Clock, Sleep};
pub use error::{Error, Result};
pub use intercept::Interceptor;
pub use links::{Link, Links};
pub use model::{Extra, Nullable, UnknownVariant};
pub use options::CallOptions;
pub(crate) use paging::Style;
pub use paging::{Items, Pages};
pub use response::Response;
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use transport::{Request, Transport, TransportError, TransportFuture, TransportReply};

/// What the runtime must know of the service.
#[derive(Debug)]
pub(crate) struct Service {
    /// The scheme in `Authorization`, if calls are signed in: `Bearer`.
    pub(crate) auth_scheme: Option<&'static str>,
    /// Where access tokens come from, if the settings say so.
    pub(crate) token_endpoint: Option<auth::Endpoint>,
    /// The header that holds a reply's id.
    pub(crate) request_id_header: Option<&'static str>,
    /// What pages call the address that most calls start with: `apiPath`.
    pub(crate) base: &'static str,
    /// The region to use if none is chosen: the only one there is.
    pub(crate) only_region: Option<crate::Region>,
}

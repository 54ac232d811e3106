//! What every client needs, whatever the API: written by hand, and the same for all of them.
//!
//! * [`client`]: the client and its builder.
//! * [`call`]: one call, from path values to typed reply.
//! * [`form`]: queries and forms.
//! * [`transport`]: the boundary to HTTP; reqwest behind it.
//! * [`model`]: what generated models are read and written with.
//! * [`error`], [`secret`]: failures, and text that must not be shown.
//!
//! The API itself is described to this module by `generated`: its servers (`Region`)
//! and its habits ([`Service`]).

#![allow(dead_code, unused_imports, unused_macros, reason = "an API need not have maps, constants or unions")]

pub(crate) mod call;
mod client;
mod error;
mod form;
pub(crate) mod model;
mod secret;
mod transport;

pub use call::Response;
pub use client::{Client, ClientBuilder};
pub use error::{ApiError, ApiErrorDetail, Error, Result};
pub use model::{Extra, Nullable, UnknownVariant};
pub use secret::Secret;
pub use transport::{Request, Transport, TransportError, TransportFuture, TransportReply};

/// What the runtime must know of the service.
#[derive(Debug)]
pub(crate) struct Service {
    /// The scheme in `Authorization`, if calls are signed in: `Bearer`.
    pub(crate) auth_scheme: Option<&'static str>,
    /// The header that holds a reply's id.
    pub(crate) request_id_header: Option<&'static str>,
    /// The region to use if none is chosen: the only one there is.
    pub(crate) only_region: Option<crate::Region>,
}

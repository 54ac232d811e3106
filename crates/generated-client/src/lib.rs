#![doc = include_str!("generated/guide.md")]

/// The examples in it are compiled like any other.
#[cfg(doctest)]
#[doc = include_str!("generated/README.md")]
struct Readme;

// It is formatted when it is generated; nobody's settings may change what the generator owns.
#[rustfmt::skip]
mod generated;
mod runtime;

pub use http;

pub use generated::errors::*;
pub use generated::{Region, models, operations};
#[cfg(feature = "testing")]
pub use runtime::testing;
pub use runtime::{
    AnyCall, Call, CallOptions, Client, ClientAuthentication, ClientBuilder, ClientCredentials, Clock, Error,
    Extra, Follow, Interceptor, Items, Link, Links, Nullable, Pages, Request, Response, Result, RetryPolicy,
    Secret, Sending, Sleep, Token, TokenFuture, TokenSource, Transport, TransportError, TransportFuture,
    TransportReply, UnknownVariant,
};
#[cfg(feature = "blocking")]
pub use runtime::{BlockingItems, BlockingPages};

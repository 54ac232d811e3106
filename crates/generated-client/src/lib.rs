#![doc = include_str!("generated/guide.md")]

// The generator has a formatter of its own.
#[rustfmt::skip]
mod generated;
mod runtime;

pub use generated::{Region, models, operations};
pub use runtime::{
    ApiError, ApiErrorDetail, Client, ClientBuilder, Error, Extra, Nullable, Request, Response, Result,
    Secret, Transport, TransportError, TransportFuture, TransportReply, UnknownVariant,
};

#![doc = include_str!("generated/guide.md")]

mod generated;
mod runtime;

pub use generated::{Region, models, operations};
pub use runtime::{
    ApiError, ApiErrorDetail, Client, ClientBuilder, Error, Extra, Request, Response, Result, Secret,
    Transport, TransportError, TransportFuture, TransportReply, UnknownVariant,
};

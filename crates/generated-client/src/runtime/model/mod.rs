//! What generated models are read and written with.
//!
//! Models carry no derived (de)serializers: a derive costs about a hundred lines of
//! expanded code each, and an API has thousands of models. A model says which key goes to
//! which field, in a table (`tables`); everything else is here, once.

mod at;
mod convert;
mod extra;
mod misfit;
mod nullable;
mod read;
mod shape;
mod tables;
pub(crate) mod trace;
mod union;
mod write;

pub(crate) use at::{number_at, text_at};
pub use extra::Extra;
pub use nullable::Nullable;
pub use union::UnknownVariant;

pub(crate) use convert::{convert, start};
pub(crate) use misfit::Misfit;
pub(crate) use read::{Object, Value, object};
pub(crate) use shape::{BodyShape, Hidden, Shape};
pub(crate) use tables::{received, sent, shared, starts, texts, union, values};
pub(crate) use union::{Members, Union, tagged};
pub(crate) use write::{Writer, missing};

/// Reads a body.
pub(crate) fn decode<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Misfit> {
    trace::start();
    let result = serde_json::from_slice(body);
    let (path, reason) = trace::take();
    result.map_err(|error| Misfit::new(&error, path, reason))
}

#[cfg(test)]
mod tests;

//! What was read in, what can be sent back out.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Misfit, Object, object, trace};
use crate::runtime::Error;

/// A builder that holds what `read` holds, without the members at `left_out`. Members that
/// no model names go along: a replacement would lose them.
///
/// # Errors
///
/// [`Error::is_build`] if an object inside lacks what must be sent.
pub(crate) fn start<B: Object>(read: &impl Serialize, left_out: &[&[&str]]) -> Result<B, Error> {
    traced(read, left_out, |value| object(value))
}

/// The same for what has no builder.
pub(crate) fn convert<T: DeserializeOwned>(read: &impl Serialize, left_out: &[&[&str]]) -> Result<T, Error> {
    traced(read, left_out, |value| T::deserialize(value))
}

fn traced<T>(
    read: &impl Serialize,
    left_out: &[&[&str]],
    take: impl FnOnce(Value) -> Result<T, serde_json::Error>,
) -> Result<T, Error> {
    let refused = |error: &serde_json::Error, path, reason| {
        Error::build(vec![Misfit::new(error, path, reason).to_string()])
    };
    let mut value = serde_json::to_value(read).map_err(|error| refused(&error, "$".to_owned(), None))?;
    left_out.iter().for_each(|path| remove(&mut value, path));
    trace::start();
    let result = take(value);
    let (path, reason) = trace::take();
    result.map_err(|error| refused(&error, path, reason))
}

/// Takes a member out, of every item of a list on the way; `*` is every key.
fn remove(value: &mut Value, path: &[&str]) {
    match (value, path) {
        (Value::Array(items), path) => items.iter_mut().for_each(|item| remove(item, path)),
        (Value::Object(members), [last]) => {
            members.remove(*last);
        }
        (Value::Object(members), ["*", rest @ ..]) => {
            members.values_mut().for_each(|held| remove(held, rest))
        }
        (Value::Object(members), [first, rest @ ..]) => {
            if let Some(held) = members.get_mut(*first) {
                remove(held, rest);
            }
        }
        _ => {}
    }
}

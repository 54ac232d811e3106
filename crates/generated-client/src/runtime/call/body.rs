//! What is sent, already written, and members that one call adds to it.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::runtime::form;

/// A body, as it goes over the wire.
#[derive(Clone)]
pub(super) enum Body {
    Json(Bytes),
    Form(String),
    Raw(Bytes),
}

impl Body {
    /// The body with the members of `more` instead of its own, or why it can have none.
    pub(super) fn with(self, more: &Map<String, Value>) -> Result<Bytes, &'static str> {
        if more.is_empty() {
            return Ok(match self {
                Self::Json(bytes) | Self::Raw(bytes) => bytes,
                Self::Form(text) => text.into(),
            });
        }
        match self {
            Self::Json(bytes) => match serde_json::from_slice(&bytes) {
                Ok(Value::Object(mut members)) => {
                    members.extend(more.clone());
                    Ok(Value::Object(members).to_string().into())
                }
                _ => Err("`body` is no object, so no field can be added to it"),
            },
            Self::Form(text) => Ok(form::replaced(&text, more).into()),
            Self::Raw(_) => Err("`body` is bytes, so no field can be added to it"),
        }
    }
}

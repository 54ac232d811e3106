//! What the JSON library says in, what may be shown of it out.

use std::fmt;

use http::HeaderValue;

/// What does not fit, and where, in words that hold nothing of the body but keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub(crate) path: String,
    why: String,
}

impl Misfit {
    /// What `error` says, without what it quotes.
    pub(crate) fn new(error: &serde_json::Error, path: String, reason: Option<String>) -> Self {
        Self { path, why: reason.unwrap_or_else(|| reduce(error)) }
    }

    /// `why`, in words that hold nothing of the body.
    pub(crate) fn of(path: &str, why: &str) -> Self {
        Self { path: path.to_owned(), why: why.to_owned() }
    }

    /// A body that is no JSON is no wonder, if its type says that it is something else.
    pub(crate) fn or_of_type(mut self, media_type: Option<&HeaderValue>) -> Self {
        let essence = media_type.and_then(|media_type| media_type.to_str().ok()?.split(';').next());
        if let Some(essence) = essence.map(str::trim).filter(|essence| !essence.contains("json")) {
            self.why = format!("it is {essence}, not JSON ({})", self.why);
        }
        self
    }
}

/// serde quotes the value it refuses (`invalid type: string "hunter2", expected a boolean`);
/// what it wanted instead stands behind the last comma of that kind, and is our own text.
fn reduce(error: &serde_json::Error) -> String {
    if !error.is_data() {
        // Syntax errors quote nothing: they name what was wanted, and the place.
        return format!("not JSON: {error}");
    }
    let message = error.to_string();
    match message.rsplit_once(", expected ") {
        Some((_, wanted)) => {
            let place = wanted.rfind(" at line ").unwrap_or(wanted.len());
            format!("expected {}", &wanted[..place])
        }
        None => "the value does not fit".to_owned(),
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.why, self.path)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_was_wanted_is_kept_and_what_was_found_is_not() {
        for (body, why) in [
            (r#""hunter2""#, "expected a boolean"),
            (r#""hunter2, expected hunter2 at line 3 column 4""#, "expected a boolean"),
            ("[", "not JSON: EOF while parsing a value at line 1 column 1"),
        ] {
            let error = serde_json::from_str::<bool>(body).unwrap_err();
            let why = if body == "[" { "expected a boolean" } else { why };
            assert_eq!(reduce(&error), why);
        }
        let cut = serde_json::from_str::<Value>("[\"hunter2").unwrap_err();
        assert_eq!(reduce(&cut), "not JSON: EOF while parsing a string at line 1 column 9");
    }
}

//! What one call does differently from its client.

use std::fmt;
use std::sync::LazyLock;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::RetryPolicy;
use super::transport::HeaderNames;

/// What one call does differently from its client. May be shared by many calls.
///
/// `Debug` shows no values.
#[derive(Clone, Default)]
#[must_use]
// Most calls have none, and calls are moved a lot.
pub struct CallOptions(Option<Box<Settings>>);

/// What [`CallOptions`] says.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotent: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Map<String, Value>,
    pub(crate) problems: Vec<String>,
}

impl CallOptions {
    /// What it says.
    pub(crate) fn get(&self) -> &Settings {
        static NOTHING: LazyLock<Settings> = LazyLock::new(Settings::default);
        self.0.as_deref().unwrap_or_else(|| &NOTHING)
    }

    pub(crate) fn get_mut(&mut self) -> &mut Settings {
        self.0.get_or_insert_default()
    }

    /// Nothing different.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the call may take as a whole, repetitions and pauses included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.get_mut().timeout = Some(timeout);
        self
    }

    /// How long each attempt may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.get_mut().attempt_timeout = Some(timeout);
        self
    }

    /// How often the call is sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.get_mut().retry = Some(policy);
        self
    }

    /// Says that doing this call twice does no harm, so that a POST or PATCH is sent again
    /// like a GET.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.get_mut().idempotent = idempotent;
        self
    }

    /// Sends a header, instead of what the client would send: an id of your own to find the
    /// exchange by, for example.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.get_mut().headers.insert(name, value);
            }
            Err(problem) => self.get_mut().problems.push(problem),
        }
        self
    }

    /// Adds to the query.
    pub fn query(mut self, key: impl Into<String>, value: impl ToString) -> Self {
        self.get_mut().query.push((key.into(), value.to_string()));
        self
    }

    /// Sets a member of the body, which must be a JSON object or a form.
    pub fn body_field(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.get_mut().body.insert(key.into(), value.into());
        self
    }
}

/// A header, or why it is none. Says nothing of the value.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        (Err(_), _) => Err("a header's name is not one".to_owned()),
        (_, Err(_)) => Err(format!("the value of header `{name}` holds characters that cannot be sent")),
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { timeout, attempt_timeout, retry, idempotent, headers, query, body, problems: _ } =
            self.get();
        f.debug_struct("CallOptions")
            .field("timeout", timeout)
            .field("attempt_timeout", attempt_timeout)
            .field("retry", retry)
            .field("idempotent", idempotent)
            .field("headers", &HeaderNames(headers))
            .field("query", &query.iter().map(|(key, _)| key).collect::<Vec<_>>())
            .field("body", &body.keys().collect::<Vec<_>>())
            .finish()
    }
}

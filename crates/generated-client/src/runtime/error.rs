//! What can go wrong, in one type that can be asked.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::model::{BodyShape, Extra};
use super::transport::{HeaderNames, TransportError};

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something did not work: ask it with `is_…`, [`status`](Self::status),
/// [`code`](Self::code), [`api_error`](Self::api_error).
///
/// Neither `Display` nor `Debug` nor [`source`](std::error::Error::source) shows a value
/// of a request or a reply, so an error may be logged; [`body`](Self::body) has them.
pub struct Error(Box<Kind>);

enum Kind {
    /// The caller left something out, or gave something that cannot be sent.
    Build { problems: Vec<String> },
    /// No reply came.
    Transport(TransportError),
    /// A reply came, and says no.
    Status { reply: Reply, api: Option<ApiError> },
    /// A reply came, and is not what the documentation says.
    Decode { reply: Reply, misfit: Misfit },
}

/// What an error keeps of a reply.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Bytes,
    /// The documentation of the call.
    pub(crate) page: &'static str,
}

impl Error {
    pub(crate) fn build(problems: Vec<String>) -> Self {
        Self(Box::new(Kind::Build { problems }))
    }

    pub(crate) fn transport(error: TransportError) -> Self {
        Self(Box::new(Kind::Transport(error)))
    }

    pub(crate) fn refused(reply: Reply) -> Self {
        let api = ApiError::read(&reply.body);
        Self(Box::new(Kind::Status { reply, api }))
    }

    pub(crate) fn decode(reply: Reply, misfit: Misfit) -> Self {
        Self(Box::new(Kind::Decode { reply, misfit }))
    }

    fn reply(&self) -> Option<&Reply> {
        match &*self.0 {
            Kind::Status { reply, .. } | Kind::Decode { reply, .. } => Some(reply),
            Kind::Build { .. } | Kind::Transport(_) => None,
        }
    }

    /// The reply's status, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(|reply| reply.status)
    }

    /// The reply's headers, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|reply| &reply.headers)
    }

    /// The id that the service gave the exchange: quote it to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.reply()?.request_id.as_deref()
    }

    /// The reply's body as it came.
    pub fn body(&self) -> Option<&Bytes> {
        self.reply().map(|reply| &reply.body)
    }

    /// What the service says is wrong.
    pub fn api_error(&self) -> Option<&ApiError> {
        match &*self.0 {
            Kind::Status { api, .. } => api.as_ref(),
            _ => None,
        }
    }

    /// The service's word for what is wrong.
    pub fn code(&self) -> Option<&str> {
        self.api_error()?.code()
    }

    /// Where in the body the value stands that could not be read: `$.configuration.REGION`.
    pub fn json_path(&self) -> Option<&str> {
        match &*self.0 {
            Kind::Decode { misfit, .. } => Some(&misfit.path),
            _ => None,
        }
    }

    /// The documentation page of the call, if a reply came.
    pub fn page(&self) -> Option<&'static str> {
        self.reply().map(|reply| reply.page).filter(|page| !page.is_empty())
    }

    /// What the caller left out, or gave wrong: one sentence each.
    pub fn problems(&self) -> &[String] {
        match &*self.0 {
            Kind::Build { problems } => problems,
            _ => &[],
        }
    }

    /// Whether the caller left something out, or gave something that cannot be sent.
    /// Nothing was sent.
    pub fn is_build(&self) -> bool {
        matches!(&*self.0, Kind::Build { .. })
    }

    /// Whether the exchange took too long. The service may have done what was asked.
    pub fn is_timeout(&self) -> bool {
        matches!(&*self.0, Kind::Transport(error) if error.is_timeout())
    }

    /// Whether no connection could be made. Nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(&*self.0, Kind::Transport(error) if error.is_connect())
    }

    /// Whether a reply came that is not what the documentation says. The service has done
    /// what was asked.
    pub fn is_decode(&self) -> bool {
        matches!(&*self.0, Kind::Decode { .. })
    }

    /// 400 or 422: the service does not accept what was sent.
    pub fn is_invalid_request(&self) -> bool {
        self.refused_with(&[400, 422])
    }

    /// 401: the credential is missing, wrong or expired.
    pub fn is_unauthorized(&self) -> bool {
        self.refused_with(&[401])
    }

    /// 403: the credential does not allow this.
    pub fn is_forbidden(&self) -> bool {
        self.refused_with(&[403])
    }

    /// 404: there is no such thing.
    pub fn is_not_found(&self) -> bool {
        self.refused_with(&[404])
    }

    /// 409: something else is in the way.
    pub fn is_conflict(&self) -> bool {
        self.refused_with(&[409])
    }

    /// 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.refused_with(&[429])
    }

    /// 5xx: the service failed.
    pub fn is_server_error(&self) -> bool {
        matches!(&*self.0, Kind::Status { reply, .. } if reply.status.is_server_error())
    }

    fn refused_with(&self, statuses: &[u16]) -> bool {
        matches!(&*self.0, Kind::Status { reply, .. } if statuses.contains(&reply.status.as_u16()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Build { problems } => f.write_str(&problems.join("; ")),
            Kind::Transport(error) => error.fmt(f),
            Kind::Status { reply, .. } => {
                write!(f, "the service answered {}{}", reply.status, reply.suffix())
            }
            Kind::Decode { reply, misfit } => {
                write!(f, "the reply ({}) could not be read: {misfit}{}", reply.status, reply.suffix())
            }
        }
    }
}

impl Reply {
    fn suffix(&self) -> String {
        let id = self.request_id.as_ref().map(|id| format!(", request id {id}"));
        let page = Some(self.page).filter(|page| !page.is_empty()).map(|page| format!(", see {page}"));
        id.unwrap_or_default() + &page.unwrap_or_default()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Build { problems } => f.debug_struct("Build").field("problems", problems).finish(),
            Kind::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Kind::Status { reply, api } => f
                .debug_struct("Status")
                .field("reply", reply)
                .field("api_error", &api.as_ref().map(|_| super::model::Hidden))
                .finish(),
            Kind::Decode { reply, misfit } => {
                f.debug_struct("Decode").field("reply", reply).field("misfit", misfit).finish()
            }
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("headers", &HeaderNames(&self.headers))
            .field("body", &BodyShape(&self.body))
            .field("page", &self.page)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            // The error speaks for itself, so its cause is next.
            Kind::Transport(error) => error.source(),
            _ => None,
        }
    }
}

/// The body of a refusal.
///
/// `Debug` prints which parts there are; what they say may quote what was sent.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The id of this refusal.
    pub id: Option<String>,
    /// The service's word for what is wrong.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// What is wrong in particular.
    pub details: Vec<ApiErrorDetail>,
    /// Anything else the body holds.
    pub extra: Extra,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiErrorDetail {
    /// The service's word for it.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// The property of the request that it is about.
    pub target: Option<String>,
    /// Anything else the service says about it.
    pub extra: Extra,
}

impl ApiError {
    /// The service's word for what is wrong.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// A body as an error, if it is an object. Whatever does not fit stays in `extra`.
    fn read(body: &[u8]) -> Option<Self> {
        let mut object: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let details = match object.remove("details") {
            Some(Value::Array(items)) if items.iter().all(Value::is_object) => {
                items.into_iter().filter_map(ApiErrorDetail::read).collect()
            }
            Some(other) => {
                object.insert("details".into(), other);
                Vec::new()
            }
            None => Vec::new(),
        };
        Some(Self {
            id: text(&mut object, "id"),
            code: text(&mut object, "code"),
            message: text(&mut object, "message"),
            details,
            extra: object.into(),
        })
    }
}

impl ApiErrorDetail {
    fn read(item: Value) -> Option<Self> {
        let Value::Object(mut object) = item else { return None };
        Some(Self {
            code: text(&mut object, "code"),
            message: text(&mut object, "message"),
            target: text(&mut object, "target"),
            extra: object.into(),
        })
    }
}

/// Takes `key` out if its value is text.
fn text(object: &mut Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(_) => match object.remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("details", &self.details.len())
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ApiErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiErrorDetail").field("extra", &self.extra).finish_non_exhaustive()
    }
}

/// What does not fit, and where, in words that hold nothing of the body but keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    path: String,
    why: String,
}

impl Misfit {
    /// What `error` says, without what it quotes.
    pub(crate) fn new(error: &serde_json::Error, path: String, reason: Option<String>) -> Self {
        Self { path, why: reason.unwrap_or_else(|| reduce(error)) }
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
    use super::*;

    const SECRET: &str = "hunter2";

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            request_id: Some("abc".into()),
            body: Bytes::copy_from_slice(body.as_bytes()),
            page: "https://example.com/page",
        }
    }

    #[test]
    fn a_refusal_tells_what_the_service_says_and_shows_none_of_it() {
        let body = r#"{"id": "i", "code": "INVALID_DATA", "message": "hunter2 is no password",
            "details": [{"code": "INVALID_VALUE", "target": "hunter2", "innerError": {"max": 3}}]}"#;
        let error = Error::refused(reply(400, body));
        assert!(error.is_invalid_request() && !error.is_conflict());
        assert_eq!((error.code(), error.request_id()), (Some("INVALID_DATA"), Some("abc")));
        let api = error.api_error().unwrap();
        assert_eq!(api.details[0].target.as_deref(), Some(SECRET));
        assert_eq!(api.details[0].extra.get("innerError").unwrap()["max"], 3);
        for shown in [format!("{error}"), format!("{error:?}"), format!("{api:?}"), format!("{error:#?}")] {
            assert!(!shown.contains(SECRET), "{shown}");
        }
        assert!(error.body().unwrap().starts_with(b"{\"id\""));
    }

    #[test]
    fn a_body_that_is_no_error_body_is_kept() {
        let error = Error::refused(reply(503, "<html>hunter2</html>"));
        assert!(error.is_server_error() && error.api_error().is_none());
        assert!(!format!("{error:?}").contains(SECRET));
        let odd = Error::refused(reply(400, r#"{"code": 7, "details": "none"}"#));
        assert_eq!(odd.code(), None);
        assert_eq!(odd.api_error().unwrap().extra.len(), 2);
    }

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

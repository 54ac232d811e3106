//! What can go wrong, in one type that can be asked.

pub(crate) mod details;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::model::{BodyShape, Misfit};
use super::transport::{HeaderNames, TransportError};
use crate::generated::ApiError;

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
    /// The caller's own source of tokens gave none.
    TokenSource(Box<dyn std::error::Error + Send + Sync>),
    /// There is no token to sign the call in with. All calls that waited for it share why.
    SignIn(Arc<Error>),
}

/// What an error keeps of a reply.
#[derive(Clone)]
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
        let object = serde_json::from_slice(&reply.body).ok();
        let api = object.map(ApiError::read);
        Self(Box::new(Kind::Status { reply, api }))
    }

    pub(crate) fn decode(reply: Reply, misfit: Misfit) -> Self {
        let misfit = misfit.or_of_type(reply.headers.get(header::CONTENT_TYPE));
        Self(Box::new(Kind::Decode { reply, misfit }))
    }

    pub(crate) fn token_source(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self(Box::new(Kind::TokenSource(error)))
    }

    pub(crate) fn sign_in(error: Arc<Error>) -> Self {
        Self(Box::new(Kind::SignIn(error)))
    }

    /// What went wrong, be it with the call or with signing in.
    fn kind(&self) -> &Kind {
        match &*self.0 {
            Kind::SignIn(error) => error.kind(),
            kind => kind,
        }
    }

    fn reply(&self) -> Option<&Reply> {
        match self.kind() {
            Kind::Status { reply, .. } | Kind::Decode { reply, .. } => Some(reply),
            _ => None,
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
        match self.kind() {
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
        match self.kind() {
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
        match self.kind() {
            Kind::Build { problems } => problems,
            _ => &[],
        }
    }

    /// Whether no access token could be got: nothing else was sent. The other questions are
    /// then about that.
    pub fn is_sign_in(&self) -> bool {
        matches!(&*self.0, Kind::SignIn(_))
    }

    /// Whether the caller left something out, or gave something that cannot be sent.
    /// Nothing was sent.
    pub fn is_build(&self) -> bool {
        matches!(self.kind(), Kind::Build { .. })
    }

    /// Whether the exchange took too long. The service may have done what was asked.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind(), Kind::Transport(error) if error.is_timeout())
    }

    /// Whether no connection could be made. Nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.kind(), Kind::Transport(error) if error.is_connect())
    }

    /// Whether a reply came that is not what the documentation says. The service has done
    /// what was asked.
    pub fn is_decode(&self) -> bool {
        matches!(self.kind(), Kind::Decode { .. })
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
        matches!(self.kind(), Kind::Status { reply, .. } if reply.status.is_server_error())
    }

    fn refused_with(&self, statuses: &[u16]) -> bool {
        matches!(self.kind(), Kind::Status { reply, .. } if statuses.contains(&reply.status.as_u16()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Build { problems } => f.write_str(&problems.join("; ")),
            Kind::Transport(error) => error.fmt(f),
            Kind::Status { reply, api } => {
                let code = api.as_ref().and_then(ApiError::code).filter(|code| word(code));
                let code = code.map(|code| format!(", code {code}")).unwrap_or_default();
                write!(f, "the service answered {}{code}{}", reply.status, reply.suffix())
            }
            Kind::Decode { reply, misfit } => {
                write!(f, "the reply ({}) could not be read: {misfit}{}", reply.status, reply.suffix())
            }
            Kind::TokenSource(_) => f.write_str("the token source gave no token"),
            Kind::SignIn(_) => f.write_str("no access token could be got"),
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
            Kind::TokenSource(error) => f.debug_tuple("TokenSource").field(error).finish(),
            Kind::SignIn(error) => f.debug_tuple("SignIn").field(error).finish(),
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
            Kind::TokenSource(error) => Some(&**error),
            Kind::SignIn(error) => Some(&**error),
            _ => None,
        }
    }
}

/// Whether a code is one word, as codes are; anything else might quote what was sent.
fn word(code: &str) -> bool {
    code.len() <= 64 && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests;

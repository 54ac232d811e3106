//! Endpoints, the pages that document them, and what a client can call.

use serde::Serialize;

use super::{Evidence, Fact, Format, Limits, Literal, Name, Presence, Type};
use crate::json::Json;
use crate::page::Text;
use crate::source::{SourceId, Span, Spanned};

/// An HTTP method (RFC 9110 section 9, RFC 5789).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    /// Every method a page may name.
    pub const ALL: [Self; 7] =
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Options];

    /// The method as it goes over the wire: `POST`.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }

    /// The method that `word` names, in capitals.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.wire() == word)
    }
}

/// One method on one path. Several pages may document it.
#[derive(Clone, Debug, Serialize)]
pub struct Endpoint {
    /// The method.
    pub method: Fact<Method>,
    /// The path.
    pub path: Path,
    /// What the path leads to: `propagation stores`.
    pub resource: Name,
    /// One per page, in page order.
    pub operations: Vec<Operation>,
    /// What a client can call: one if a tag tells the operations apart, else one per operation.
    pub calls: Vec<Call>,
}

/// `{{apiPath}}/v1/environments/{{envID}}/propagation/stores`.
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// The placeholder of the server's address: `apiPath`.
    pub base: Option<Fact<String>>,
    /// What stands between the slashes.
    pub segments: Vec<Segment>,
}

impl Path {
    /// `/v1/environments/{envID}/propagation/stores`, as OpenAPI writes it.
    pub fn template(&self) -> String {
        let mut text = String::new();
        for segment in &self.segments {
            text.push('/');
            match segment {
                Segment::Literal(literal) => text.push_str(&literal.value),
                Segment::Param(param) => {
                    text.push('{');
                    text.push_str(&param.name.wire);
                    text.push('}');
                }
            }
        }
        if text.is_empty() { "/".into() } else { text }
    }

    /// `/v1/environments/{}/propagation/stores`: the same, whatever its parameters are called.
    pub fn shape(&self) -> String {
        let mut text = String::new();
        for segment in &self.segments {
            text.push('/');
            match segment {
                Segment::Literal(literal) => text.push_str(&literal.value),
                Segment::Param(_) => text.push_str("{}"),
            }
        }
        text
    }

    /// The parameters, in order.
    pub fn params(&self) -> impl Iterator<Item = &Param> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Param(param) => Some(&**param),
            Segment::Literal(_) => None,
        })
    }
}

/// What stands between two slashes.
#[derive(Clone, Debug, Serialize)]
pub enum Segment {
    /// A constant, percent-decoded.
    Literal(Fact<String>),
    /// A parameter.
    Param(Box<Param>),
}

/// A path parameter.
#[derive(Clone, Debug, Serialize)]
pub struct Param {
    /// The placeholder: `envID`.
    pub name: Name,
    /// Its type.
    pub ty: Fact<Type>,
    /// What stands there in an address that a reply shows.
    pub example: Option<Fact<String>>,
    /// What all such values look like. For documentation: other values may be sent.
    pub format: Option<Fact<Format>>,
}

/// One page's way of calling an endpoint.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The words of the page's id: `create store pingone`.
    pub name: Name,
    /// The page.
    pub page: SourceId,
    /// The page's title.
    pub title: Fact<String>,
    /// The first paragraph.
    pub summary: Option<Fact<Text>>,
    /// Further paragraphs and callouts about the operation as a whole.
    pub notes: Vec<Fact<Text>>,
    /// The page's own request line.
    pub request_line: Span,
    /// What may stand behind the path's `?`.
    pub query: Vec<QueryParam>,
    /// Headers the page says to send.
    pub headers: Vec<Header>,
    /// What to send.
    pub body: Option<Body>,
    /// What comes back, by status.
    pub responses: Vec<Response>,
    /// The same request in other languages, as the page shows it.
    pub samples: Vec<Sample>,
    /// What tells this operation from its siblings: `"type": "PingOne"`.
    pub tag: Option<Tag>,
    /// Where the page says that the operation should not be used any more.
    pub deprecated: Option<Evidence>,
}

/// A parameter in the query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueryParam {
    /// Its key.
    pub name: Name,
    /// Its type: one of the scalars, or a list of one.
    pub ty: Fact<Type>,
    /// What a text looks like, where the type says.
    pub format: Option<Fact<Format>>,
    /// Whether it must be there.
    pub presence: Fact<Presence>,
    /// What the page says of it.
    pub docs: Vec<Fact<Text>>,
    /// The value in the page's request line, if it is no placeholder.
    pub example: Option<Fact<String>>,
    /// The values that the page lists. Others may be sent too.
    pub values: Vec<Fact<Literal>>,
    /// What the service assumes when it is left out.
    pub default: Option<Fact<Literal>>,
    /// What the page says its values are bounded by.
    pub limits: Limits,
}

/// A property whose value selects an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    /// The property.
    pub property: String,
    /// Its value.
    pub value: Fact<String>,
}

/// A header to send.
#[derive(Clone, Debug, Serialize)]
pub struct Header {
    /// The header's name.
    pub name: Name,
    /// Its value.
    pub value: HeaderValue,
    /// Whether every request needs it.
    pub presence: Presence,
    /// Where the page says so.
    pub span: Span,
}

/// What a header holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum HeaderValue {
    /// Always this text.
    Fixed(String),
    /// A scheme and a credential: `Bearer {{accessToken}}`. The credential's placeholder.
    Credential {
        /// `Bearer`.
        scheme: String,
        /// `accessToken`.
        placeholder: String,
    },
    /// A placeholder the caller fills.
    From(String),
}

/// A request body.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// `application/json`.
    pub media_type: Fact<String>,
    /// Its shape.
    pub ty: Type,
    /// The page's examples.
    pub examples: Vec<Example>,
}

/// A documented reply.
#[derive(Clone, Debug, Serialize)]
pub struct Response {
    /// The status code.
    pub status: Fact<u16>,
    /// What it means, where a table of codes says so.
    pub message: Option<Fact<Text>>,
    /// The shape of its body, if it has one.
    pub ty: Option<Type>,
    /// The page's examples.
    pub examples: Vec<Example>,
}

/// JSON from a page.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// The value; its span is where it stands.
    pub json: Json,
}

/// The page's request in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Sample {
    /// The tab's name: `cURL`.
    pub language: Spanned<String>,
    /// The code.
    pub code: Spanned<String>,
}

/// What a client can call.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// `create store`.
    pub name: Name,
    /// Indices into [`Endpoint::operations`].
    pub operations: Vec<usize>,
    /// What to send: media type and shape.
    pub body: Option<(String, Type)>,
    /// What a successful reply holds, if anything.
    pub reply: Option<Type>,
    /// Statuses that mean success.
    pub success: Vec<u16>,
}

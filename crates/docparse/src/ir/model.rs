//! Models, their fields, unions of models, and names.

use serde::Serialize;

use super::{Evidence, Fact};
use crate::page::Text;
use crate::source::SourceId;

/// A model in [`Api::models`](super::Api::models).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ModelId(pub u32);

/// A union in [`Api::unions`](super::Api::unions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct UnionId(pub u32);

/// A name as the service spells it, and the words in it. Words carry no case,
/// so no language is favoured; they are split once, here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name {
    /// Exactly as on the page.
    pub wire: String,
    /// Lower-case words.
    pub words: Vec<String>,
}

impl Name {
    /// The name `wire`, split into words.
    pub fn new(wire: impl Into<String>) -> Self {
        let wire = wire.into();
        Self { words: crate::words(&wire), wire }
    }

    /// A name made of words only; the wire form joins them with spaces.
    pub fn from_words<I: IntoIterator<Item = S>, S: Into<String>>(words: I) -> Self {
        let words: Vec<String> = words.into_iter().map(Into::into).collect();
        Self { wire: words.join(" "), words }
    }
}

/// An object with known properties.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Model {
    /// The model's name, unique in the API.
    pub name: Name,
    /// Whether it is sent, or comes back.
    pub role: Role,
    /// Pages it was read from.
    pub pages: Vec<SourceId>,
    /// The dotted path in a body that this model stands at; empty for a whole body.
    pub path: String,
    /// What a reader should know.
    pub doc: Option<Fact<Text>>,
    /// Its properties, as first seen on the page.
    pub fields: Vec<Field>,
}

/// Which way a model travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// From client to service.
    Request,
    /// From service to client.
    Response,
    /// Both ways: the shapes agree.
    Both,
}

/// A property of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The property's key.
    pub name: Name,
    /// The dotted path from the body's root, as documented.
    pub path: String,
    /// Where a table names it, if one does.
    pub row: Option<Evidence>,
    /// Its type.
    pub ty: Fact<Type>,
    /// Whether it must be there.
    pub presence: Fact<Presence>,
    /// Whether `null` was seen in place of a value.
    pub nullable: Option<Evidence>,
    /// Where the page deprecates it.
    pub deprecated: Option<Deprecation>,
    /// Why its value must not be shown.
    pub secret: Option<Evidence>,
    /// Set when only replies have it.
    pub read_only: Option<Evidence>,
    /// Set when it can be sent and never comes back.
    pub write_only: Option<Evidence>,
    /// Set when it cannot be changed once it was set.
    pub immutable: Option<Evidence>,
    /// The values that a page lists. There may be others.
    pub values: Vec<Fact<Literal>>,
    /// What a page says its values are bounded by.
    pub limits: Limits,
    /// The only value it has: `"type": "PingOne"`.
    pub constant: Option<Fact<Literal>>,
    /// What the service assumes when it is left out.
    pub default: Option<Fact<Literal>>,
    /// Sentences about it.
    pub docs: Vec<Fact<Text>>,
    /// What values look like, for documentation only.
    pub format: Option<Fact<Format>>,
    /// Every example that has it.
    pub seen: Vec<Evidence>,
    /// A value from an example, for documentation. Never that of a secret.
    pub example: Option<Fact<Literal>>,
}

/// Bounds that a page states in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Limits {
    /// The least number.
    pub minimum: Option<Fact<serde_json::Number>>,
    /// The greatest number.
    pub maximum: Option<Fact<serde_json::Number>>,
    /// The least number of characters.
    pub min_length: Option<Fact<u64>>,
    /// The greatest number of characters.
    pub max_length: Option<Fact<u64>>,
    /// The least number of items.
    pub min_items: Option<Fact<u64>>,
    /// The greatest number of items.
    pub max_items: Option<Fact<u64>>,
}

/// A deprecated property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deprecation {
    /// Where the page says so.
    pub evidence: Evidence,
    /// The property to use instead, if the page has one.
    pub replacement: Option<Fact<String>>,
}

/// Whether a property must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// A request without it is refused.
    Required,
    /// It may be left out.
    Optional,
    /// Nobody says; treated as optional.
    Unstated,
}

/// A type, in no programming language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Type {
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A list of one type.
    List(Box<Type>),
    /// Free keys, values of one type.
    Map(Box<Type>),
    /// An object with known properties.
    Model(ModelId),
    /// One of several objects.
    Union(UnionId),
    /// One of several plain types: `String/Boolean`.
    OneOf(Vec<Type>),
    /// Any JSON value: nothing is known of it.
    Any,
    /// Bytes that are not JSON: a file.
    Binary,
}

impl Type {
    /// The JSON word for the type: `string`, `object`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::List(_) => "array",
            Self::Map(_) | Self::Model(_) | Self::Union(_) => "object",
            Self::OneOf(_) | Self::Any => "any",
            Self::Binary => "binary",
        }
    }
}

/// What the values of a string look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// RFC 3339 section 5.6.
    DateTime,
    /// RFC 9562.
    Uuid,
    /// RFC 3986, with a scheme.
    Uri,
}

/// A constant of the JSON data model (RFC 8259).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as written.
    Number(serde_json::Number),
    /// Text.
    String(String),
}

/// One of several models, told apart by the value of a property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// The union's name, unique in the API among models too.
    pub name: Name,
    /// Which way it travels.
    pub role: Role,
    /// The property whose value decides.
    pub tag: Name,
    /// In page order.
    pub variants: Vec<Variant>,
}

/// One arm of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The tag's value: `PingOne`.
    pub tag: Fact<String>,
    /// The words of the arm's name.
    pub name: Name,
    /// What it holds.
    pub model: ModelId,
    /// The page that documents it.
    pub page: SourceId,
}

//! The API in, what will be printed out: names and texts of one language, as plain strings.
//!
//! Nothing here knows a language; what one looks like is said by a [`Language`].

mod build;
mod docs;
mod errors;
mod example;
mod identity;
mod reach;
mod send_back;
mod values;

use docparse::ir::{Literal, ModelId, UnionId};
use docparse::page::Text;
use docparse::source::SourceId;
use serde::Serialize;

use crate::names::NameRules;
pub use build::view;
pub use errors::{ErrorFieldView, ErrorHolds, ErrorView};

/// What the view must know of a language.
pub trait Language: Sync {
    /// What names look like.
    fn names(&self) -> &'static NameRules;

    /// The lines of a paragraph, escaped for comments, without comment marks. Links that
    /// are relative lead from `base`.
    fn paragraph(&self, text: &Text, base: Option<&str>) -> Vec<String>;

    /// The name of what builds a model.
    fn builder(&self, model: &str) -> String;
}

/// Everything that is printed in one language.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The package's name: `pingone`.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The API's title.
    pub title: String,
    /// A sentence about the API.
    pub description: Option<String>,
    /// Its home page.
    pub home: Option<String>,
    /// `Bearer`, if calls are signed in.
    pub auth_scheme: Option<String>,
    /// Where access tokens come from.
    pub token_endpoint: Option<TokenEndpointView>,
    /// What pages call the address that most calls start with: `apiPath`.
    pub base: String,
    /// The types an error body is read into, the whole body first.
    pub errors: Vec<ErrorView>,
    /// The header that holds a reply's id.
    pub request_id_header: Option<String>,
    /// Where the service is.
    pub regions: Vec<RegionView>,
    /// By [`ModelId`].
    pub models: Vec<ModelView>,
    /// By [`UnionId`].
    pub unions: Vec<UnionView>,
    /// Open enumerations: [`TypeView::Values`] is an index.
    pub values: Vec<ValuesView>,
    /// What a client can call, by what it is about.
    pub resources: Vec<ResourceView>,
}

impl View {
    /// The models in a resource's file (in the shared one, if none).
    pub fn models_of(&self, home: Option<usize>) -> impl Iterator<Item = &ModelView> + Clone {
        self.models.iter().filter(move |model| model.used && model.home == home)
    }
}

/// Where access tokens come from.
#[derive(Clone, Debug, Serialize)]
pub struct TokenEndpointView {
    /// `{{authPath}}/{{envID}}/as/token`
    pub url: String,
    /// The placeholders that the caller fills: name in the language, and as written.
    pub values: Vec<(String, String)>,
    /// Whether id and secret go into the body, not a header.
    pub in_body: bool,
    /// The scope to ask for.
    pub scope: Option<String>,
}

/// One region.
#[derive(Clone, Debug, Serialize)]
pub struct RegionView {
    /// The arm's name.
    pub name: String,
    /// What to say of it.
    pub doc: Vec<String>,
    /// Placeholder in pages, and address.
    pub servers: Vec<(String, String)>,
}

/// An object.
#[derive(Clone, Debug, Serialize)]
pub struct ModelView {
    /// The type's name.
    pub name: String,
    /// Names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// The name of what builds it, if it is sent.
    pub builder: Option<String>,
    /// Whether it comes back, so that nothing may be assumed to be there.
    pub received: bool,
    /// Whether it is printed: not if all that holds it is left out.
    pub used: bool,
    /// The resource whose file it is in; shared if none.
    pub home: Option<usize>,
    /// What to say of it.
    pub doc: Vec<String>,
    /// Its properties.
    pub fields: Vec<FieldView>,
    /// Properties that always have one value.
    pub constants: Vec<ConstantView>,
    /// What can be made of it to be sent back.
    pub send_back: Vec<SendBackView>,
    /// The pages it was made from.
    pub pages: Vec<SourceId>,
}

/// A property.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Its name in the language.
    pub name: String,
    /// Names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its key.
    pub wire: String,
    /// Its type.
    pub ty: TypeView,
    /// Whether it must be given.
    pub required: bool,
    /// Whether `null` is told from nothing.
    pub nullable: bool,
    /// Whether its value, which is no string, must not be shown.
    pub hidden: bool,
    /// Whether it cannot be sent back: only the service sets it, or it was set for good.
    pub kept_back: bool,
    /// Whether a model of this type would hold itself.
    pub recursive: bool,
    /// What to use instead, if it is deprecated.
    pub deprecated: Option<String>,
    /// What to say of it.
    pub doc: Vec<String>,
}

/// What was read, to be sent back.
#[derive(Clone, Debug, Serialize)]
pub struct SendBackView {
    /// The call that takes it.
    pub call: String,
    /// What is sent.
    pub ty: TypeView,
    /// The keys that lead to what only comes back; `*` is every key of a map.
    pub left_out: Vec<Vec<String>>,
    /// What to say of it.
    pub doc: Vec<String>,
}

/// A property that always has one value.
#[derive(Clone, Debug, Serialize)]
pub struct ConstantView {
    /// Its key.
    pub wire: String,
    /// Its value.
    pub value: Literal,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum TypeView {
    /// Text.
    String,
    /// Text that must not be shown.
    Secret,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A list.
    List(Box<TypeView>),
    /// Free keys.
    Map(Box<TypeView>),
    /// An object.
    Model(ModelId),
    /// One of several objects.
    Union(UnionId),
    /// Any JSON.
    Any,
    /// Text of which some values are known.
    Values(usize),
    /// Bytes that are not JSON.
    Binary,
}

/// An open enumeration: the values that pages list, and any other.
#[derive(Clone, Debug, Serialize)]
pub struct ValuesView {
    /// The type's name.
    pub name: String,
    /// Names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// The resource whose file it is in; shared if none.
    pub home: Option<usize>,
    /// What to say of it.
    pub doc: Vec<String>,
    /// Name and text of each arm.
    pub arms: Vec<(String, String)>,
    /// The pages it was made from.
    pub pages: Vec<SourceId>,
}

/// One of several objects.
#[derive(Clone, Debug, Serialize)]
pub struct UnionView {
    /// The type's name.
    pub name: String,
    /// Names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// The resource whose file it is in; shared if none.
    pub home: Option<usize>,
    /// The property that tells the arms apart.
    pub tag: String,
    /// What to say of it.
    pub doc: Vec<String>,
    /// The arms.
    pub variants: Vec<VariantView>,
    /// What can be made of it to be sent back.
    pub send_back: Vec<SendBackView>,
    /// The pages it was made from.
    pub pages: Vec<SourceId>,
}

/// An arm of a union.
#[derive(Clone, Debug, Serialize)]
pub struct VariantView {
    /// The arm's name.
    pub name: String,
    /// The tag's value.
    pub tag: String,
    /// What it holds.
    pub model: ModelId,
    /// Whether no other arm holds the same model.
    pub only: bool,
    /// What to say of it.
    pub doc: Vec<String>,
}

/// What a client can call about one thing.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceView {
    /// The function of the client that leads to it.
    pub function: String,
    /// Functions that led to it before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// The type's name.
    pub name: String,
    /// Names the type had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub name_was: Vec<String>,
    /// The file's name.
    pub stem: String,
    /// Names the module had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stem_was: Vec<String>,
    /// What it is, in words.
    pub words: String,
    /// What can be called.
    pub calls: Vec<CallView>,
}

/// What can be called.
#[derive(Clone, Debug, Serialize)]
pub struct CallView {
    /// The function's name.
    pub name: String,
    /// Names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// The name of the type that is a call under construction.
    pub type_name: String,
    /// Names the type had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub type_was: Vec<String>,
    /// `POST`
    pub method: String,
    /// The path, for people: `/v1/environments/{envID}`.
    pub route: String,
    /// The placeholder of the server's address.
    pub base: String,
    /// The path.
    pub path: Vec<PathPart>,
    /// Headers that are always the same.
    pub fixed_headers: Vec<(String, String)>,
    /// Headers the caller fills: name in the language, name.
    pub headers: Vec<(String, String)>,
    /// What may stand in the query.
    pub query: Vec<QueryView>,
    /// Whether every page that documents it deprecates it.
    pub deprecated: bool,
    /// What to send.
    pub body: Option<BodyView>,
    /// What comes back.
    pub reply: Option<TypeView>,
    /// What a reply lists, if it is a page of a list.
    pub paging: Option<PagingView>,
    /// The call in a sentence.
    pub summary: String,
    /// Statuses of errors that the pages document, each with what it means.
    pub errors: Vec<(u16, Vec<String>)>,
    /// One per page.
    pub operations: Vec<OperationView>,
    /// The pages it was made from.
    pub pages: Vec<SourceId>,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PagingView {
    /// The field that holds the lists (HAL's `_embedded`). Without one, the items are in the reply
    /// itself, and counted (SCIM's `Resources`).
    pub embedded: Option<String>,
    /// The field that holds the items.
    pub items: String,
    /// What an item is.
    pub item: TypeView,
}

/// A parameter in the query.
#[derive(Clone, Debug, Serialize)]
pub struct QueryView {
    /// Its name in the language.
    pub name: String,
    /// Names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its key.
    pub wire: String,
    /// Its type: a scalar, or a list of one.
    pub ty: TypeView,
    /// Whether it must be given.
    pub required: bool,
    /// What a page's request line has for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// What to say of it.
    pub doc: Vec<String>,
}

/// A part of a path.
#[derive(Clone, Debug, Serialize)]
pub enum PathPart {
    /// Constant text with slashes, encoded.
    Literal(String),
    /// A parameter.
    Param {
        /// Its name in the language.
        name: String,
        /// The placeholder.
        wire: String,
        /// Whether it is a whole number.
        integer: bool,
    },
}

impl PathPart {
    /// The text, or the placeholder in braces. There are no braces but these.
    pub fn template(&self) -> String {
        match self {
            Self::Literal(text) => text.clone(),
            Self::Param { wire, .. } => format!("{{{}}}", wire.replace('{', "%7B").replace('}', "%7D")),
        }
    }
}

/// What to send.
#[derive(Clone, Debug, Serialize)]
pub struct BodyView {
    /// `application/json`
    pub media_type: String,
    /// Its type; raw bytes if none.
    pub ty: Option<TypeView>,
    /// Whether it is sent as a form instead of JSON.
    pub form: bool,
}

/// One page's way of calling.
#[derive(Clone, Debug, Serialize)]
pub struct OperationView {
    /// The page's title, escaped, with a link to the page if it has an address.
    pub title: String,
    /// The page's address.
    pub url: Option<String>,
    /// What the page says.
    pub doc: Vec<String>,
    /// The page's body.
    pub example: Option<Expr>,
    /// Which of the API's endpoints it calls, and which of the endpoint's operations it is.
    #[serde(skip)]
    pub at: (usize, usize),
}

/// A value, to be written in a language. Secrets are not in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Expr {
    /// Text.
    String(String),
    /// A secret's place.
    Secret,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// A list.
    List(Vec<Expr>),
    /// Free keys.
    Map(Vec<(String, Expr)>),
    /// An object: fields by their index.
    Model(ModelId, Vec<(usize, Expr)>),
    /// An arm of a union, by its index.
    Arm(UnionId, usize, Box<Expr>),
    /// Any JSON.
    Any(serde_json::Value),
}

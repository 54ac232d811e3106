//! The parts of an OpenAPI 3.1 document, in the order they are written.
//!
//! Only what the generator uses is here. Field order is key order in the files.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use super::schema::{Schema, is_false};

/// An OpenAPI document (section 4.8.1).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    pub(super) openapi: &'static str,
    pub(super) info: Info,
    pub(super) servers: Vec<Server>,
    pub(super) security: Vec<Requirement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_docs: Option<ExternalDocs>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<Tag>,
    pub(super) paths: BTreeMap<String, PathItem>,
    pub(super) components: Components<'a>,
}

/// Section 4.8.2.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<License>,
}

/// Section 4.8.4. An identifier and an address exclude each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct License {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// Section 4.8.5.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Server {
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) variables: BTreeMap<&'static str, ServerVariable>,
}

/// Section 4.8.6.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct ServerVariable {
    #[serde(rename = "enum")]
    pub(super) values: Vec<String>,
    pub(super) default: String,
    pub(super) description: String,
}

/// Section 4.8.30: the schemes that are needed together, and their scopes.
pub(super) type Requirement = BTreeMap<String, Vec<String>>;

/// Section 4.8.22.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_docs: Option<ExternalDocs>,
}

/// Section 4.8.9: method to operation.
pub(super) type PathItem = BTreeMap<&'static str, Operation>;

/// Section 4.8.10.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) operation_id: String,
    pub(super) summary: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_docs: Option<ExternalDocs>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) servers: Vec<Server>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) security: Option<Vec<Requirement>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parameters: Vec<Parameter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_body: Option<RequestBody>,
    pub(super) responses: BTreeMap<String, Response>,
    /// The calls of one route that no tag tells apart.
    #[serde(rename = "x-operations", skip_serializing_if = "Vec::is_empty")]
    pub(super) operations: Vec<NamedOperation>,
    #[serde(rename = "x-source")]
    pub(super) sources: Vec<Source>,
    #[serde(rename = "x-codeSamples", skip_serializing_if = "Vec::is_empty")]
    pub(super) samples: Vec<CodeSample>,
}

/// Section 4.8.11.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct ExternalDocs {
    pub(super) description: String,
    pub(super) url: String,
}

/// Section 4.8.12.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) place: &'static str,
    pub(super) required: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) schema: Schema,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) example: Option<Value>,
    #[serde(rename = "x-source")]
    pub(super) source: Source,
}

/// Section 4.8.13.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) content: BTreeMap<String, MediaType>,
}

/// Section 4.8.14.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct MediaType {
    pub(super) schema: Schema,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub(super) examples: IndexMap<String, Example>,
}

/// Section 4.8.19.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Example {
    pub(super) summary: String,
    pub(super) value: Value,
}

/// Section 4.8.17, or a reference to one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Response {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) content: BTreeMap<String, MediaType>,
}

/// Section 4.8.7.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components<'a> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) schemas: BTreeMap<&'a str, &'a Schema>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) responses: BTreeMap<&'a str, &'a Response>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) security_schemes: BTreeMap<String, SecurityScheme>,
}

/// Section 4.8.27, for schemes of HTTP authentication and OAuth 2.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecurityScheme {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bearer_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flows: Option<Flows>,
}

/// Section 4.8.28, with the one flow that has no user in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Flows {
    pub(super) client_credentials: Flow,
}

/// Section 4.8.29.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Flow {
    pub(super) token_url: String,
    /// Names, and what they are for.
    pub(super) scopes: BTreeMap<String, String>,
}

/// Where something is documented.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Source {
    /// The page's id.
    pub(super) page: String,
    /// The name there: a dotted path, or `{{placeholder}}`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) property: String,
}

/// One of the operations that share a route.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct NamedOperation {
    pub(super) name: String,
    pub(super) summary: String,
    pub(super) page: String,
}

/// A sample as Redocly, Scalar and others show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct CodeSample {
    pub(super) lang: &'static str,
    pub(super) label: String,
    pub(super) source: String,
}

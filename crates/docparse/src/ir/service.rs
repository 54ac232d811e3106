//! What the settings say of the service as a whole: servers, sign-in, common errors.

use serde::Serialize;

use super::{Evidence, Fact};

/// The service, as `docset.toml` describes it.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// The package's name: `pingone`.
    pub package: Fact<String>,
    /// The version of what is generated.
    pub version: Fact<String>,
    /// The API's title.
    pub title: Fact<String>,
    /// A sentence about the API.
    pub description: Option<Fact<String>>,
    /// Where the API's terms or home page are.
    pub home: Option<Fact<String>>,
    /// A licence expression or name for the API's description.
    pub licence: Option<Fact<String>>,
    /// The servers, the default first.
    pub servers: Vec<Server>,
    /// How to sign in.
    pub auth: Option<Auth>,
    /// Errors every operation may answer with.
    pub errors: Vec<CommonError>,
    /// The properties of an error body.
    pub error_body: Vec<ErrorProperty>,
    /// The header that holds a reply's id.
    pub request_id_header: Option<Fact<String>>,
    /// Set when the values that pages list are all there are, in OpenAPI documents.
    pub closed_enums: Option<Evidence>,
}

/// One server.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// The placeholder in pages that stands for it: `apiPath`.
    pub placeholder: Fact<String>,
    /// Its name: `NorthAmerica`.
    pub name: Fact<String>,
    /// Its address, with no slash at the end.
    pub url: Fact<String>,
    /// Who it serves.
    pub description: Option<Fact<String>>,
}

/// How to sign in.
#[derive(Clone, Debug, Serialize)]
pub struct Auth {
    /// `Bearer`: the scheme in `Authorization` (RFC 6750).
    pub scheme: Fact<String>,
    /// Format of the token, for documentation: `JWT`.
    pub format: Option<Fact<String>>,
    /// A sentence.
    pub description: Option<Fact<String>>,
    /// Where clients get tokens with their credentials (RFC 6749 section 4.4), written like a
    /// page's request line: `{{authPath}}/{{envID}}/as/token`.
    pub token_url: Option<Fact<String>>,
    /// How a client says who it is there (RFC 6749 section 2.3.1): `basic`, or `post`.
    pub client_authentication: Option<Fact<String>>,
    /// The scope to ask for.
    pub scope: Option<Fact<String>>,
}

/// An error every operation may answer with.
#[derive(Clone, Debug, Serialize)]
pub struct CommonError {
    /// The status code.
    pub status: Fact<u16>,
    /// What it means.
    pub description: Fact<String>,
}

/// A property of the error body: name, type word, description.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorProperty {
    /// The dotted name: `details[].target`.
    pub name: Fact<String>,
    /// `String`.
    pub ty: Fact<String>,
    /// What it holds.
    pub description: Option<Fact<String>>,
}

//! How requests are signed: schemes of the service and of pages that differ.
//!
//! A token may be sent however it was got, so where the settings name a token endpoint,
//! each of its addresses is one more scheme, any of which will do.

use std::collections::BTreeMap;

use docparse::ir::{Auth, Endpoint, Fact, HeaderValue, Operation};

use super::context::Context;
use super::document::{Flow, Flows, Requirement, SecurityScheme};
use super::token_urls::{self, TokenUrl};
use super::{names, text};

/// What every operation needs unless it says otherwise. Empty means nothing.
pub(super) fn of_document(cx: &Context<'_>) -> Vec<Requirement> {
    let Some(auth) = &cx.api.service.auth else { return Vec::new() };
    let mut needs = vec![http(&auth.scheme.value)];
    let scopes: Vec<String> = scopes(auth).map(str::to_owned).collect();
    needs.extend(token_urls::of(cx).iter().map(|url| BTreeMap::from([(oauth(url), scopes.clone())])));
    needs
}

/// What `operation` needs: what its page says, or else what the service does.
pub(super) fn of_operation(cx: &Context<'_>, endpoint: &Endpoint, operation: &Operation) -> Vec<Requirement> {
    let scheme = operation.headers.iter().find_map(|header| match &header.value {
        HeaderValue::Credential { scheme, .. } if header.name.wire.eq_ignore_ascii_case("authorization") => {
            Some(scheme)
        }
        _ => None,
    });
    let auth = cx.api.service.auth.as_ref();
    match (scheme, auth) {
        (Some(scheme), Some(auth)) if word(scheme) == word(&auth.scheme.value) => of_document(cx),
        (Some(scheme), _) => vec![http(scheme)],
        // A token cannot be needed to get one.
        (None, Some(auth)) if token_urls::is_endpoint(auth, endpoint) => match in_body(auth) {
            true => vec![Requirement::new()],
            false => vec![http(BASIC)],
        },
        (None, _) => of_document(cx),
    }
}

/// The schemes that `requirements` name.
pub(super) fn schemes<'r>(
    cx: &Context<'_>,
    requirements: impl Iterator<Item = &'r Requirement>,
) -> BTreeMap<String, SecurityScheme> {
    let urls = token_urls::of(cx);
    let scheme = |name: &String| {
        let url = urls.iter().find(|url| oauth(url) == *name);
        url.map_or_else(|| http_scheme(cx, name), |url| oauth_scheme(cx, url))
    };
    requirements.flat_map(BTreeMap::keys).map(|name| (name.clone(), scheme(name))).collect()
}

fn http(scheme: &str) -> Requirement {
    BTreeMap::from([(format!("{}{SUFFIX}", word(scheme)), Vec::new())])
}

/// `clientCredentials`, or `clientCredentialsEurope` of several.
fn oauth(url: &TokenUrl) -> String {
    format!(
        "clientCredentials{}",
        url.region.as_ref().map_or_else(String::new, |(name, _)| names::pascal(name))
    )
}

const SUFFIX: &str = "Auth";
const BASIC: &str = "basic";

/// The registered name of an authentication scheme (RFC 9110 section 16.4.1), in lower case.
fn word(scheme: &str) -> String {
    scheme.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn http_scheme(cx: &Context<'_>, name: &str) -> SecurityScheme {
    let scheme = name.strip_suffix(SUFFIX).unwrap_or(name).to_owned();
    let auth = cx.api.service.auth.as_ref().filter(|auth| word(&auth.scheme.value) == scheme);
    let said = auth.and_then(|auth| auth.description.as_ref()).map(|words| text::settings(&words.value));
    let basic = || "A client's id and secret, sent as `Authorization: Basic` (RFC 7617).".to_owned();
    SecurityScheme {
        kind: "http",
        description: said.or_else(|| (scheme == BASIC).then(basic)),
        scheme: Some(scheme),
        bearer_format: auth.and_then(|auth| auth.format.as_ref()).map(|format| format.value.clone()),
        flows: None,
    }
}

/// OAuth 2 client credentials (RFC 6749 section 4.4).
fn oauth_scheme(cx: &Context<'_>, url: &TokenUrl) -> SecurityScheme {
    let auth = cx.api.service.auth.as_ref();
    let mut said: Vec<String> = Vec::new();
    said.extend(url.region.as_ref().map(|(_, words)| format!("{}.", text::settings(words))));
    said.push(match auth.is_some_and(in_body) {
        true => "The client sends its id and secret in the body of the token request.".to_owned(),
        false => {
            "The client sends its id and secret as `Authorization: Basic` of the token request.".to_owned()
        }
    });
    let names: Vec<String> = url.open.iter().map(|name| text::code_span(&format!("{{{name}}}"))).collect();
    if !names.is_empty() {
        said.push(format!("The caller fills in {} in the address.", names.join(" and ")));
    }
    let scopes = auth.into_iter().flat_map(scopes);
    SecurityScheme {
        kind: "oauth2",
        scheme: None,
        bearer_format: None,
        description: Some(said.join(" ")),
        flows: Some(Flows {
            client_credentials: Flow {
                token_url: url.address.clone(),
                scopes: scopes.map(|scope| (scope.to_owned(), String::new())).collect(),
            },
        }),
    }
}

/// Scopes are parted by spaces (RFC 6749 section 3.3).
fn scopes(auth: &Auth) -> impl Iterator<Item = &str> {
    auth.scope.iter().flat_map(|scope: &Fact<String>| scope.value.split_whitespace())
}

fn in_body(auth: &Auth) -> bool {
    auth.client_authentication.as_ref().is_some_and(|way| way.value == "post")
}

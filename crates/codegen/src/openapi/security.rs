//! How requests are signed: schemes of the service and of pages that differ.

use std::collections::BTreeMap;

use docparse::ir::{HeaderValue, Operation};

use super::context::Context;
use super::document::{Requirement, SecurityScheme};
use super::text;

/// What every operation needs unless it says otherwise. Empty means nothing.
pub(super) fn of_document(cx: &Context<'_>) -> Vec<Requirement> {
    cx.api.service.auth.iter().map(|auth| requirement(&auth.scheme.value)).collect()
}

/// What `operation` needs: what its page says, or else what the service does.
pub(super) fn of_operation(cx: &Context<'_>, operation: &Operation) -> Vec<Requirement> {
    let scheme = operation.headers.iter().find_map(|header| match &header.value {
        HeaderValue::Credential { scheme, .. } if header.name.wire.eq_ignore_ascii_case("authorization") => {
            Some(scheme)
        }
        _ => None,
    });
    scheme.map_or_else(|| of_document(cx), |scheme| vec![requirement(scheme)])
}

/// The schemes that `requirements` name.
pub(super) fn schemes<'r>(
    cx: &Context<'_>,
    requirements: impl Iterator<Item = &'r Requirement>,
) -> BTreeMap<String, SecurityScheme> {
    let names = requirements.flat_map(BTreeMap::keys);
    names.map(|name| (name.clone(), scheme(cx, name))).collect()
}

fn requirement(scheme: &str) -> Requirement {
    BTreeMap::from([(format!("{}{SUFFIX}", word(scheme)), Vec::new())])
}

const SUFFIX: &str = "Auth";

/// The registered name of an authentication scheme (RFC 9110 section 16.4.1), in lower case.
fn word(scheme: &str) -> String {
    scheme.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn scheme(cx: &Context<'_>, name: &str) -> SecurityScheme {
    let scheme = name.strip_suffix(SUFFIX).unwrap_or(name).to_owned();
    let auth = cx.api.service.auth.as_ref().filter(|auth| word(&auth.scheme.value) == scheme);
    SecurityScheme {
        kind: "http",
        scheme,
        bearer_format: auth.and_then(|auth| auth.format.as_ref()).map(|format| format.value.clone()),
        description: auth
            .and_then(|auth| auth.description.as_ref())
            .map(|words| text::settings(&words.value)),
    }
}

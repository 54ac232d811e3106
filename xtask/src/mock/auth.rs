//! The credentials of a request in, whether they will do out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::{Media, Operation, Segment};
use super::error::Refusal;
use super::message::Request;

/// What access tokens start with; a number follows. They are secrets of nobody.
const TOKEN: &str = "mock-access-token-";

const BASIC: &str = "Basic";
const BEARER: &str = "Bearer";

/// Whether `request` is signed in a way that `operation` asks for. `given` tokens were handed out.
pub(super) fn check(operation: &Operation, request: &Request, given: u64) -> Result<(), Refusal> {
    let (scheme, credential) = request
        .header("authorization")
        .and_then(|value| value.trim().split_once(' '))
        .map_or(("", ""), |(scheme, credential)| (scheme, credential.trim()));
    // However an access token was got, it is sent in the same way.
    let asked: BTreeSet<&str> =
        operation.schemes.iter().map(|name| if name.starts_with("basic") { BASIC } else { BEARER }).collect();
    let fits = |asked: &&str| {
        scheme.eq_ignore_ascii_case(asked)
            && if *asked == BASIC { !credential.is_empty() } else { is_given(credential, given) }
    };
    if asked.is_empty() || asked.iter().any(fits) {
        return Ok(());
    }
    let asked: Vec<&str> = asked.into_iter().collect();
    let message =
        format!("the `Authorization` header has no valid credential; documented: {}", asked.join(", "));
    Err(Refusal::new(401, message))
}

/// The path of a token URL: without its server, and anything where it has a placeholder.
pub(super) fn path(url: &str) -> Vec<Segment> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url.find('/').map_or("", |start| &url[start + 1..]),
    };
    let segment = |part: &str| match part.strip_prefix("{{").and_then(|part| part.strip_suffix("}}")) {
        Some(name) => Segment::Param(name.to_owned()),
        None => Segment::Literal(part.to_owned()),
    };
    path.split('/').map(segment).collect()
}

/// The token with this number.
pub(super) fn token(number: u64) -> String {
    format!("{TOKEN}{number}")
}

fn is_given(credential: &str, given: u64) -> bool {
    let number = credential.strip_prefix(TOKEN).and_then(|number| number.parse().ok());
    number.is_some_and(|number: u64| (1..=given).contains(&number))
}

/// Whether `reply` hands out an access token (RFC 6749 section 5.1).
pub(super) fn is_token_reply(reply: &Value) -> bool {
    reply.get("access_token").is_some_and(Value::is_string)
}

/// Whether an operation hands out access tokens.
pub(super) fn gives_tokens(operation: &Operation) -> bool {
    let medias = operation.replies.values().flat_map(|reply| reply.content.values());
    medias.flat_map(|media: &Media| &media.examples).any(|(_, example)| is_token_reply(example))
}

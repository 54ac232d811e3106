//! Endpoints in, the values that replies show for the parameters of their paths out.
//!
//! Pages write `{{bookID}}` in the request line, and real addresses in their replies:
//! `https://api.example.com/v1/books/b1f0…` under `self` tells what stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::path::route;
use super::values;
use crate::ir::{Endpoint, Fact, How, Path, Response, Segment};
use crate::json::{Json, Value};
use crate::source::Span;

/// What replies show for one parameter, in the order of pages.
type Shown = Vec<(String, Span)>;

/// Gives each parameter an example, and a format if all examples have it. Where the replies of an
/// endpoint's own pages show none, those of others on the same path do, and then those of the one
/// other place where the pages have that placeholder: it is the docs' own variable.
pub(super) fn show(endpoints: &mut [Endpoint]) {
    let own: Vec<Vec<Shown>> = endpoints.iter().map(values_of).collect();
    let mut elsewhere: BTreeMap<String, Shown> = BTreeMap::new();
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (endpoint, values) in endpoints.iter().zip(&own) {
        for ((param, key), shown) in endpoint.path.params().zip(keys(&endpoint.path)).zip(values) {
            if !shown.is_empty() {
                places.entry(param.name.wire.clone()).or_default().insert(key.clone());
                elsewhere.entry(key).or_default().extend(shown.iter().cloned());
            }
        }
    }
    for (endpoint, values) in endpoints.iter_mut().zip(own) {
        let keys = keys(&endpoint.path);
        let params = endpoint.path.segments.iter_mut().filter_map(|segment| match segment {
            Segment::Param(param) => Some(param),
            Segment::Literal(_) => None,
        });
        for ((param, key), own) in params.zip(keys).zip(values) {
            let same_name = || match places.get(&param.name.wire) {
                Some(places) if places.len() == 1 => elsewhere.get(places.first()?),
                _ => None,
            };
            let all = elsewhere.get(&key).or_else(same_name);
            // A key or a token in a path is a secret like any other.
            let Some(all) = all.filter(|_| !crate::is_secret_name(&param.name.wire)) else { continue };
            let Some((text, span)) = own.first().or(all.first()) else { continue };
            let format = values::format(text);
            let same = all.iter().all(|(text, _)| values::format(text) == format);
            param.format = format.filter(|_| same).map(|format| Fact::new(format, How::Inferred, *span));
            param.example = Some(Fact::new(text.clone(), How::Shown, *span));
        }
    }
}

/// For each parameter, the path that ends in it, whatever the parameters are called.
fn keys(path: &Path) -> Vec<String> {
    let ends = (0..path.segments.len()).filter(|at| matches!(path.segments[*at], Segment::Param(_)));
    ends.map(|at| route(&Path { base: None, segments: path.segments[..=at].to_vec() })).collect()
}

/// For each parameter, what the replies of the endpoint's own pages show.
fn values_of(endpoint: &Endpoint) -> Vec<Shown> {
    let count = endpoint.path.params().count();
    let mut shown = vec![Shown::new(); count];
    if count == 0 {
        return shown;
    }
    let replies = endpoint.operations.iter().flat_map(|operation| &operation.responses);
    let good = replies.filter(|reply: &&Response| reply.status.value < 400);
    let bodies: Vec<&Json> = good.flat_map(|reply| &reply.examples).map(|example| &example.json).collect();
    for json in &bodies {
        addresses(json, &mut |text, span| {
            for (param, value) in fitting(&endpoint.path, text) {
                shown[param].push((value.to_owned(), span));
            }
        });
    }
    // A reply without links still has the id of what its path ends in.
    if let (Some(Segment::Param(_)), Some(last)) = (endpoint.path.segments.last(), shown.last_mut())
        && last.is_empty()
    {
        let ids = bodies.iter().filter_map(|json| json.get("id"));
        last.extend(ids.filter_map(|id| Some((id.value.as_str()?.to_owned(), id.value.span))));
        last.retain(|(text, _)| is_value(text));
    }
    shown
}

/// The texts in `json` that are addresses.
fn addresses(json: &Json, found: &mut impl FnMut(&str, Span)) {
    match &json.value {
        Value::String(text) if text.contains("://") => found(text, json.inner()),
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(members) => members.iter().for_each(|member| addresses(&member.value, found)),
        _ => {}
    }
}

/// The parameters of `path` that `address` has values for: it may lead to something below, or
/// above, and the placeholder of the server may stand for more than the host.
fn fitting<'t>(path: &Path, address: &'t str) -> Vec<(usize, &'t str)> {
    let Some((_, rest)) = address.split_once("://") else { return Vec::new() };
    let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let segments: Vec<&str> = rest.split('/').skip(1).collect();
    (0..=LONGEST_BASE.min(segments.len()))
        .map(|skipped| leading(path, &segments[skipped..]))
        .find(|values| !values.is_empty())
        .unwrap_or_default()
}

/// How many segments the placeholder of a server may stand for: `/api/v1`.
const LONGEST_BASE: usize = 2;

/// The values of the parameters up to where `segments` leave `path`.
fn leading<'t>(path: &Path, segments: &[&'t str]) -> Vec<(usize, &'t str)> {
    let mut values = Vec::new();
    for (index, (segment, text)) in path.segments.iter().zip(segments).enumerate() {
        match segment {
            Segment::Literal(literal) if literal.value == *text => {}
            // A path that starts with a parameter says nothing of what stands there.
            Segment::Param(_) if index > 0 && is_value(text) => values.push((values.len(), *text)),
            _ => break,
        }
    }
    values
}

/// Whether `text` can stand in a path as it is (RFC 3986 section 2.3), and is no placeholder.
fn is_value(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !text.is_empty() && text.bytes().all(unreserved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Name, Param, Type};
    use crate::source::SourceId;

    fn path(template: &str) -> Path {
        let span = Span::new(SourceId(0), 0, 0);
        let segment = |part: &str| match part.strip_prefix(':') {
            Some(name) => Segment::Param(Box::new(Param {
                name: Name::new(name),
                ty: Fact::new(Type::String, How::Inferred, span),
                example: None,
                format: None,
            })),
            None => Segment::Literal(Fact::new(part.into(), How::Stated, span)),
        };
        Path { base: None, segments: template.split('/').skip(1).map(segment).collect() }
    }

    #[test]
    fn addresses_tell_as_far_as_they_follow_the_path() {
        for (template, address, values) in [
            ("/v1/shops/:shop/books/:book", "https://x.example/v1/shops/s/books/b", &["s", "b"][..]),
            // Below, above, and beside.
            ("/v1/shops/:shop", "https://x.example/v1/shops/s/books/b?at=1#top", &["s"]),
            ("/v1/shops/:shop/books/:book", "https://x.example/v1/shops/s", &["s"]),
            ("/v1/shops/:shop/books/:book", "https://x.example/v1/shops/s/pens/p", &["s"]),
            ("/v1/shops/:shop", "https://x.example/v2/shops/s", &[]),
            // The placeholder of the server ends in a version.
            ("/shops/:shop", "https://x.example/api/v1/shops/s", &["s"]),
            // What stands there is no value.
            ("/v1/shops/:shop", "https://x.example/v1/shops/{{shopID}}", &[]),
            ("/v1/shops/:shop", "https://x.example/v1/shops/", &[]),
            ("/:shop/token", "https://x.example/anything/token", &[]),
        ] {
            let path = path(template);
            let found: Vec<&str> = fitting(&path, address).into_iter().map(|(_, value)| value).collect();
            assert_eq!(found, values, "{template} {address}");
        }
    }
}

//! A page of a list in, how to ask for the one after it out.

use http::Uri;

use crate::runtime::error::Reply;
use crate::runtime::exchange::Outgoing;
use crate::runtime::model::{self, Misfit};
use crate::runtime::{Error, Result, origin};

/// How a page says that the list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// By a link to the next page (HAL, draft-kelly-json-hal).
    Hal,
    /// By how many things there are, and where among them the page starts (RFC 7644 section 3.4.2.4).
    Scim,
}

/// The link to the next page.
const NEXT: &[&str] = &["_links", "next", "href"];
/// Where a page starts: 1 is the first thing of all. A parameter of the query, too.
const START: &str = "startIndex";

/// The request for the page after `reply`, which `again` asked for, if there is one.
pub(crate) fn next(style: Style, again: &Outgoing, reply: &Reply) -> Option<Result<Outgoing>> {
    match style {
        Style::Hal => model::text_at(&reply.body, NEXT).map(|href| linked(again, reply, &href)),
        Style::Scim => counted(again, reply),
    }
}

fn linked(again: &Outgoing, reply: &Reply, href: &str) -> Result<Outgoing> {
    let wrong = |why: &str| Err(Error::decode(reply.clone(), Misfit::of("$._links.next.href", why)));
    match origin::resolve(&again.uri, href) {
        None => wrong("expected an address"),
        Some(uri) if !origin::same(&again.uri, &uri) => wrong("expected an address of the same origin"),
        // It would go on for ever.
        Some(uri) if uri == again.uri => wrong("expected the address of another page"),
        Some(uri) => Ok(again.at(uri)),
    }
}

/// Goes on behind what came, which may be less than what was asked for.
fn counted(again: &Outgoing, reply: &Reply) -> Option<Result<Outgoing>> {
    let number = |key| model::number_at(&reply.body, &[key]);
    let (came, all) = (number("Resources")?, number("totalResults")?);
    let start = number(START).unwrap_or(1).max(1).checked_add(came)?;
    if came == 0 || start > all {
        return None;
    }
    let uri = starting(&again.uri, start)?;
    Some(if uri == again.uri {
        // It would go on for ever.
        Err(Error::decode(reply.clone(), Misfit::of("$.startIndex", "expected the start of another page")))
    } else {
        Ok(again.at(uri))
    })
}

/// The same address with another start in the query.
fn starting(uri: &Uri, start: u64) -> Option<Uri> {
    let others = uri.query().unwrap_or_default().split('&');
    let others = others.filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(START));
    let query: Vec<String> = others.map(str::to_owned).chain([format!("{START}={start}")]).collect();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{}?{}", uri.path(), query.join("&")).parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, StatusCode};

    use super::*;

    fn after(uri: &'static str, body: &'static str) -> Option<Result<String>> {
        let again = Outgoing::new(Method::GET, Uri::from_static(uri));
        let reply = Reply {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            request_id: None,
            body: Bytes::from_static(body.as_bytes()),
            page: "",
        };
        next(Style::Scim, &again, &reply).map(|next| next.map(|next| next.uri.to_string()))
    }

    /// RFC 7644 section 3.4.2.4: `startIndex` is 1-based, `itemsPerPage` is what came.
    #[test]
    fn a_scim_list_goes_on_behind_what_came() {
        let page =
            r#"{"totalResults": 5, "startIndex": 3, "itemsPerPage": 50, "Resources": [{"id": 1}, {}]}"#;
        let next = after("http://a/Users?count=2&startIndex=3&filter=a%20b", page).unwrap().unwrap();
        assert_eq!(next, "http://a/Users?count=2&filter=a%20b&startIndex=5");
        let first = r#"{"totalResults": 3, "Resources": [{}]}"#;
        assert_eq!(after("http://a/Users", first).unwrap().unwrap(), "http://a/Users?startIndex=2");
        let stuck = after("http://a/Users?startIndex=2", first).unwrap().unwrap_err();
        assert_eq!(stuck.json_path(), Some("$.startIndex"));
        for last in [
            r#"{"totalResults": 5, "startIndex": 4, "Resources": [{}, {}]}"#,
            r#"{"totalResults": 5, "startIndex": 4, "Resources": []}"#,
            r#"{"totalResults": 0}"#,
            r#"{"Resources": [{}]}"#,
            r#"{"totalResults": 18446744073709551615, "startIndex": 18446744073709551615, "Resources": [{}]}"#,
        ] {
            assert!(after("http://a/Users", last).is_none(), "{last}");
        }
    }
}

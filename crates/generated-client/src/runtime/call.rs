//! One call: path values, headers and body in, a typed reply out.

mod any;
mod body;
mod follow;
mod sending;
mod sends;
#[cfg(test)]
mod tests;
mod typed;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Reply;
use super::exchange::{Exchange, Outgoing, exchange};
use super::options::header as parsed_header;
use super::paging::{Pages, Style};
use super::{CallOptions, Client, Error, Response, Result, form, model};
pub use any::AnyCall;
use body::Body;
pub use follow::Follow;
pub use sending::Sending;
pub(crate) use sends::{pages, sends};
pub use typed::Call;

/// What the documentation says of an operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// What its function is called: `create_store`.
    pub(crate) name: &'static str,
    /// What pages call the server's address: `apiPath`.
    pub(crate) base: &'static str,
    /// The path, encoded, with placeholders for its values: `/v1/environments/{envID}`.
    pub(crate) route: &'static str,
    /// What it cannot be sent without, apart from the values in the path.
    pub(crate) requires: &'static [Required],
    /// The page's address, if it has one.
    pub(crate) page: &'static str,
}

/// What a call cannot be sent without.
#[derive(Debug)]
pub(crate) enum Required {
    Body,
    /// A key of the query, and what its setter is called.
    Query(&'static str, &'static str),
}

/// What a call is made of. What is wrong with it is said when it is sent.
#[derive(Clone)]
pub(crate) struct Draft {
    client: Client,
    operation: &'static Operation,
    method: Method,
    path: String,
    /// Key and value, not yet encoded.
    query: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Option<Body>,
    options: CallOptions,
    problems: Vec<String>,
}

impl Draft {
    /// A call that the documentation describes, with the values in its path, in order: what each
    /// is called, and the value.
    pub(crate) fn new(
        client: &Client,
        method: Method,
        operation: &'static Operation,
        values: &[(&'static str, &str)],
    ) -> Self {
        let mut draft = Self {
            client: client.clone(),
            operation,
            method,
            path: String::with_capacity(2 * operation.route.len()),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            options: CallOptions::default(),
            problems: Vec::new(),
        };
        let mut parts = operation.route.split(['{', '}']);
        draft.path.extend(parts.next());
        for (name, value) in values {
            draft.value(name, value);
            draft.path.extend(parts.nth(1));
        }
        draft
    }

    fn value(&mut self, name: &str, value: &str) {
        // `.` and `..` would be resolved away by servers and proxies, and another
        // resource would be called; encoding does not help (RFC 3986 section 5.2.4).
        if matches!(value, "" | "." | "..") {
            self.problems.push(format!("`{name}` is empty or dots only, which no path can hold"));
        }
        self.path.extend(form::encoded(value));
    }

    /// Sets a value of the query.
    pub(crate) fn query(self, key: &'static str, value: impl ToString) -> Self {
        self.query_all(key, [value])
    }

    /// Sets the values of the query that `key` stands before, each with the key.
    pub(crate) fn query_all<T: ToString>(
        mut self,
        key: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.query.retain(|(other, _)| *other != key);
        self.query.extend(values.into_iter().map(|value| (key, value.to_string())));
        self
    }

    /// Sets a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        match parsed_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(problem) => self.problems.push(problem),
        }
        self
    }

    /// Sets the body to `value` as JSON.
    pub(crate) fn json<T: Serialize>(self, media_type: &'static str, value: &T) -> Self {
        self.content(media_type, serde_json::to_vec(value).ok().map(|bytes| Body::Json(bytes.into())))
    }

    /// Sets the body to the members of `value` as a form.
    pub(crate) fn form<T: Serialize>(self, media_type: &'static str, value: &T) -> Self {
        self.content(media_type, form::encode(value).map(Body::Form))
    }

    /// Sets the body to bytes.
    pub(crate) fn raw(self, media_type: &'static str, body: Bytes) -> Self {
        self.content(media_type, Some(Body::Raw(body)))
    }

    fn content(mut self, media_type: &'static str, body: Option<Body>) -> Self {
        if body.is_none() {
            return self.problem("`body` cannot be written as what the service takes");
        }
        self.body = body;
        // A header the caller set stays.
        self.headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static(media_type));
        self
    }

    fn problem(mut self, problem: &str) -> Self {
        self.problems.push(problem.to_owned());
        self
    }

    /// What this call does differently.
    pub(crate) fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The call, whose reply is JSON.
    pub(crate) fn reply<T: DeserializeOwned>(self) -> Call<T> {
        Call { draft: self, read, value }
    }

    /// The call, whose reply is no JSON.
    pub(crate) fn bytes(mut self) -> Call<Bytes> {
        self.headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        Call {
            draft: self,
            read: |reply| Ok(Response::new(reply.body.clone(), reply)),
            value: |reply| Ok(reply.body),
        }
    }

    /// The call, whose reply holds nothing.
    pub(crate) fn done(self) -> Call<()> {
        Call { draft: self, read: |reply| Ok(Response::new((), reply)), value: |_| Ok(()) }
    }

    /// Sends the call for the first page, and goes on to the next.
    fn pages<T>(self, style: Style) -> Pages<T> {
        let client = self.client.clone();
        Pages::new(client, style, self.outgoing())
    }

    fn exchange(self) -> Exchange {
        let client = self.client.clone();
        exchange(client, self.outgoing(), true)
    }

    fn outgoing(mut self) -> Result<Outgoing> {
        for required in self.operation.requires {
            let (given, name) = match required {
                Required::Body => (self.body.is_some(), "body"),
                Required::Query(key, setter) => (self.query.iter().any(|(set, _)| set == key), *setter),
            };
            if !given {
                self.problems.push(format!("`{name}` is missing"));
            }
        }
        self.problems.extend_from_slice(&self.options.get().problems);
        let body = match self.body.take() {
            Some(body) => body.with(&self.options.get().body).unwrap_or_else(|problem| {
                self.problems.push(problem.to_owned());
                Bytes::new()
            }),
            None => Bytes::new(),
        };
        let uri = self.uri();
        let Some(uri) = uri.filter(|_| self.problems.is_empty()) else {
            if self.problems.is_empty() {
                self.problems
                    .push("the address is too long, or holds characters that must be encoded".to_owned());
            }
            return Err(Error::build(self.problems));
        };
        let Operation { name, route, page, .. } = self.operation;
        Ok(Outgoing {
            headers: self.headers,
            body,
            options: self.options,
            name,
            route,
            page,
            ..Outgoing::new(self.method, uri)
        })
    }

    fn uri(&mut self) -> Option<Uri> {
        let own = form::pairs(&self.query);
        let more = form::pairs(&self.options.get().query);
        let mut address = match self.client.base(self.operation.base) {
            Some(base) => format!("{base}{}", self.path),
            None => {
                let base = self.operation.base;
                let problem = format!("no address is known for `{{{{{base}}}}}`; set `server` or `base_url`");
                self.problems.push(problem);
                return None;
            }
        };
        for query in [own, more].iter().filter(|query| !query.is_empty()) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(query);
        }
        Uri::try_from(address).ok()
    }
}

/// What a reply holds, as `T`.
fn value<T: DeserializeOwned>(reply: Reply) -> Result<T> {
    model::decode(&reply.body).map_err(|misfit| Error::decode(reply, misfit))
}

/// A reply whose body is a `T`.
pub(crate) fn read<T: DeserializeOwned>(reply: Reply) -> Result<Response<T>> {
    match model::decode(&reply.body) {
        Ok(value) => Ok(Response::new(value, reply)),
        Err(misfit) => Err(Error::decode(reply, misfit)),
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("route", &self.operation.route)
            .field("headers", &super::transport::HeaderNames(&self.headers))
            .field("options", &self.options)
            .field("page", &self.operation.page)
            .finish_non_exhaustive()
    }
}

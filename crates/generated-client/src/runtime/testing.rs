//! A service that is not there: answers calls with the documentation's own examples, and
//! remembers what was sent. For the tests of programs that use this crate; nothing goes over a
//! network.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;

use super::{Client, Request, RetryPolicy, Transport, TransportFuture, TransportReply};
use crate::generated::{EXAMPLES, SERVICE};

/// What a page shows of a call.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) method: &'static str,
    /// `/v1/environments/{envID}`
    pub(crate) route: &'static str,
    /// The member of the request, and its value, that selects this example.
    pub(crate) tag: Option<(&'static str, &'static str)>,
    pub(crate) status: u16,
    /// JSON, without secrets; empty if there is none.
    pub(crate) body: &'static str,
}

/// A service that is not there. Clones share what they remember.
///
/// A call that the documentation shows is answered with the reply of its page: of several pages,
/// the one whose request has the same kind. Secrets in it are stars. Anything else is answered
/// with 404.
#[derive(Clone, Debug, Default)]
pub struct FakeService(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    next: VecDeque<TransportReply>,
    requests: Vec<Request>,
}

impl FakeService {
    /// A service that has seen nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client of this service. Pauses between repetitions take no time.
    pub fn client(&self) -> Client {
        let builder = Client::builder().base_url("http://service.test").transport(self.clone());
        let builder = builder.retry(RetryPolicy::default().base(Duration::ZERO));
        let builder =
            if SERVICE.auth_scheme.is_some() { builder.bearer_token("test-token") } else { builder };
        builder.build().expect("nothing is missing")
    }

    /// Answers the next request with this instead: `answer_next(503, "")`. Several stand in line.
    ///
    /// # Panics
    ///
    /// If `status` is no status of HTTP.
    pub fn answer_next(&self, status: u16, body: impl Into<String>) {
        let status = StatusCode::from_u16(status).expect("a status is a number from 100 to 999");
        self.state().next.push_back(reply(status, body.into()));
    }

    /// Every request that came, repetitions included.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: Request) -> TransportReply {
        let mut state = self.state();
        let answer = state.next.pop_front().unwrap_or_else(|| documented(&request));
        state.requests.push(request);
        answer
    }
}

impl Transport for FakeService {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        let answer = self.answer(request);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// What the documentation shows as the reply to `request`.
fn documented(request: &Request) -> TransportReply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let fits = |example: &&Example| {
        example.method == request.method.as_str() && on_route(request.uri.path(), example.route)
    };
    let kind = |example: &&Example| {
        example.tag.is_none_or(|(key, value)| body.get(key).and_then(Value::as_str) == Some(value))
    };
    let found = EXAMPLES.iter().filter(fits).find(kind).or_else(|| EXAMPLES.iter().find(fits));
    match found.and_then(|example| Some((StatusCode::from_u16(example.status).ok()?, example.body))) {
        Some((status, body)) => reply(status, body.to_owned()),
        None => reply(StatusCode::NOT_FOUND, String::new()),
    }
}

/// Whether `path` is one that `route` stands for.
fn on_route(path: &str, route: &str) -> bool {
    let (path, route) = (path.split('/'), route.split('/'));
    path.clone().count() == route.clone().count()
        && path.zip(route).all(|(part, wanted)| wanted.starts_with('{') && !part.is_empty() || part == wanted)
}

fn reply(status: StatusCode, body: String) -> TransportReply {
    let mut headers = HeaderMap::new();
    if !body.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    TransportReply::new(status, headers, body)
}

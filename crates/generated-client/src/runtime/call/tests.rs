//! Calls through a transport that remembers them.

use std::sync::Mutex;

use http::StatusCode;

use super::*;
use crate::generated::SERVICE;
use crate::runtime::{Request, RetryPolicy, Transport, TransportFuture, TransportReply};

/// Answers every request with one reply, and remembers the request.
struct Fixed(Mutex<Vec<Request>>, u16, &'static str);

impl Transport for std::sync::Arc<Fixed> {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        self.0.lock().unwrap().push(request);
        let status = StatusCode::from_u16(self.1).unwrap();
        Box::pin(async move { Ok(TransportReply::new(status, HeaderMap::new(), self.2)) })
    }
}

const OPERATION: Operation = Operation {
    name: "do_it",
    base: "apiPath",
    route: "/v1/a/{id}/b",
    requires: &[],
    page: "https://example.com/page",
};

fn call(status: u16, body: &'static str) -> (Draft, std::sync::Arc<Fixed>) {
    call_of(&OPERATION, "x", status, body)
}

fn call_of(
    operation: &'static Operation,
    id: &str,
    status: u16,
    body: &'static str,
) -> (Draft, std::sync::Arc<Fixed>) {
    let transport = std::sync::Arc::new(Fixed(Mutex::default(), status, body));
    let builder = Client::builder()
        .base_url("http://localhost/api")
        .bearer_token("hunter2")
        .retry(RetryPolicy::never());
    let client = builder.transport(transport.clone()).build().unwrap();
    (Draft::new(&client, Method::POST, operation, &[("id", id)]), transport)
}

async fn sent(call: Draft, transport: &Fixed) -> Request {
    call.done().send_raw().await.unwrap();
    transport.0.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn path_values_cannot_leave_their_place() {
    let (call, transport) = call_of(&OPERATION, "x/../?é %2F#", 204, "");
    let request = sent(call, &transport).await;
    assert_eq!(request.uri, "http://localhost/api/v1/a/x%2F..%2F%3F%C3%A9%20%252F%23/b");
}

#[tokio::test]
async fn dots_and_nothing_are_no_path_values() {
    for value in ["", ".", ".."] {
        let (call, transport) = call_of(&OPERATION, value, 204, "");
        let error = call.done().send_raw().await.unwrap_err();
        assert!(error.is_build() && error.to_string().contains("`id`"), "{error}");
        assert!(transport.0.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn all_problems_are_said_and_no_value_is() {
    let operation = &Operation { requires: &[Required::Body], ..OPERATION };
    let (call, _) = call_of(operation, "", 200, "");
    let call = call.header("x-a", "hunter2\n");
    let error = call.done().send_raw().await.unwrap_err();
    assert_eq!(error.problems().len(), 3, "{error}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[tokio::test]
async fn the_query_is_encoded_and_what_it_must_have_is_checked() {
    static SEARCH: Operation = Operation {
        requires: &[Required::Query("start date", "start_date"), Required::Query("n", "n")],
        ..OPERATION
    };
    let (call, transport) = call_of(&SEARCH, "x", 204, "");
    let error = call.clone().query("x", 1).done().send_raw().await.unwrap_err();
    assert_eq!(error.problems(), ["`start_date` is missing", "`n` is missing"]);
    let call =
        call.query("n", 1).query("n", 2).query("start date", "a&b=c +é#").query_all("l", [true, false]);
    let request = sent(call, &transport).await;
    let query = "n=2&start%20date=a%26b%3Dc%20%2B%C3%A9%23&l=true&l=false";
    assert_eq!(request.uri.to_string(), format!("http://localhost/api/v1/a/x/b?{query}"));
}

#[tokio::test]
async fn forms_and_bytes_go_out_as_they_are() {
    let (call, transport) = call(204, "");
    let body = serde_json::json!({"a b": "x&y", "n": 1, "none": null, "list": ["p", "q"]});
    let request = sent(call.clone().form("application/x-www-form-urlencoded", &body), &transport).await;
    let mut pairs: Vec<_> = std::str::from_utf8(&request.body).unwrap().split('&').collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["a%20b=x%26y", "list=p", "list=q", "n=1"]);
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    let request = sent(call.raw("image/png", Bytes::from_static(b"\x89PNG")), &transport).await;
    assert_eq!(
        (&request.headers["content-type"], &request.body[..]),
        (&"image/png".parse().unwrap(), &b"\x89PNG"[..])
    );
}

#[tokio::test]
async fn the_callers_headers_stay() {
    let (call, transport) = call(204, "");
    let call = call.header("Content-Type", "application/merge-patch+json").json("application/json", &1);
    let request = sent(call.header("x-trace", "1"), &transport).await;
    assert_eq!(request.headers["content-type"], "application/merge-patch+json");
    assert_eq!((&request.headers["x-trace"], &request.body[..]), (&HeaderValue::from_static("1"), &b"1"[..]));
    if SERVICE.auth_scheme.is_some() {
        assert!(request.headers["authorization"].is_sensitive());
    }
}

#[tokio::test]
async fn a_reply_that_does_not_fit_tells_where_and_shows_nothing() {
    let (call, _) = call(200, "{\"a\": \"hunter2\"}");
    let error = call.reply::<std::collections::BTreeMap<String, bool>>().send_raw().await.unwrap_err();
    assert!(error.is_decode() && error.status() == Some(StatusCode::OK));
    assert_eq!(error.page(), Some("https://example.com/page"));
    let source = std::error::Error::source(&error).is_none();
    assert!(source && !format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn a_status_outside_2xx_is_an_error() {
    for status in [304, 400, 500] {
        let (call, _) = call(status, "");
        assert_eq!(call.done().send_raw().await.unwrap_err().status().unwrap().as_u16(), status);
    }
}

#[test]
fn calls_travel_between_threads() {
    fn travels<T: Send>(_: T) {}
    let (call, _) = call(200, "");
    travels(call.reply::<String>().send());
}

#[tokio::test]
async fn members_of_one_call_come_instead_of_the_bodys_own() {
    let more = CallOptions::new().body_field("a b", "new").body_field("d", serde_json::json!(["1", "2"]));
    let body = serde_json::json!({"a b": "old", "c": true});
    let (call, transport) = call(204, "");
    let form = call.clone().form("application/x-www-form-urlencoded", &body).options(more.clone());
    assert_eq!(sent(form, &transport).await.body, "c=true&a%20b=new&d=1&d=2");
    let json = call.clone().json("application/json", &body).options(more.clone());
    let json: serde_json::Value = serde_json::from_slice(&sent(json, &transport).await.body).unwrap();
    assert_eq!(json, serde_json::json!({"a b": "new", "c": true, "d": ["1", "2"]}));
    for refused in [call.clone().json("application/json", &1), call.raw("image/png", Bytes::new())] {
        let error = refused.options(more.clone()).done().send_raw().await.unwrap_err();
        assert!(error.is_build() && error.to_string().contains("no field can be added"), "{error}");
    }
}

//! What a call leaves in traces, and that no secret is in any of it. Alone in its process: what
//! other threads trace decides what is traced at all.

#![cfg(all(feature = "reqwest", feature = "tracing"))]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "behaviour/clock.rs"]
#[allow(dead_code, reason = "other tests need more of it")]
mod clock;
#[path = "behaviour/server.rs"]
#[allow(dead_code, reason = "other tests need more of it")]
mod server;

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use http::Method;
use pingone::{Client, ClientCredentials};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use clock::{LIMIT, TestClock};
use server::{Server, answer};

const MARKER: &str = "m4rker";

/// Writes down every field of every span and event.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Fields(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Fields(&mut self.0.lock().unwrap()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_a_span_with_opentelemetrys_names_and_no_secrets() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let token = json!({"access_token": MARKER, "expires_in": 60}).to_string();
    let refusal = json!({"code": "INVALID_DATA", "message": MARKER}).to_string();
    let headers = "correlation-id: c-1\r\nset-cookie: m4rker\r\n";
    let server = Server::start([
        answer(200, "", &token),
        answer(429, headers, &refusal),
        answer(400, headers, &refusal),
    ]);
    let server = server.await;
    let credentials = ClientCredentials::new("id", MARKER).env_id("e");
    let builder = Client::builder().base_url(&server.url).client_credentials(credentials);
    let client = builder.clock(TestClock::new()).timeout(LIMIT).build().unwrap();
    let call = client.propagation_stores().create_store(MARKER);
    let body = json!({"type": "Okta", "configuration": {"CLIENT_SECRET": MARKER}});
    let body: pingone::models::CreateStoreRequest = serde_json::from_value(body).unwrap();
    let error = call.body(body).header("x-key", MARKER).send().await.unwrap_err();
    let call = client.request(Method::GET, "/v1/x").query("key", MARKER);
    let mut shown = format!("{error} {error:?} {call:?}");
    shown += &call.send::<Value>().await.unwrap_err().to_string();
    let logged = log.0.lock().unwrap().clone();
    for field in [
        "operation=\"create_store\"",
        "http.request.method=\"POST\"",
        "url.template=\"/v1/environments/{envID}/propagation/stores\"",
        "server.address=\"127.0.0.1\"",
        "http.request.resend_count=1",
        "http.response.status_code=400",
        "request_id=\"c-1\"",
        "error.type=\"400\"",
        "operation=\"token\"",
    ] {
        assert!(logged.contains(field), "{field} in {logged}");
    }
    assert!(!logged.contains(MARKER), "{logged}");
    assert!(!shown.contains(MARKER), "{shown}");
}

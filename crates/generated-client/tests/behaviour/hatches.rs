//! What the documentation does not have can be sent all the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::Method;
use pingone::models::{PingOneStore, PingOneStoreConfiguration};
use pingone::{CallOptions, Client, Interceptor, Link, Request, TransportError, TransportReply};
use serde_json::{Value, json};

use super::server::{Server, answer, ok};

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).bearer_token("t0ken").build().unwrap()
}

fn body() -> PingOneStore {
    let configuration = PingOneStoreConfiguration::builder().environment_id("e").region("r").build().unwrap();
    PingOneStore::builder().name("n").configuration(configuration).build().unwrap()
}

#[tokio::test]
async fn headers_query_and_body_fields_can_be_added_to_any_call() {
    let server = Server::start([answer(201, "", "{\"type\": \"PingOne\"}")]).await;
    let options =
        CallOptions::new().header("X-Trace", "7").query("dry run", true).body_field("new", json!([1]));
    assert!(!format!("{options:?}").contains('7'));
    let call = client(&server).propagation_stores().create_store("e").body(body());
    call.options(options).send().await.unwrap();
    let request = server.requests().pop().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /v1/environments/e/propagation/stores?dry%20run=true HTTP"), "{head}");
    assert!(head.contains("x-trace: 7"), "{head}");
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&body["new"], &body["name"]), (&json!([1]), &json!("n")));
}

#[tokio::test]
async fn calls_that_are_not_documented_are_signed_in_too() {
    let server = Server::start([answer(200, "", "[1]"), answer(200, "", "\u{1}")]).await;
    let call = client(&server).request(Method::PUT, "/v2/new?a=1").query("b", "c d").header("x-y", "z");
    assert_eq!(call.json(&json!({"n": 1})).send::<Vec<i64>>().await.unwrap().into_value(), [1]);
    let request = &server.requests()[0];
    assert!(request.starts_with("PUT /v2/new?a=1&b=c%20d HTTP/1.1"), "{request}");
    assert!(request.contains("Bearer t0ken") && request.contains("x-y: z"), "{request}");
    let bytes = client(&server).request(Method::GET, "/v2/file").send_bytes().await.unwrap();
    assert_eq!(bytes.into_value(), "\u{1}");
    for path in [".evil.example/", "x"] {
        let error = client(&server).request(Method::GET, path).send::<Value>().await.unwrap_err();
        assert!(error.is_build(), "{error}");
    }
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn links_are_followed_on_the_service_only() {
    let server = Server::start([ok(), ok()]).await;
    let elsewhere = Server::start([ok()]).await;
    let client = client(&server);
    for href in [format!("{}/v1/self", server.url), "/v1/self".to_owned()] {
        client.follow(Link::<Value>::new(href)).send().await.unwrap();
        assert!(server.requests().pop().unwrap().starts_with("GET /v1/self HTTP/1.1"));
    }
    for href in [format!("{}/v1", elsewhere.url), "ftp://x/".into(), server.url.replace("http:", "https:")] {
        assert!(client.follow(Link::<Value>::new(href)).send().await.unwrap_err().is_build());
    }
    assert_eq!((server.count(), elsewhere.count()), (2, 0));
}

#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Interceptor for Counting {
    fn request(&self, request: &mut Request) {
        request.headers.insert("x-seen", "yes".parse().unwrap());
    }

    fn reply(&self, _: &Result<TransportReply, TransportError>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn interceptors_see_every_attempt() {
    let server = Server::start([answer(429, "retry-after: 0\r\n", ""), ok()]).await;
    let seen = Counting::default();
    let builder = Client::builder().base_url(&server.url).bearer_token("t").interceptor(seen.clone());
    builder.build().unwrap().request(Method::POST, "/v1/x").send::<Value>().await.unwrap();
    assert_eq!(seen.0.load(Ordering::SeqCst), 2);
    assert!(server.requests().iter().all(|request| request.contains("x-seen: yes")));
}

#[tokio::test]
async fn a_proxy_is_sent_everything() {
    let proxy = Server::start([ok()]).await;
    let builder = Client::builder().base_url("http://service.example").bearer_token("t").proxy(&*proxy.url);
    builder.build().unwrap().request(Method::GET, "/v1/x").send::<Value>().await.unwrap();
    assert!(proxy.requests()[0].starts_with("GET http://service.example/v1/x HTTP/1.1"));
    let wrong = Client::builder().base_url("http://a.example").bearer_token("t").root_certificate("s3cret");
    assert_eq!(wrong.build().unwrap_err().problems(), ["`root_certificate` is not a certificate in PEM"]);
}

//! Every documented request goes out over HTTP as the page has it, and every documented
//! reply comes back whole.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::time::Duration;

use pingone::models::{CreateStoreRequest, PingOneStore, PingOneStoreConfiguration, Store};
use pingone::{Client, Region};
use serde_json::{Value, json};
use support::{Server, pages};

const TOKEN: &str = "t0ken-nobody-may-see";

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(&server.url).bearer_token(TOKEN);
    builder.timeout(Duration::from_secs(5)).user_agent_suffix("wire/1").build().unwrap()
}

fn body() -> CreateStoreRequest {
    let configuration =
        PingOneStoreConfiguration::builder().environment_id("e").region("r").client_secret("s3cr3t");
    let store = PingOneStore::builder().name("n").configuration(configuration.build().unwrap());
    store.build().unwrap().into()
}

#[tokio::test]
async fn what_the_pages_show_goes_out_and_comes_back() {
    for page in pages() {
        let server = Server::start(page.status, "Correlation-Id: c-1\r\n", page.reply.to_string()).await;
        let request: CreateStoreRequest = serde_json::from_value(page.request.clone()).unwrap();
        let call = client(&server).propagation_stores().create_store("env/1").body(request);
        let reply = call.send_raw().await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.request_id()), (page.status, Some("c-1")), "{}", page.id);
        assert_eq!(serde_json::to_value(reply.value()).unwrap(), page.reply, "{}", page.id);

        let received = server.received().pop().unwrap();
        let path = page.path.replace("{envID}", "env%2F1");
        assert_eq!(received.line, format!("{} {path} HTTP/1.1", page.method));
        assert_eq!(serde_json::from_slice::<Value>(&received.body).unwrap(), page.request, "{}", page.id);
        assert_eq!(received.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        assert_eq!(received.header("content-type"), Some("application/json"));
        assert!(received.header("user-agent").unwrap().ends_with(" wire/1"));
    }
}

#[test]
fn every_documented_key_has_a_typed_field() {
    for page in pages() {
        let request: CreateStoreRequest = serde_json::from_value(page.request).unwrap();
        let reply: Store = serde_json::from_value(page.reply).unwrap();
        for shown in [format!("{request:?}"), format!("{reply:?}")] {
            // `Extra` prints the keys it holds, and an unknown arm its name.
            assert!(shown.contains("extra: {}") && !shown.contains("extra: {\""), "{}: {shown}", page.id);
            assert!(!shown.contains("Unknown"), "{}: {shown}", page.id);
        }
    }
    let models = include_str!("../src/generated/models/propagation_stores.rs");
    let untyped = |line: &&str| line.trim().starts_with("pub ") && line.contains("serde_json::Value");
    assert_eq!(models.lines().find(untyped), None);
}

#[tokio::test]
async fn no_secret_is_printed() {
    let mut secrets = 0;
    for page in pages() {
        let request: CreateStoreRequest = serde_json::from_value(page.request).unwrap();
        let server = Server::start(page.status, "", page.reply.to_string()).await;
        let call = client(&server).propagation_stores().create_store("e").body(request.clone());
        let mut shown = format!("{:?} {request:?} {request:#?} {call:?}", client(&server));
        shown += &format!("{:#?}", call.send_raw().await.unwrap());
        let refused = Server::start(400, "", page.reply.to_string()).await;
        let error =
            client(&refused).propagation_stores().create_store("e").body(request).send().await.unwrap_err();
        shown += &format!("{error} {error:?} {error:#?} {:?}", error.api_error());
        for secret in page.secrets.iter().map(String::as_str).chain([TOKEN]) {
            secrets += 1;
            assert!(
                !shown.contains(&format!("\"{secret}\"")) && !shown.contains(TOKEN),
                "{}: {shown}",
                page.id
            );
        }
    }
    assert!(secrets > 10, "the pages do show secrets");
}

#[tokio::test]
async fn what_is_new_is_kept_and_sent_back() {
    let new = json!({"type": "Okta", "id": "1", "configuration": {"CLIENT_SECRET": "s3cr3t"}});
    let server = Server::start(201, "", new.to_string()).await;
    let store = client(&server).propagation_stores().create_store("e").body(body()).send().await.unwrap();
    let Store::Unknown(raw) = &store else { panic!("{store:?}") };
    assert_eq!((raw.tag(), raw.as_json().len()), (Some("Okta"), 3));
    assert!(!format!("{store:?}").contains("s3cr3t"));
    assert_eq!(serde_json::to_value(&store).unwrap(), new);

    let more =
        json!({"type": "PingOne", "name": "n", "quota": {"max": 7}, "configuration": {"NEW_KEY": "s3cr3t"}});
    let store: Store = serde_json::from_value(more.clone()).unwrap();
    let Store::PingOne(known) = &store else { panic!("{store:?}") };
    assert_eq!(known.extra.get("quota"), Some(&json!({"max": 7})));
    assert!(!format!("{store:?}").contains("s3cr3t"));
    assert_eq!(serde_json::to_value(&store).unwrap(), more);
}

#[tokio::test]
async fn a_refusal_can_be_asked() {
    let answer = r#"{"id": "i", "code": "INVALID_DATA", "message": "s3cr3t", "details":
        [{"code": "UNIQUENESS_VIOLATION", "target": "name", "message": "s3cr3t"}]}"#;
    let server = Server::start(400, "correlation-id: c-2\r\n", answer).await;
    let error = client(&server).propagation_stores().create_store("e").body(body()).send().await.unwrap_err();
    assert!(error.is_invalid_request() && !error.is_not_found());
    assert_eq!((error.code(), error.request_id()), (Some("INVALID_DATA"), Some("c-2")));
    assert_eq!(error.api_error().unwrap().details[0].target.as_deref(), Some("name"));
    assert!(!format!("{error} {error:?}").contains("s3cr3t"));
}

#[tokio::test]
async fn a_reply_that_does_not_fit_names_the_place() {
    let answer = r#"{"type": "PingOne", "configuration": {"CREATE_USERS": "s3cr3t"}}"#;
    let server = Server::start(201, "", answer).await;
    let error = client(&server).propagation_stores().create_store("e").body(body()).send().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.json_path(), Some("$.configuration.CREATE_USERS"));
    assert!(error.to_string().contains("expected a boolean") && error.page().is_some(), "{error}");
    assert_eq!(error.body().unwrap(), answer);
    assert!(!format!("{error} {error:?}").contains("s3cr3t"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(201, "", "{}").await;
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start(status, &format!("location: {}/x\r\n", elsewhere.url), "").await;
        let call = client(&server).propagation_stores().create_store("e").body(body());
        assert_eq!(call.send().await.unwrap_err().status().unwrap().as_u16(), status);
    }
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn what_is_missing_is_said_before_anything_is_sent() {
    let server = Server::start(201, "", "{}").await;
    let call = client(&server).propagation_stores().create_store("..");
    let error = call.send().await.unwrap_err();
    assert!(error.is_build() && error.problems().len() == 2, "{error}");
    let error = PingOneStoreConfiguration::builder().build().unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert!(
        error.to_string().contains("`environment_id`") && error.to_string().contains("`region`"),
        "{error}"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn nobody_there_is_told_from_too_slow() {
    let call = |url: &str| {
        let builder = Client::builder().base_url(url).bearer_token(TOKEN).timeout(Duration::from_millis(200));
        builder.build().unwrap().propagation_stores().create_store("e").body(body())
    };
    let error = call("http://127.0.0.1:1").send().await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = call(&format!("http://{}", listener.local_addr().unwrap())).send().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[test]
fn regions_are_the_documented_servers() {
    assert_eq!(Region::NorthAmerica.base_url(), "https://api.pingone.com");
    let error = Client::builder().build().unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert!(Client::builder().region(Region::Europe).bearer_token("t").build().is_ok());
}

#[test]
fn values_are_what_clients_share() {
    fn model<T: Clone + PartialEq + Send + Sync + serde::Serialize + serde::de::DeserializeOwned>() {}
    model::<Store>();
    model::<CreateStoreRequest>();
    model::<PingOneStore>();
}

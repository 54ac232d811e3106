//! The client of the bookshop, as its users meet it. Copied into the generated crate and run there.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

use std::pin::Pin;
use std::task::{Context, Poll};

use bookshop::CallOptions;
use bookshop::models::{Book, CreateWebhookRequest};
use bookshop::testing::FakeService;
use serde_json::{Value, json};

const NEXT: &str = "http://service.test/v1/environments/e/books?cursor=2";

fn page(ids: &[&str], next: Option<&str>) -> String {
    let books: Vec<Value> = ids.iter().map(|id| json!({"id": id, "type": "Paper"})).collect();
    let mut page = json!({"_links": {"self": {"href": "x"}}, "_embedded": {"books": books}});
    if let Some(next) = next {
        page["_links"]["next"] = json!({ "href": next });
    }
    page.to_string()
}

/// A property of a book, whatever its kind.
fn text(book: &impl serde::Serialize, key: &str) -> String {
    serde_json::to_value(book).unwrap()[key].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_list_is_followed_to_its_end() {
    let service = FakeService::new();
    service.answer_next(200, page(&["1", "2"], Some(NEXT)));
    service.answer_next(503, "");
    service.answer_next(200, page(&[], Some("/v1/environments/e/books?cursor=3")));
    service.answer_next(200, page(&["3"], None));
    let call = service.client().books().read_all_books("e").filter("a b");
    let mut items = call.options(CallOptions::new().header("x-trace", "7")).items();
    let mut ids = Vec::new();
    while let Some(book) = items.next().await {
        ids.push(text(&book.unwrap(), "id"));
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let requests = service.requests();
    let sent: Vec<String> = requests.iter().map(|request| request.uri.to_string()).collect();
    let base = "http://service.test/v1/environments/e/books";
    assert_eq!(sent[0], format!("{base}?filter=a%20b"));
    assert_eq!(sent[1..], [NEXT.to_owned(), NEXT.to_owned(), format!("{base}?cursor=3")]);
    let signed = |request: &bookshop::Request| request.headers["authorization"] == "Bearer test-token";
    assert!(requests.iter().all(|request| signed(request) && request.headers["x-trace"] == "7"));
}

#[tokio::test]
async fn a_list_that_leads_elsewhere_ends_there() {
    for next in ["https://service.test/v1", "http://evil.example/v1", "ftp://x", "//evil.example/"] {
        let service = FakeService::new();
        service.answer_next(200, page(&["1"], Some(next)));
        let mut pages = service.client().books().read_all_books("e").pages();
        assert!(pages.next().await.unwrap().is_ok());
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.json_path(), Some("$._links.next.href"), "{next}");
        assert!(pages.next().await.is_none());
        assert_eq!(service.requests().len(), 1);
    }
}

#[tokio::test]
async fn pages_are_a_stream_and_nothing_is_fetched_ahead() {
    use futures_core::Stream;
    let service = FakeService::new();
    service.answer_next(200, page(&["1"], Some(NEXT)));
    let mut pages = service.client().books().read_all_books("e").pages();
    assert!(service.requests().is_empty());
    let first = std::future::poll_fn(|context: &mut Context<'_>| -> Poll<_> {
        Pin::new(&mut pages).poll_next(context)
    });
    assert!(first.await.unwrap().unwrap().value().embedded.is_some());
    assert_eq!(service.requests().len(), 1);
}

#[test]
fn the_same_without_async() {
    let service = FakeService::new();
    service.answer_next(200, page(&["1", "2"], Some(NEXT)));
    service.answer_next(200, page(&["3"], None));
    let items = service.client().books().read_all_books("e").items().blocking();
    assert_eq!(items.map(|book| text(&book.unwrap(), "id")).collect::<Vec<_>>(), ["1", "2", "3"]);
    let deleted = service.client().books().delete_book("e", "b").send_raw_blocking().unwrap();
    assert_eq!(deleted.status(), 204);
}

#[tokio::test]
async fn the_documentation_answers() {
    let service = FakeService::new();
    let client = service.client();
    let mut titles = Vec::new();
    let mut books = client.books().read_all_books("e").items();
    if let Some(book) = books.next().await {
        titles.push(text(&book.unwrap(), "title"));
    }
    assert_eq!(titles, ["The Salt Road"]);
    let created = client.books().create_book("e").options(CallOptions::new().body_field("type", "Audio"));
    let body: bookshop::models::CreateBookRequest = serde_json::from_value(json!({"type": "Tape"})).unwrap();
    assert!(matches!(created.body(body).send().await.unwrap(), Book::Audio(_)));
    let missing = client.request(http::Method::GET, "/v1/nothing").send::<Value>().await;
    assert!(missing.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_thing_leads_to_itself() {
    let service = FakeService::new();
    let client = service.client();
    let href = "http://service.test/v1/environments/e/books/b";
    let thing =
        json!({"id": "b", "_links": {"self": {"href": href}, "up": {"href": "http://evil.example/"}}});
    service.answer_next(200, thing.to_string());
    let book = client.books().read_one_book("e", "b").send().await.unwrap();
    let links = book.links();
    assert_eq!(links.relations().collect::<Vec<_>>(), ["self", "up"]);
    service.answer_next(200, thing.to_string());
    let again = client.follow(links.self_().unwrap()).send().await.unwrap();
    assert_eq!(again, book);
    assert_eq!(service.requests()[1].uri, href);
    let error = client.follow(links.get("up").unwrap()).send().await.unwrap_err();
    assert!(error.is_build() && service.requests().len() == 2);
}

#[test]
fn what_is_new_survives_being_read_and_sent() {
    for text in [
        json!({"type": "Scroll", "rolls": 3}),
        json!({"type": "Paper", "status": "BURNT", "smell": {"kind": "old"}, "subtitle": null}),
    ] {
        let book: Book = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(serde_json::to_value(&book).unwrap(), text);
    }
}

const MARKER: &str = "m4rker";

#[tokio::test]
async fn no_secret_is_shown_by_anything_that_holds_one() {
    let webhook = json!({
        "name": "n", "url": "https://x.example", "events": ["a"], "clientId": "i", "clientSecret": MARKER,
        "enabled": true, "verifyTls": true, "new": MARKER
    });
    let mut shown = String::new();
    let request: CreateWebhookRequest = serde_json::from_value(webhook.clone()).unwrap();
    let service = FakeService::new();
    let client = service.client();
    shown += &format!("{request:?} {request:#?} {service:?} {client:?}");
    let call = client.webhooks().create_webhook("e").body(request);
    shown += &format!("{call:?}");
    service.answer_next(201, webhook.to_string());
    shown += &format!("{:?}", call.clone().send_raw().await.unwrap());
    let token = json!({"access_token": MARKER, "token_type": "Bearer", "expires_in": MARKER});
    service.answer_next(200, token.to_string());
    let error = client.request(http::Method::POST, "/t").send::<bool>().await.unwrap_err();
    service.answer_next(400, json!({"code": "a m4rker", "details": [{"target": MARKER}]}).to_string());
    let refused = call.send().await.unwrap_err();
    for error in [error, refused] {
        shown += &format!("{error} {error:?} {error:#?} {:?}", error.api_error());
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            shown += &format!("{inner} {inner:?}");
            cause = inner.source();
        }
    }
    shown += &format!("{service:?}");
    assert!(!shown.contains(MARKER), "{shown}");
    assert!(shown.contains("client_secret"));
}

//! Goes into the bookshop's crate: what was read goes back as the pages say.

use std::sync::{Arc, Mutex};

use bookshop::models::Book;
use bookshop::{Client, Request, Transport, TransportFuture, TransportReply};
use serde_json::{Value, json};

/// Answers with one book always, and keeps what it is given.
struct Shop(Value, Mutex<Vec<Request>>);

impl Transport for Shop {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        self.1.lock().unwrap().push(request);
        let body = self.0.to_string();
        Box::pin(async { Ok(TransportReply::new(http::StatusCode::OK, http::HeaderMap::new(), body)) })
    }
}

/// The reply on `read-one-book.md`, with a property, one inside an object and a value of an
/// enumeration that no page has.
fn book() -> Value {
    json!({
        "_links": {"self": {"href": "https://api.bookshop.example/v1/environments/e/books/b"}},
        "id": "b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01",
        "environment": {"id": "5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10"},
        "type": "Paper",
        "status": "DRAFT",
        "title": "The Salt Road",
        "subtitle": null,
        "isbn": "9780000000019",
        "audience": "OLD_SAILORS",
        "price": {"amount": 18.5, "currency": "EUR", "vat": 0.07},
        "contributors": [{"name": "Ines Halloran", "role": "AUTHOR", "personId": "7c5fbb64-91cd-4b38-8f5e-16a4e51c9d31"}],
        "tags": ["history", "trade"],
        "imprint": {"name": "Quay Press"},
        "details": {
            "pages": 412,
            "binding": "HARDCOVER",
            "weightGrams": 640,
            "dimensions": {"width": 152.5, "height": 229.5}
        },
        "availability": {"0f9b2d6c-4e11-4a7d-9d35-27c8e1f5aa11": {"quantity": 4, "nextDelivery": null}},
        "createdAt": "2031-02-03T15:40:00.174Z",
        "updatedAt": "2031-02-03T15:40:00.174Z",
        "publishedAt": null,
        "shelfLife": 7
    })
}

/// What `replace-book.md` and the data models on `books.md` say can be sent: neither what is
/// Read-only there nor HAL's links. What nobody documents goes along.
#[tokio::test]
async fn one_change_sends_back_all_that_can_be_sent() {
    let shop = Arc::new(Shop(book(), Mutex::default()));
    let client = Client::builder().base_url("http://localhost").bearer_token("t");
    let client = client.transport(shop.clone()).build().unwrap();

    let book = client.books().read_one_book("e", "b").send().await.unwrap();
    let changed = book.to_replace_book().unwrap().title("The Salt Sea").internal_note("n").build().unwrap();
    client.books().replace_book("e", "b").body(changed).send().await.unwrap();

    let request = shop.1.lock().unwrap().pop().unwrap();
    assert_eq!(request.method, http::Method::PUT);
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap(),
        json!({
            "type": "Paper",
            "title": "The Salt Sea",
            "isbn": "9780000000019",
            "audience": "OLD_SAILORS",
            "price": {"amount": 18.5, "currency": "EUR", "vat": 0.07},
            "contributors": [{"name": "Ines Halloran", "role": "AUTHOR", "personId": "7c5fbb64-91cd-4b38-8f5e-16a4e51c9d31"}],
            "tags": ["history", "trade"],
            "imprint": {"name": "Quay Press"},
            "details": {
                "pages": 412,
                "binding": "HARDCOVER",
                "weightGrams": 640,
                "dimensions": {"width": 152.5, "height": 229.5}
            },
            "internalNote": "n",
            "shelfLife": 7
        })
    );
}

#[test]
fn what_a_reply_lacks_is_missed_when_it_is_built_or_inside_an_object_at_once() {
    let Book::Paper(mut book) = serde_json::from_value(book()).unwrap() else { panic!("the book is on paper") };
    book.isbn = None;
    let error = book.to_replace_book().unwrap().build().unwrap_err();
    assert_eq!(error.problems(), ["`isbn` of `ReplaceBookRequest` is missing"]);
    book.price.as_mut().unwrap().currency = None;
    let error = book.to_replace_book().unwrap_err();
    assert!(error.is_build() && error.to_string().contains("$.price"), "{error}");
}

#[test]
fn a_kind_nobody_knows_goes_back_as_it_came() {
    let mut sent = book();
    sent["type"] = json!("Scroll");
    let book: Book = serde_json::from_value(sent.clone()).unwrap();
    let changed = book.to_replace_book().unwrap().title("The Salt Sea").build().unwrap();
    sent["title"] = json!("The Salt Sea");
    let back = serde_json::to_value(changed).unwrap();
    for key in ["type", "title", "isbn", "details", "shelfLife"] {
        assert_eq!(back[key], sent[key], "{key}");
    }
}

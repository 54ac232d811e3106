//! The typed client of the bookshop against `cargo xtask mock`, which listens at `MOCK_URL`: what
//! is created is read back, listed, changed and deleted.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

use bookshop::models::{
    AudioBookContributor, AudioBookPrice, Book, PaperBook, PaperBookDetails, PaperBookResponse,
    ReplaceBookRequest, UpdateBookRequest,
};
use bookshop::{CallOptions, Client, ClientCredentials, Nullable};

const ENVIRONMENT: &str = "5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10";

/// A client that signs in with an id and a secret, at the mock, too.
fn client() -> Client {
    let url = std::env::var("MOCK_URL").expect("MOCK_URL says where the mock listens");
    Client::builder()
        .base_url(url.as_str())
        .server("authPath", url.as_str())
        .client_credentials(ClientCredentials::new("id", "secret").env_id(ENVIRONMENT))
        .build()
        .unwrap()
}

fn book(title: &str) -> PaperBook {
    let contributor = AudioBookContributor::builder().name("Mara Lund").role("AUTHOR").build().unwrap();
    PaperBook::builder()
        .title(title)
        .isbn("9780000000101")
        .price(AudioBookPrice::builder().amount(9.5).currency("EUR").build().unwrap())
        .contributors(vec![contributor])
        .details(PaperBookDetails::builder().pages(96).binding("HARDCOVER").build().unwrap())
        .build()
        .unwrap()
}

fn paper(book: Book) -> PaperBookResponse {
    match book {
        Book::Paper(paper) => *paper,
        other => panic!("a paper book, and not {other:?}"),
    }
}

/// The titles of all books, over all pages.
async fn titles(client: &Client) -> Vec<String> {
    let mut items = client.books().read_all_books(ENVIRONMENT).items();
    let mut titles = Vec::new();
    while let Some(book) = items.next().await {
        let book = serde_json::to_value(book.unwrap()).unwrap();
        titles.push(book["title"].as_str().unwrap().to_owned());
    }
    titles
}

#[tokio::test]
async fn a_book_is_created_read_listed_changed_and_deleted() {
    let client = client();
    let books = client.books();
    let documented = titles(&client).await;

    let created = paper(books.create_book(ENVIRONMENT).body(book("Low Tide")).send().await.unwrap());
    let id = created.id.clone().unwrap();
    assert_eq!(created.title.as_deref(), Some("Low Tide"));
    assert_eq!(created.environment.as_ref().unwrap().id.as_deref(), Some(ENVIRONMENT));
    let contributors = created.contributors.as_deref().unwrap();
    assert_eq!(contributors[0].name.as_deref(), Some("Mara Lund"));

    let read = paper(books.read_one_book(ENVIRONMENT, &id).send().await.unwrap());
    assert_eq!(read, created);
    let followed = client.follow(created.links().self_().unwrap()).send().await.unwrap();
    assert_eq!(followed, created);
    assert_eq!(titles(&client).await, [documented.clone(), vec!["Low Tide".to_owned()]].concat());

    let change = UpdateBookRequest::builder().title("High Tide").subtitle("Letters").build().unwrap();
    books.update_book(ENVIRONMENT, &id).body(change).send().await.unwrap();
    let read = paper(books.read_one_book(ENVIRONMENT, &id).send().await.unwrap());
    assert_eq!(read.title.as_deref(), Some("High Tide"));
    assert_eq!(read.subtitle, Some(Nullable::Value("Letters".to_owned())));
    assert_eq!(read.isbn, created.isbn);

    let whole: ReplaceBookRequest =
        serde_json::from_value(serde_json::to_value(book("Slack Water")).unwrap()).unwrap();
    books.replace_book(ENVIRONMENT, &id).body(whole).send().await.unwrap();
    let read = paper(books.read_one_book(ENVIRONMENT, &id).send().await.unwrap());
    assert_eq!((read.title.as_deref(), read.subtitle), (Some("Slack Water"), None));

    books.delete_book(ENVIRONMENT, &id).send().await.unwrap();
    assert!(books.read_one_book(ENVIRONMENT, &id).send().await.unwrap_err().is_not_found());
    assert_eq!(titles(&client).await, documented);
}

#[tokio::test]
async fn what_the_mock_refuses_names_the_property() {
    let call = client().books().create_book(ENVIRONMENT).body(book("Low Tide"));
    let error = call.options(CallOptions::new().body_field("title", 7)).send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.api_error().unwrap().details[0].target.as_deref(), Some("title"));
}

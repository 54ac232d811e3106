//! Goes into the obstacle course's crate: what its calls put on the wire.

use std::sync::{Arc, Mutex};

use obstacle_course::models::{Cat, EverythingBoth, Tree};
use obstacle_course::{Client, Nullable, Request, Transport, TransportFuture, TransportReply};

/// Keeps what it is given, and answers with the same bytes always.
struct Kept(Mutex<Vec<Request>>);

impl Transport for Kept {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        self.0.lock().unwrap().push(request);
        Box::pin(async {
            Ok(TransportReply::new(http::StatusCode::OK, http::HeaderMap::new(), "\u{1}bytes"))
        })
    }
}

fn client() -> (Client, Arc<Kept>) {
    let kept = Arc::new(Kept(Mutex::default()));
    let builder = Client::builder().base_url("http://localhost").bearer_token("t");
    (builder.transport(kept.clone()).build().unwrap(), kept)
}

fn cat() -> Cat {
    Cat::builder().name("a&b").build().unwrap()
}

#[tokio::test]
#[allow(deprecated)]
async fn forms_have_their_query_and_their_type() {
    let (client, kept) = client();
    let call = client.things().form().filter("a b").page_size(3).expand(["x", "y"]).deep(true);
    call.body_("z").body(cat()).send().await.unwrap();
    let request = kept.0.lock().unwrap().pop().unwrap();
    let query = "filter=a%20b&page%20size=3&expand=x&expand=y&deep=true&body=z";
    assert_eq!(request.uri.to_string(), format!("http://localhost/v1/form?{query}"));
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded; charset=utf-8");
    let body = std::str::from_utf8(&request.body).unwrap();
    assert!(body.contains("name=a%26b"), "{body}");
}

/// What was written against names that nothing has any more.
#[tokio::test]
#[allow(deprecated)]
async fn old_names_do_what_they_did() {
    use obstacle_course::models::{FormerCat, FormerCatBuilder};
    use obstacle_course::operations::former_things::{FormerForm, FormerThings};
    let (client, kept) = client();
    let cat: FormerCat = FormerCatBuilder::default().former_name("a&b").build().unwrap();
    assert_eq!(*cat.former_name(), cat.name);
    let things: FormerThings = client.former_things();
    let call: FormerForm = things.former_form().former_filter("x");
    call.body(cat).send().await.unwrap_err();
    let call = things.former_form().former_filter("a b").former_page_size(3);
    call.body(FormerCat::builder().former_name("a&b").build().unwrap()).send().await.unwrap();
    let request = kept.0.lock().unwrap().pop().unwrap();
    assert_eq!(request.uri.query(), Some("filter=a%20b&page%20size=3"));
    assert!(std::str::from_utf8(&request.body).unwrap().contains("name=a%26b"));
}

#[tokio::test]
async fn bytes_go_and_come_as_they_are() {
    let (client, kept) = client();
    let call = client.things().file().filter("f").page_size(1).body(&b"\x89PNG"[..]);
    assert_eq!(call.send().await.unwrap(), "\u{1}bytes");
    let request = kept.0.lock().unwrap().pop().unwrap();
    assert_eq!(
        (&request.headers["content-type"], &request.body[..]),
        (&"image/png".parse().unwrap(), &b"\x89PNG"[..])
    );
    assert_eq!(request.headers["accept"], "*/*");
}

#[tokio::test]
async fn vendor_types_are_json_and_all_that_is_missing_is_said() {
    let (client, kept) = client();
    client.things().vendor().filter("f").page_size(1).body(cat()).send().await.unwrap();
    let request = kept.0.lock().unwrap().pop().unwrap();
    assert_eq!(request.headers["content-type"], "application/vnd.x.y+json");
    let error = client.things().vendor().send().await.unwrap_err();
    assert!(error.is_build() && error.problems().len() == 3, "{error}");
    assert!(kept.0.lock().unwrap().is_empty());
}

/// RFC 7644 section 3.4.2.4.
#[tokio::test]
async fn a_list_that_is_counted_is_gone_through() {
    #[derive(Clone, Default)]
    struct Users(Arc<Mutex<Vec<String>>>);
    impl Transport for Users {
        fn send(&self, request: Request) -> TransportFuture<'_> {
            let query = request.uri.query().unwrap_or_default().to_owned();
            let start: u64 = query.split_once("startIndex=").map_or(1, |(_, start)| start.parse().unwrap());
            self.0.lock().unwrap().push(query);
            let ids: Vec<_> = (start..=5).take(2).map(|id| serde_json::json!({"id": id.to_string()})).collect();
            let body = serde_json::json!({"totalResults": 5, "startIndex": start, "Resources": ids});
            let reply = TransportReply::new(http::StatusCode::OK, http::HeaderMap::new(), body.to_string());
            Box::pin(async { Ok(reply) })
        }
    }
    let users = Users::default();
    let builder = Client::builder().base_url("http://localhost").bearer_token("t").transport(users.clone());
    let mut items = builder.build().unwrap().users().all().filter("f").page_size(2).items();
    let mut ids = Vec::new();
    while let Some(user) = items.next().await {
        ids.push(user.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    let first = "filter=f&page%20size=2";
    let sent = [first.to_owned(), format!("{first}&startIndex=3"), format!("{first}&startIndex=5")];
    assert_eq!(*users.0.lock().unwrap(), sent);
}

#[tokio::test]
async fn the_code_of_a_refusal_is_where_the_settings_say() {
    struct Refusing;
    impl Transport for Refusing {
        fn send(&self, _: Request) -> TransportFuture<'_> {
            let body = r#"{"code": 7, "details": [{"code": "PART"}], "fault": {"async": {"code": "QUOTA"}}}"#;
            let reply = TransportReply::new(http::StatusCode::CONFLICT, http::HeaderMap::new(), body);
            Box::pin(async { Ok(reply) })
        }
    }
    let client = Client::builder().base_url("http://localhost").bearer_token("t").transport(Refusing);
    let call = client.build().unwrap().request(http::Method::GET, "/x");
    let error = call.send::<serde_json::Value>().await.unwrap_err();
    assert_eq!((error.is_conflict(), error.code()), (true, Some("QUOTA")));
}

#[test]
fn null_and_unlisted_values_survive() {
    let text = r#"{"status":"brand new","nulls":null,"levels":["a","zz"]}"#;
    let read: EverythingBoth = serde_json::from_str(text).unwrap();
    assert_eq!(read.nulls, Some(Nullable::Null));
    assert_eq!(read.status.as_ref().map(|status| status.as_str()), Some("brand new"));
    let sent = serde_json::to_value(&read).unwrap();
    for (key, value) in serde_json::from_str::<serde_json::Map<_, _>>(text).unwrap() {
        assert_eq!(sent[&key], value, "{key}");
    }
    let tree = Tree::builder().children([] as [Tree; 0]).null_parent(Nullable::Null).build().unwrap();
    assert!(serde_json::to_value(tree).unwrap()["null parent"].is_null());
}

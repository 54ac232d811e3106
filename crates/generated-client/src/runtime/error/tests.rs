//! Errors made from replies.

use std::error::Error as _;

use super::*;

const SECRET: &str = "hunter2";

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        request_id: Some("abc".into()),
        body: Bytes::copy_from_slice(body.as_bytes()),
        page: "https://example.com/page",
    }
}

#[test]
fn a_refusal_tells_what_the_service_says_and_shows_none_of_it() {
    let body = r#"{"id": "i", "code": "INVALID_DATA", "message": "hunter2 is no password",
        "details": [{"code": "INVALID_VALUE", "target": "hunter2", "innerError": {"max": 3}}]}"#;
    let error = Error::refused(reply(400, body));
    assert!(error.is_invalid_request() && !error.is_conflict());
    assert_eq!((error.code(), error.request_id()), (Some("INVALID_DATA"), Some("abc")));
    assert!(error.to_string().contains("INVALID_DATA"), "{error}");
    let api = error.api_error().unwrap();
    for shown in [format!("{error}"), format!("{error:?}"), format!("{api:?}"), format!("{error:#?}")] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
    assert!(error.body().unwrap().starts_with(b"{\"id\""));
}

#[test]
fn a_body_that_is_no_error_body_is_kept() {
    let error = Error::refused(reply(503, "<html>hunter2</html>"));
    assert!(error.is_server_error() && error.api_error().is_none());
    assert!(!format!("{error:?}").contains(SECRET));
    let odd = Error::refused(reply(400, r#"{"code": 7, "details": "none"}"#));
    assert_eq!((odd.code(), odd.api_error().unwrap().extra.len()), (None, 2));
}

#[test]
fn a_code_is_found_where_nothing_says_it_is() {
    for body in [r#"{"error": {"code": "QUOTA"}}"#, r#"{"error": "QUOTA"}"#] {
        assert_eq!(Error::refused(reply(400, body)).code(), Some("QUOTA"), "{body}");
    }
    assert_eq!(Error::refused(reply(400, r#"{"error": {"code": 7}}"#)).code(), None);
}

#[test]
fn a_code_that_is_a_sentence_is_not_shown() {
    let error = Error::refused(reply(400, r#"{"code": "no such user: hunter2"}"#));
    assert_eq!(error.code(), Some("no such user: hunter2"));
    assert!(!error.to_string().contains(SECRET));
}

#[test]
fn a_reply_of_another_type_says_so() {
    let mut reply = reply(200, "<html>hunter2</html>");
    reply.headers.insert("content-type", "text/html; charset=utf-8".parse().unwrap());
    let error = crate::runtime::call::read::<bool>(reply).unwrap_err();
    let shown = error.to_string();
    assert!(shown.contains("text/html") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn a_failed_sign_in_answers_for_what_failed() {
    let refused = Error::refused(reply(401, r#"{"error": "invalid_client"}"#));
    let error = Error::sign_in(Arc::new(refused));
    assert!(error.is_sign_in() && error.is_unauthorized() && !error.is_build());
    assert_eq!(error.code(), Some("invalid_client"));
    assert!(error.source().unwrap().to_string().contains("401"));
    let own = Error::sign_in(Arc::new(Error::token_source("vault is sealed".into())));
    assert_eq!(own.source().unwrap().source().unwrap().to_string(), "vault is sealed");
}

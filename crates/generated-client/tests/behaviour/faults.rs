//! What can go wrong on the wire, and what the client does about it.

use std::time::Duration;

use http::Method;
use pingone::{CallOptions, Client, Error, Response, RetryPolicy};
use serde_json::{Value, json};

use super::clock::{LIMIT, TestClock};
use super::server::{Answer, Server, answer, ok};

const HALF: &str = "HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n{\"a\": ";

fn client(url: &str, clock: &TestClock) -> Client {
    let builder = Client::builder().base_url(url).bearer_token("t0ken").timeout(LIMIT);
    builder.clock(clock.clone()).build().unwrap()
}

/// Real time, and little of it for each attempt.
fn hasty(url: &str) -> Client {
    let retry = RetryPolicy::default().base(Duration::from_millis(1));
    let builder = Client::builder().base_url(url).bearer_token("t0ken").retry(retry);
    builder.attempt_timeout(Duration::from_millis(300)).build().unwrap()
}

async fn get(client: &Client) -> Result<Response<Value>, Error> {
    client.request(Method::GET, "/v1/x").send().await
}

async fn post(client: &Client) -> Result<Response<Value>, Error> {
    client.request(Method::POST, "/v1/x").json(&json!({"n": 1})).send().await
}

fn seconds(pauses: &[f64]) -> Vec<Duration> {
    pauses.iter().copied().map(Duration::from_secs_f64).collect()
}

#[tokio::test]
async fn refused_connections_are_tried_again_whatever_the_method() {
    for method in [Method::GET, Method::POST, Method::PATCH] {
        let clock = TestClock::new();
        let call = client("http://127.0.0.1:1", &clock).request(method, "/v1/x").json(&1);
        let error = call.send::<Value>().await.unwrap_err();
        assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!(clock.pauses(), seconds(&[0.2, 0.4, 0.8]));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again_unless_that_may_do_harm() {
    for start in ["", HALF] {
        let clock = TestClock::new();
        let server = Server::start([Answer::Reset(start), ok()]).await;
        get(&client(&server.url, &clock)).await.unwrap();
        assert_eq!((server.count(), clock.pauses()), (2, seconds(&[0.2])));

        let server = Server::start([Answer::Reset(start), ok()]).await;
        let error = post(&client(&server.url, &clock)).await.unwrap_err();
        assert!(!error.is_connect() && !error.is_timeout() && error.status().is_none(), "{error:?}");
        assert_eq!(server.count(), 1, "a POST is not sent twice");
    }
}

#[tokio::test]
async fn slow_replies_end_in_time_and_only_harmless_calls_are_sent_again() {
    for start in ["", HALF] {
        let server = Server::start([Answer::Silence(start), ok()]).await;
        get(&hasty(&server.url)).await.unwrap();
        assert_eq!(server.count(), 2);

        let server = Server::start([Answer::Silence(start), ok()]).await;
        let error = post(&hasty(&server.url)).await.unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!(server.count(), 1, "a POST is not sent twice");
    }
}

#[tokio::test]
async fn a_call_has_its_own_time_limit() {
    let server = Server::start([Answer::Silence("")]).await;
    let builder = Client::builder().base_url(&server.url).bearer_token("t");
    let options = CallOptions::new().timeout(Duration::from_millis(200));
    let call = builder.build().unwrap().request(Method::GET, "/v1/x").options(options);
    assert!(call.send::<Value>().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn retry_after_is_waited_for_in_both_forms() {
    for (header, pause) in [("7", 7.0), ("Sun, 06 Nov 1994 08:49:49 GMT", 12.0), ("soon", 0.2)] {
        let clock = TestClock::new();
        let server = Server::start([answer(429, &format!("Retry-After: {header}\r\n"), ""), ok()]).await;
        post(&client(&server.url, &clock)).await.unwrap();
        assert_eq!((server.count(), clock.pauses()), (2, seconds(&[pause])), "{header}");
    }
}

#[tokio::test]
async fn a_pause_that_is_too_long_is_not_begun() {
    let clock = TestClock::new();
    let server = Server::start([answer(429, "Retry-After: 31\r\n", ""), ok()]).await;
    let error = get(&client(&server.url, &clock)).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.headers().unwrap()["retry-after"], "31");
    assert_eq!((server.count(), clock.pauses()), (1, Vec::new()));
}

#[tokio::test]
async fn a_service_that_is_away_is_asked_again_unless_that_may_do_harm() {
    for status in [408, 500, 502, 503, 504] {
        let clock = TestClock::new();
        let answers = || [answer(status, "", ""), ok()];
        let server = Server::start(answers()).await;
        get(&client(&server.url, &clock)).await.unwrap();
        assert_eq!(server.count(), 2, "{status}");

        let server = Server::start(answers()).await;
        let error = post(&client(&server.url, &clock)).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), server.count()), (status, 1));

        let server = Server::start(answers()).await;
        let call = client(&server.url, &clock).request(Method::POST, "/v1/x").json(&1);
        call.options(CallOptions::new().idempotent(true)).send::<Value>().await.unwrap();
        assert_eq!(server.count(), 2, "{status}, harmless by the caller's word");
    }
}

#[tokio::test]
async fn attempts_are_counted() {
    let clock = TestClock::new();
    let server = Server::start(vec![answer(503, "", ""); 9]).await;
    assert!(get(&client(&server.url, &clock)).await.unwrap_err().is_server_error());
    assert_eq!((server.count(), clock.pauses()), (4, seconds(&[0.2, 0.4, 0.8])));
    let call = client(&server.url, &clock).request(Method::GET, "/v1/x");
    let options = CallOptions::new().retry(RetryPolicy::never());
    assert!(call.options(options).send::<Value>().await.unwrap_err().is_server_error());
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn what_is_no_json_is_told_and_not_asked_for_again() {
    for (headers, body, said) in [
        ("content-type: application/json\r\n", "{\"a\": {\"b\": ", "not JSON"),
        ("content-type: text/html\r\n", "<html>s3cret</html>", "text/html"),
    ] {
        let server = Server::start([answer(200, headers, body), ok()]).await;
        let error = get(&client(&server.url, &TestClock::new())).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(said), "{error}");
        assert_eq!((error.body().unwrap().as_ref(), server.count()), (body.as_bytes(), 1));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn ten_megabytes_come_whole() {
    let body = format!("\"{}\"", "x".repeat(10 << 20));
    let server = Server::start([answer(200, "", &body)]).await;
    let reply = get(&client(&server.url, &TestClock::new())).await.unwrap();
    assert_eq!(reply.value().as_str().unwrap().len(), 10 << 20);
}

#[tokio::test]
async fn redirects_are_followed_for_get_within_the_origin() {
    let elsewhere = Server::start([ok(), ok(), ok()]).await;
    for status in [301, 302, 303, 307, 308] {
        let away = answer(status, &format!("location: {}/y\r\n", elsewhere.url), "");
        let server = Server::start([away.clone(), away]).await;
        let client = client(&server.url, &TestClock::new());
        for result in [get(&client).await, post(&client).await] {
            assert_eq!(result.unwrap_err().status().unwrap().as_u16(), status);
        }

        let server = Server::start([answer(status, "location: ../y\r\n", ""), ok()]).await;
        get(&self::client(&server.url, &TestClock::new())).await.unwrap();
        let second = &server.requests()[1];
        assert!(second.starts_with("GET /y HTTP/1.1") && second.contains("Bearer t0ken"), "{second}");
    }
    assert_eq!(elsewhere.count(), 0, "neither token nor body go elsewhere");
    let round = vec![answer(302, "location: /v1/x\r\n", ""); 20];
    let server = Server::start(round).await;
    assert_eq!(get(&client(&server.url, &TestClock::new())).await.unwrap_err().status().unwrap(), 302);
    assert_eq!(server.count(), 6);
}

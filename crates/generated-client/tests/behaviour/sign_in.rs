//! Tokens: got once for all who wait, renewed in time, replaced when refused.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use pingone::{
    Client, ClientAuthentication, ClientCredentials, Request, Token, TokenFuture, TokenSource, Transport,
    TransportFuture, TransportReply,
};
use serde_json::Value;

use super::clock::{LIMIT, TestClock};
use super::server::{Server, answer, ok};

/// A service in the same process: gives tokens `t1`, `t2`… that last a hundred seconds, and
/// takes only the last.
#[derive(Default)]
struct Service {
    tokens: AtomicUsize,
    calls: AtomicUsize,
    /// What the token endpoint answers with instead.
    trouble: Mutex<Option<u16>>,
    asked: Mutex<Vec<Request>>,
}

impl Transport for Service {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(async move {
            let reply = |status: u16, body: String| {
                Ok(TransportReply::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body))
            };
            if request.uri.path() == "/env/as/token" {
                self.asked.lock().unwrap().push(request);
                // Time for others to come.
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
                if let Some(status) = *self.trouble.lock().unwrap() {
                    self.tokens.fetch_add(1, Ordering::SeqCst);
                    return reply(status, r#"{"error": "invalid_client"}"#.to_owned());
                }
                let number = self.tokens.fetch_add(1, Ordering::SeqCst) + 1;
                return reply(200, format!(r#"{{"access_token": "t{number}", "expires_in": 100}}"#));
            }
            self.calls.fetch_add(1, Ordering::SeqCst);
            let wanted = format!("Bearer t{}", self.tokens.load(Ordering::SeqCst));
            let good = request.headers.get("authorization").is_some_and(|value| value == wanted.as_str());
            reply(if good { 200 } else { 401 }, "{}".to_owned())
        })
    }
}

impl Service {
    fn tokens(&self) -> usize {
        self.tokens.load(Ordering::SeqCst)
    }
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new("id", "s3cret").env_id("env")
}

fn client(service: &Arc<Service>, clock: &TestClock) -> Client {
    let builder = Client::builder().base_url("http://localhost").client_credentials(credentials());
    builder.timeout(LIMIT).clock(clock.clone()).transport(service.clone()).build().unwrap()
}

async fn call(client: Client) -> pingone::Result<()> {
    client.request(Method::POST, "/v1/x").send::<Value>().await.map(drop)
}

async fn thousand(client: &Client) -> Vec<pingone::Result<()>> {
    let calls: Vec<_> = (0..1000).map(|_| tokio::spawn(call(client.clone()))).collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    results
}

async fn one_token_for_a_thousand() {
    let (service, clock) = (Arc::new(Service::default()), TestClock::new());
    let client = client(&service, &clock);
    call(client.clone()).await.unwrap();
    clock.pass(Duration::from_secs(200));
    assert!(thousand(&client).await.iter().all(Result::is_ok));
    assert_eq!(service.tokens(), 2, "one before, one for all of them");
    assert_eq!(service.calls.load(Ordering::SeqCst), 1001);
}

#[tokio::test]
async fn one_token_is_got_for_a_thousand_calls_on_one_thread() {
    one_token_for_a_thousand().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_token_is_got_for_a_thousand_calls_on_several_threads() {
    one_token_for_a_thousand().await;
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once_for_all() {
    let (service, clock) = (Arc::new(Service::default()), TestClock::new());
    let client = client(&service, &clock);
    call(client.clone()).await.unwrap();
    // The service forgets the token it gave.
    service.tokens.fetch_add(1, Ordering::SeqCst);
    assert!(thousand(&client).await.iter().all(Result::is_ok));
    assert_eq!(service.tokens(), 3);
}

#[tokio::test]
async fn a_call_is_replayed_once() {
    struct Stubborn;
    impl TokenSource for Stubborn {
        fn token(&self) -> TokenFuture<'_> {
            Box::pin(async { Ok(Token::new("t0ken")) })
        }
    }
    let server = Server::start([answer(401, "", ""), ok(), answer(401, "", ""), answer(401, "", "")]).await;
    let builder = Client::builder().base_url(&server.url).token_source(Stubborn);
    let client = builder.build().unwrap();
    call(client.clone()).await.unwrap();
    assert!(call(client).await.unwrap_err().is_unauthorized());
    assert_eq!(server.count(), 4);
    let server = Server::start([answer(401, "", ""), ok()]).await;
    let fixed = Client::builder().base_url(&server.url).bearer_token("t0ken").build().unwrap();
    assert!(call(fixed).await.unwrap_err().is_unauthorized());
    assert_eq!(server.count(), 1, "there is no other token to try");
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let (service, clock) = (Arc::new(Service::default()), TestClock::new());
    let client = client(&service, &clock);
    call(client.clone()).await.unwrap();
    clock.pass(Duration::from_secs(79));
    call(client.clone()).await.unwrap();
    assert_eq!(service.tokens(), 1);
    clock.pass(Duration::from_secs(2));
    call(client.clone()).await.unwrap();
    assert_eq!(service.tokens(), 2, "a fifth of its time is left");
}

#[tokio::test]
async fn a_failure_is_shared_and_asks_once() {
    let (service, clock) = (Arc::new(Service::default()), TestClock::new());
    *service.trouble.lock().unwrap() = Some(401);
    let client = client(&service, &clock);
    for result in thousand(&client).await {
        let error = result.unwrap_err();
        assert!(error.is_sign_in() && error.is_unauthorized(), "{error:?}");
        assert_eq!(error.code(), Some("invalid_client"));
    }
    assert_eq!(service.tokens(), 1);
    // A token that is still good outlives a failure to renew it.
    *service.trouble.lock().unwrap() = None;
    call(client.clone()).await.unwrap();
    clock.pass(Duration::from_secs(90));
    *service.trouble.lock().unwrap() = Some(500);
    let before = service.calls.load(Ordering::SeqCst);
    let _ = call(client.clone()).await;
    assert_eq!(service.calls.load(Ordering::SeqCst), before + 1);
}

#[tokio::test]
async fn who_gives_up_holds_up_nobody() {
    let (service, clock) = (Arc::new(Service::default()), TestClock::new());
    let client = client(&service, &clock);
    let first = tokio::spawn(call(client.clone()));
    while service.asked.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let waiting: Vec<_> = (0..10).map(|_| tokio::spawn(call(client.clone()))).collect();
    tokio::task::yield_now().await;
    first.abort();
    for call in waiting {
        call.await.unwrap().unwrap();
    }
    assert_eq!((service.tokens(), service.asked.lock().unwrap().len()), (1, 2));
}

#[tokio::test]
async fn id_and_secret_go_where_the_service_wants_them() {
    for way in [ClientAuthentication::Basic, ClientAuthentication::Post] {
        let service = Arc::new(Service::default());
        let builder = Client::builder().base_url("http://localhost").transport(service.clone());
        let client =
            builder.client_credentials(credentials().authentication(way).scope("a b")).build().unwrap();
        call(client.clone()).await.unwrap();
        let request = service.asked.lock().unwrap().pop().unwrap();
        let body = std::str::from_utf8(&request.body).unwrap();
        assert!(body.starts_with("grant_type=client_credentials&scope=a%20b"), "{body}");
        assert_eq!(body.contains("client_secret=s3cret"), way == ClientAuthentication::Post);
        assert_eq!(request.headers.contains_key("authorization"), way == ClientAuthentication::Basic);
        let shown = format!("{client:?} {request:?} {:?}", credentials());
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let builder = Client::builder().region(pingone::Region::Europe);
    let error = builder.client_credentials(ClientCredentials::new("id", "s3cret")).build().unwrap_err();
    assert_eq!(error.problems(), ["`env_id` of the client credentials is missing"]);
    let builder = Client::builder().region(pingone::Region::Europe);
    assert!(builder.client_credentials(credentials()).build().is_ok());
}

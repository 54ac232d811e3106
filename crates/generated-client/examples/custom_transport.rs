//! Sends requests in a way of its own: through a transport that limits how many are under way.
//!
//! Without the crate's default features nothing of reqwest is built, and `Network` below would be
//! an HTTP library of your choice. Here it answers by itself, so that the example runs anywhere:
//!
//! ```sh
//! cargo run --example custom_transport
//! ```

#![allow(clippy::print_stdout, reason = "it is what an example does")]

use std::sync::Arc;

use pingone::http::{HeaderMap, Method, StatusCode};
use pingone::{Client, Request, Transport, TransportError, TransportFuture, TransportReply};
use serde_json::Value;
use tokio::sync::Semaphore;

/// Lets so many requests through at a time as it has permits.
struct Limited<T> {
    inner: T,
    permits: Semaphore,
}

impl<T: Transport> Transport for Limited<T> {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(async move {
            // No connection was made yet, so the client may try again whatever the method.
            let _permit = self.permits.acquire().await.map_err(TransportError::connect)?;
            self.inner.send(request).await
        })
    }
}

/// Stands for an HTTP library.
struct Network;

impl Transport for Network {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(async move {
            // `Debug` shows neither the body nor the token.
            println!("sending {request:?}");
            let body = format!("{{\"path\": \"{}\"}}", request.uri.path());
            Ok(TransportReply::new(StatusCode::OK, HeaderMap::new(), body))
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> pingone::Result<()> {
    let transport = Arc::new(Limited { inner: Network, permits: Semaphore::new(8) });
    let client = Client::builder()
        .base_url("https://api.example.com")
        .bearer_token("token")
        .transport(transport)
        .build()?;
    let reply = client.request(Method::GET, "/v1/environments").send::<Value>().await?;
    println!("{}: {}", reply.status(), reply.value());
    Ok(())
}

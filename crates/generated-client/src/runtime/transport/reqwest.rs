//! HTTP with reqwest. Nothing of it is in a public type, so that it can be replaced.

use ::reqwest::{Client, redirect};

use super::{Request, Transport, TransportError, TransportFuture, TransportReply};

pub(crate) struct ReqwestTransport {
    client: Client,
}

impl ReqwestTransport {
    /// A connection pool of its own.
    pub(crate) fn new() -> Result<Self, TransportError> {
        // A redirected POST may be sent twice or turn into a GET, and one to another
        // origin takes the body with it; the caller sees the 3xx instead.
        let client = Client::builder().redirect(redirect::Policy::none()).build();
        client.map(|client| Self { client }).map_err(TransportError::other)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        Box::pin(async move {
            let mut outgoing = self
                .client
                .request(request.method, request.uri.to_string())
                .headers(request.headers)
                .body(request.body);
            if let Some(timeout) = request.timeout {
                outgoing = outgoing.timeout(timeout);
            }
            let mut reply = outgoing.send().await.map_err(told)?;
            let status = reply.status();
            let headers = std::mem::take(reply.headers_mut());
            let body = reply.bytes().await.map_err(told)?;
            Ok(TransportReply::new(status, headers, body))
        })
    }
}

fn told(error: ::reqwest::Error) -> TransportError {
    // The address holds path values, which are the caller's to show.
    let error = error.without_url();
    if error.is_timeout() {
        TransportError::timeout(error)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else {
        TransportError::other(error)
    }
}

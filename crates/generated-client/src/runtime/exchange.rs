//! A request in, its reply out: signed in, sent again where that does no harm, redirected
//! within its origin.

use std::future::{Future, ready};
use std::pin::Pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use super::auth::{Credentials, Signed};
use super::clock::within;
use super::error::Reply;
use super::observe::Span;
use super::options::Settings;
use super::{CallOptions, Client, Error, Request, Result, TransportError, TransportReply};
use super::{origin, retry};
use crate::generated::SERVICE;

/// How many redirects of one call are followed.
const REDIRECTS: u32 = 5;

/// A request to send, and how.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) options: CallOptions,
    /// The operation: `create_store`.
    pub(crate) name: &'static str,
    /// The path with placeholders, if there is one.
    pub(crate) route: &'static str,
    /// The documentation of the call.
    pub(crate) page: &'static str,
}

impl Outgoing {
    pub(crate) fn new(method: Method, uri: Uri) -> Self {
        Self {
            method,
            uri,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            options: CallOptions::default(),
            name: "",
            route: "",
            page: "",
        }
    }

    /// The same way of calling, at another address of the same origin.
    pub(crate) fn at(&self, uri: Uri) -> Self {
        Self {
            uri,
            headers: self.headers.clone(),
            options: self.options.clone(),
            ..Self {
                name: self.name,
                route: self.route,
                page: self.page,
                ..Self::new(Method::GET, Uri::default())
            }
        }
    }
}

/// An exchange under way. In a box: signing in is itself an exchange.
pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Reply>> + Send>>;

/// Sends `outgoing`, signed in if `sign`; or says why there is nothing to send. The caller has made
/// sure that its address is the service's.
pub(crate) fn exchange(client: Client, outgoing: Result<Outgoing>, sign: bool) -> Exchange {
    let outgoing = match outgoing {
        Ok(outgoing) => outgoing,
        Err(error) => return Box::pin(ready(Err(error))),
    };
    let span = Span::new(&outgoing);
    // One value that the future keeps where it is: the future is moved into its box.
    let mut run = Run::new(client, outgoing, sign, span);
    run.span.clone().around(async move { run.all().await })
}

/// One call while it is under way.
struct Run {
    client: Client,
    span: Span,
    outgoing: Outgoing,
    sign: bool,
    deadline: Instant,
    /// How often the request was sent.
    sent: u32,
    /// How long the pauses took.
    paused: Duration,
    /// Whether it was sent again with another token.
    replayed: bool,
    redirects: u32,
}

impl Run {
    fn new(client: Client, mut outgoing: Outgoing, sign: bool, span: Span) -> Self {
        let headers = &mut outgoing.headers;
        headers.extend(outgoing.options.get().headers.clone());
        headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        headers.entry(header::USER_AGENT).or_insert_with(|| client.agent().clone());
        Self {
            // Whoever sets the header signs in himself.
            sign: sign && !headers.contains_key(header::AUTHORIZATION),
            deadline: client.clock().now(),
            client,
            span,
            outgoing,
            sent: 0,
            paused: Duration::ZERO,
            replayed: false,
            redirects: 0,
        }
    }

    async fn all(&mut self) -> Result<Reply> {
        let now = self.client.clock().now();
        let timeout = self.options().timeout.unwrap_or(self.client.limits().timeout);
        // A limit too far away to be told is none that matters.
        self.deadline = now.checked_add(timeout).unwrap_or_else(|| now + YEAR);
        let result = self.outcome().await;
        self.span.end(self.sent, &result);
        result
    }

    async fn outcome(&mut self) -> Result<Reply> {
        loop {
            let signed = self.signed().await?;
            let outcome = self.attempt(signed.as_ref()).await;
            if let Ok(reply) = &outcome {
                if reply.status == StatusCode::UNAUTHORIZED && !self.replayed && self.refused(signed.as_ref())
                {
                    self.replayed = true;
                    continue;
                }
                if let Some(uri) = self.redirected(reply) {
                    self.redirects += 1;
                    self.outgoing.uri = uri;
                    continue;
                }
            }
            match self.pause(&outcome) {
                Some(pause) => {
                    self.paused += pause;
                    self.client.clock().sleep(pause).await;
                }
                None => return self.told(outcome),
            }
        }
    }

    async fn signed(&self) -> Result<Option<Signed>> {
        match self.client.credentials() {
            _ if !self.sign => Ok(None),
            Credentials::None => Ok(None),
            Credentials::Fixed(header) => Ok(Some(Signed { header: header.clone(), number: None })),
            Credentials::Cached(cache) => {
                // In a box, which most calls need not have.
                let signed = Box::pin(cache.signed(&self.client));
                let late = || Err(Error::transport(TransportError::timeout("no token came in time")));
                within(self.client.clock(), self.left(), signed).await.unwrap_or_else(late).map(Some)
            }
        }
    }

    fn refused(&self, signed: Option<&Signed>) -> bool {
        signed.is_some_and(|signed| self.client.credentials().refused(signed))
    }

    fn options(&self) -> &Settings {
        self.outgoing.options.get()
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(self.client.clock().now())
    }

    async fn attempt(
        &mut self,
        signed: Option<&Signed>,
    ) -> std::result::Result<TransportReply, TransportError> {
        let left = self.left();
        let own = self.options().attempt_timeout.or(self.client.limits().attempt_timeout);
        let limit = own.unwrap_or(left).min(left);
        let mut request = Request::new(self.outgoing.method.clone(), self.outgoing.uri.clone());
        request.headers = self.outgoing.headers.clone();
        if let Some(signed) = signed {
            request.headers.insert(header::AUTHORIZATION, signed.header.clone());
        }
        request.body = self.outgoing.body.clone();
        request.timeout = Some(limit);
        let interceptors = self.client.interceptors();
        interceptors.iter().for_each(|interceptor| interceptor.request(&mut request));
        self.sent += 1;
        let sent = within(self.client.clock(), limit, self.client.transport().send(request)).await;
        let outcome =
            sent.unwrap_or_else(|| Err(TransportError::timeout(format!("nothing whole came in {limit:?}"))));
        interceptors.iter().for_each(|interceptor| interceptor.reply(&outcome));
        outcome
    }

    /// Where to go on, if a GET is redirected within its origin. Anything else is the
    /// caller's to decide: a body and a token would go where nobody meant them to.
    fn redirected(&self, reply: &TransportReply) -> Option<Uri> {
        let moved = matches!(reply.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        if !moved || self.outgoing.method != Method::GET || self.redirects == REDIRECTS {
            return None;
        }
        let to = reply.headers.get(header::LOCATION)?.to_str().ok()?;
        origin::resolve(&self.outgoing.uri, to).filter(|to| origin::same(&self.outgoing.uri, to))
    }

    /// How long to wait before the request is sent again, if it may be and there is time.
    fn pause(&self, outcome: &std::result::Result<TransportReply, TransportError>) -> Option<Duration> {
        let harmless = retry::idempotent(&self.outgoing.method) || self.options().idempotent;
        let again = match outcome {
            Ok(reply) => retry::after_reply(reply.status, harmless),
            Err(error) => retry::after_error(error, harmless),
        };
        let policy = self.options().retry.as_ref().unwrap_or(&self.client.limits().retry);
        if !again || self.sent >= policy.attempts {
            return None;
        }
        let clock = self.client.clock();
        let asked = outcome.as_ref().ok().and_then(|reply| retry::asked(&reply.headers, clock.date()));
        let pause = asked.unwrap_or_else(|| policy.pause(self.sent, clock.random()));
        let fits = self.paused.checked_add(pause).is_some_and(|all| all <= policy.budget);
        if !fits || pause >= self.left() {
            return None;
        }
        match outcome {
            Ok(reply) => self.span.again(self.sent, pause, &reply.status),
            Err(error) => self.span.again(self.sent, pause, error),
        }
        Some(pause)
    }

    fn told(&self, outcome: std::result::Result<TransportReply, TransportError>) -> Result<Reply> {
        let TransportReply { status, headers, body } = outcome.map_err(Error::transport)?;
        let id = SERVICE.request_id_header.and_then(|name| headers.get(name)).and_then(|id| id.to_str().ok());
        let request_id = id.map(str::to_owned);
        let reply = Reply { status, request_id, headers, body, page: self.outgoing.page };
        if status.is_success() { Ok(reply) } else { Err(Error::refused(reply)) }
    }
}

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

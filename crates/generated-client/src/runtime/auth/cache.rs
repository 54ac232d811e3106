//! A token that is fetched once for all callers, and again before it expires.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::credentials::Grant;
use super::{Signed, Token, TokenSource, authorization};
use crate::runtime::{Client, Error, Result};

/// A token is fetched anew when this is left of its lifetime, or a fifth, whichever is less.
const MARGIN: Duration = Duration::from_secs(60);

/// A source of tokens, and the token it gave last.
pub(crate) struct Cache {
    source: Source,
    scheme: &'static str,
    held: Mutex<Held>,
    /// Held by whoever fetches. A caller that gives up lets go of it, and the next one fetches.
    flight: tokio::sync::Mutex<()>,
}

/// Where tokens come from.
enum Source {
    /// The caller's own.
    Own(Arc<dyn TokenSource>),
    /// The service's token endpoint.
    Grant(Grant),
}

#[derive(Default)]
struct Held {
    ready: Option<Ready>,
    /// How many tokens were fetched, or failed to be.
    flights: u64,
    /// Why the last flight failed, if it did.
    failure: Option<Arc<Error>>,
}

#[derive(Clone)]
struct Ready {
    signed: Signed,
    /// From then on it should be renewed, and from then on it is of no use.
    times: Option<(Instant, Instant)>,
}

impl Cache {
    /// Keeps tokens of the caller's own source.
    pub(crate) fn own(source: Arc<dyn TokenSource>, scheme: &'static str) -> Box<Self> {
        Self::new(Source::Own(source), scheme)
    }

    /// Keeps tokens of the service's token endpoint.
    pub(crate) fn grant(grant: Grant, scheme: &'static str) -> Box<Self> {
        Self::new(Source::Grant(grant), scheme)
    }

    fn new(source: Source, scheme: &'static str) -> Box<Self> {
        Box::new(Self { source, scheme, held: Mutex::default(), flight: tokio::sync::Mutex::new(()) })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // What it guards is whole between any two statements.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token, fetched if there is none that is good.
    pub(crate) async fn signed(&self, client: &Client) -> Result<Signed> {
        let (ready, flights) = {
            let held = self.held();
            (held.ready.clone(), held.flights)
        };
        let now = client.clock().now();
        if let Some(ready) = ready.filter(|ready| ready.good(now)) {
            if !ready.due(now) {
                return Ok(ready.signed);
            }
            // Still good: whoever comes first renews it, the others go on with it.
            let Ok(_flight) = self.flight.try_lock() else { return Ok(ready.signed) };
            return Ok(self.fetch(client).await.unwrap_or_else(|_| self.later(ready, client)));
        }
        let _flight = self.flight.lock().await;
        {
            let held = self.held();
            let now = client.clock().now();
            if let Some(ready) = held.ready.as_ref().filter(|ready| ready.good(now)) {
                return Ok(ready.signed.clone());
            }
            // Somebody asked while we waited, in vain: asking once more for each of us is no help.
            if let Some(failure) = held.failure.as_ref().filter(|_| held.flights != flights) {
                return Err(Error::sign_in(failure.clone()));
            }
        }
        self.fetch(client).await
    }

    /// Renews, while the flight is ours.
    async fn fetch(&self, client: &Client) -> Result<Signed> {
        let asked = client.clock().now();
        let fetched = match &self.source {
            Source::Own(source) => source.token().await.map_err(Error::token_source),
            Source::Grant(grant) => grant.token(client).await,
        };
        let fetched = fetched.and_then(|token| self.ready(&token, asked));
        let mut held = self.held();
        held.flights += 1;
        match fetched {
            Ok(mut ready) => {
                ready.signed.number = Some(held.flights);
                held.failure = None;
                held.ready = Some(ready.clone());
                Ok(ready.signed)
            }
            Err(error) => {
                let failure = Arc::new(error);
                held.failure = Some(failure.clone());
                Err(Error::sign_in(failure))
            }
        }
    }

    fn ready(&self, token: &Token, asked: Instant) -> Result<Ready> {
        let header = authorization(self.scheme, token.text.expose()).ok_or_else(|| {
            Error::build(vec!["the token holds characters that cannot be in a header".into()])
        })?;
        let times = token.lifetime.and_then(|lifetime| {
            let margin = MARGIN.min(lifetime / 5);
            Some((asked.checked_add(lifetime - margin)?, asked.checked_add(lifetime)?))
        });
        Ok(Ready { signed: Signed { header, number: None }, times })
    }

    /// Renewing failed, and the token is still good: puts off the next try.
    fn later(&self, mut ready: Ready, client: &Client) -> Signed {
        let now = client.clock().now();
        if let Some((due, end)) = &mut ready.times {
            *due = now + end.saturating_duration_since(now) / 4;
        }
        let signed = ready.signed.clone();
        self.held().ready = Some(ready);
        signed
    }

    /// The service refused the token with this number.
    pub(crate) fn refused(&self, number: u64) {
        let mut held = self.held();
        // Another call may have renewed it since.
        held.ready.take_if(|ready| ready.signed.number == Some(number));
    }
}

impl Ready {
    fn good(&self, now: Instant) -> bool {
        self.times.is_none_or(|(_, end)| now < end)
    }

    fn due(&self, now: Instant) -> bool {
        self.times.is_some_and(|(due, _)| now >= due)
    }
}

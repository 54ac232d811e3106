//! How calls are signed in: a token that stays, or one that is fetched and kept.

mod cache;
mod credentials;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::{Client, Result, Secret};
pub(crate) use cache::Cache;
pub(crate) use credentials::Endpoint;
pub use credentials::{ClientAuthentication, ClientCredentials};

/// Gets access tokens. Implement it to sign in in a way of your own.
///
/// The client keeps a token until shortly before it expires, and asks for one at a time
/// however many calls wait for it. It asks again after the service has refused a token (401).
pub trait TokenSource: Send + Sync + 'static {
    /// Gets a new token.
    fn token(&self) -> TokenFuture<'_>;
}

/// A token to come.
pub type TokenFuture<'a> = Pin<
    Box<
        dyn Future<Output = std::result::Result<Token, Box<dyn std::error::Error + Send + Sync>>> + Send + 'a,
    >,
>;

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }
}

/// An access token.
#[derive(Clone, Debug)]
pub struct Token {
    text: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token that is good until the service refuses it.
    pub fn new(text: impl Into<Secret>) -> Self {
        Self { text: text.into(), lifetime: None }
    }

    /// A token that expires `lifetime` after it was asked for.
    pub fn expiring(text: impl Into<Secret>, lifetime: Duration) -> Self {
        Self { text: text.into(), lifetime: Some(lifetime) }
    }
}

/// What calls are signed in with.
pub(crate) enum Credentials {
    /// The service wants none.
    None,
    /// Always the same.
    Fixed(HeaderValue),
    /// Fetched, kept, fetched again.
    Cached(Box<Cache>),
}

impl Credentials {
    /// The service refused this; whether there may be a better one.
    pub(crate) fn refused(&self, signed: &Signed) -> bool {
        match (self, signed.number) {
            (Self::Cached(cache), Some(number)) => {
                cache.refused(number);
                true
            }
            _ => false,
        }
    }
}

/// The value of `Authorization`.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) header: HeaderValue,
    /// Which of the fetched tokens it is.
    pub(crate) number: Option<u64>,
}

/// `Bearer …` as a header, wiped from memory with the last request that holds it. Nothing,
/// if the token holds characters that no header can.
pub(crate) fn authorization(scheme: &str, token: &str) -> Option<HeaderValue> {
    let text = Zeroizing::new(format!("{scheme} {token}").into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(***)")
    }
}

//! The client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method};

use super::auth::Credentials;
use super::call::{AnyCall, Follow};
use super::links::Link;
use super::{ClientBuilder, Clock, Interceptor, RetryPolicy, Transport};
use crate::Region;

/// A connection to the service. Cheap to clone, and safe to share between threads.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) bases: Bases,
    pub(crate) credentials: Credentials,
    pub(crate) agent: HeaderValue,
    pub(crate) limits: Limits,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    pub(crate) transport: Arc<dyn Transport>,
}

/// How long and how often is tried, unless a call says otherwise.
pub(crate) struct Limits {
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
}

/// Where the service is. Addresses are without a slash at the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bases {
    pub(crate) region: Option<Region>,
    /// Instead of every server of the region.
    pub(crate) url: Option<String>,
    /// Instead of the server that pages call so.
    pub(crate) urls: Vec<(String, String)>,
}

impl Bases {
    /// The address that pages call `placeholder`.
    pub(crate) fn of(&self, placeholder: &str) -> Option<&str> {
        let own = self.urls.iter().find(|(name, _)| name == placeholder).map(|(_, url)| url.as_str());
        own.or(self.url.as_deref()).or_else(|| self.region?.server(placeholder))
    }
}

impl Client {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A call that the documentation does not have. `path` starts with `/`, is encoded
    /// already, and stands behind the service's address; it may hold a query.
    pub fn request(&self, method: Method, path: impl Into<String>) -> AnyCall {
        AnyCall::new(self, method, path.into())
    }

    /// Goes where `link` leads, by GET. Only addresses of the service are called: a token
    /// would go where nobody meant it to.
    pub fn follow<T>(&self, link: Link<T>) -> Follow<T> {
        Follow::new(self, link)
    }

    /// The address that pages call `placeholder`.
    pub(crate) fn base(&self, placeholder: &str) -> Option<&str> {
        self.0.bases.of(placeholder)
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    pub(crate) fn agent(&self) -> &HeaderValue {
        &self.0.agent
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    pub(crate) fn interceptors(&self) -> &[Arc<dyn Interceptor>] {
        &self.0.interceptors
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("bases", &self.0.bases)
            .field("timeout", &self.0.limits.timeout)
            .field("retry", &self.0.limits.retry)
            .finish_non_exhaustive()
    }
}

//! What a client needs in, a client out.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Uri};

use super::auth::{self, Cache, ClientCredentials, Credentials, TokenSource};
use super::client::{Bases, Inner, Limits};
use super::clock::TokioClock;
use super::{Client, Clock, Error, Interceptor, Result, RetryPolicy, Secret, Transport};
use crate::Region;
use crate::generated::SERVICE;

/// How long a call may take if nobody says.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Collects what a client needs.
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    bases: Bases,
    sign_in: Option<SignIn>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    retry: Option<RetryPolicy>,
    user_agent_suffix: Option<String>,
    clock: Option<Arc<dyn Clock>>,
    interceptors: Vec<Arc<dyn Interceptor>>,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    network: super::transport::Network,
}

#[derive(Clone)]
enum SignIn {
    Token(Secret),
    ClientCredentials(ClientCredentials),
    Source(Arc<dyn TokenSource>),
}

impl ClientBuilder {
    /// Where the service is.
    pub fn region(mut self, region: Region) -> Self {
        self.bases.region = Some(region);
        self
    }

    /// Another address for the service, instead of a region: a proxy, a mock server.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.bases.url = Some(url.into());
        self
    }

    /// Another address for the part of the service that the documentation's request lines call
    /// `placeholder`, such as `authPath` in `POST {{authPath}}/token`. It goes before the
    /// region and `base_url`, which hold for all others.
    pub fn server(mut self, placeholder: impl Into<String>, url: impl Into<String>) -> Self {
        let placeholder = placeholder.into();
        self.bases.urls.retain(|(other, _)| *other != placeholder);
        self.bases.urls.push((placeholder, url.into()));
        self
    }

    /// The access token that calls are signed in with.
    pub fn bearer_token(mut self, token: impl Into<Secret>) -> Self {
        self.sign_in = Some(SignIn::Token(token.into()));
        self
    }

    /// The client id and secret that access tokens are got with.
    pub fn client_credentials(mut self, credentials: ClientCredentials) -> Self {
        self.sign_in = Some(SignIn::ClientCredentials(credentials));
        self
    }

    /// What access tokens are got from, in a way of your own.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.sign_in = Some(SignIn::Source(Arc::new(source)));
        self
    }

    /// How long a call may take as a whole, repetitions and pauses included. One minute if
    /// this is not said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long each attempt may take. As long as is left for the call, if this is not said.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// When requests are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// What sends the requests, instead of the transport that comes with this crate.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What sees every request and every reply, after those that were added before.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Where time and chance come from, instead of tokio and the system.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Adds your program's name to the `User-Agent` header: `my-tool/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends everything through the proxy at `url`: `http://user:password@proxy:3128`. Without
    /// this, the proxy that the environment names is used. For the transport of this crate.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.network.proxy = Some(url.into());
        self
    }

    /// Trusts a certificate authority (PEM) beside those of the system. For the transport of
    /// this crate.
    #[cfg(feature = "reqwest")]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network.roots.push(pem.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`is_build`](Error::is_build), with everything that is missing or wrong.
    pub fn build(mut self) -> Result<Client> {
        let mut problems = Vec::new();
        self.check_bases(&mut problems);
        let credentials = self.credentials(&mut problems);
        let agent = self.user_agent(&mut problems);
        let transport = self.chosen_transport(&mut problems);
        let limits = Limits {
            timeout: self.timeout.unwrap_or(TIMEOUT),
            attempt_timeout: self.attempt_timeout,
            retry: self.retry.unwrap_or_default(),
        };
        match (agent, transport) {
            (Some(agent), Some(transport)) if problems.is_empty() => Ok(Client::new(Inner {
                bases: self.bases,
                credentials,
                agent,
                limits,
                clock: self.clock.unwrap_or_else(|| Arc::new(TokioClock)),
                interceptors: self.interceptors,
                transport,
            })),
            _ => Err(Error::build(problems)),
        }
    }

    fn check_bases(&mut self, problems: &mut Vec<String>) {
        let bases = &mut self.bases;
        bases.region = bases.region.or(SERVICE.only_region);
        if bases.region.is_none() && bases.url.is_none() && bases.urls.is_empty() {
            problems.push("`region` is missing (or `base_url`)".into());
        }
        if bases.url.as_mut().is_some_and(|url| !trimmed(url)) {
            problems.push("`base_url` is not an http or https address without a query".into());
        }
        for (placeholder, url) in &mut bases.urls {
            if !trimmed(url) {
                problems.push(format!(
                    "`server` of `{placeholder}` is not an http or https address without a query"
                ));
            }
        }
    }

    fn credentials(&mut self, problems: &mut Vec<String>) -> Credentials {
        let Some(scheme) = SERVICE.auth_scheme else { return Credentials::None };
        match self.sign_in.take() {
            None => {
                problems.push("`bearer_token` is missing (or `client_credentials`, `token_source`)".into())
            }
            Some(SignIn::Token(token)) if token.expose().is_empty() => {
                problems.push("`bearer_token` is empty".into());
            }
            Some(SignIn::Token(token)) => match auth::authorization(scheme, token.expose()) {
                Some(header) => return Credentials::Fixed(header),
                None => problems.push("`bearer_token` holds characters that cannot be in a header".into()),
            },
            Some(SignIn::Source(source)) => return Credentials::Cached(Cache::own(source, scheme)),
            Some(SignIn::ClientCredentials(credentials)) => {
                let grant = credentials.grant(SERVICE.token_endpoint.as_ref(), &self.bases, problems);
                if let Some(grant) = grant {
                    return Credentials::Cached(Cache::grant(grant, scheme));
                }
            }
        }
        Credentials::None
    }

    fn user_agent(&self, problems: &mut Vec<String>) -> Option<HeaderValue> {
        let mut text = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned();
        if let Some(suffix) = &self.user_agent_suffix {
            text.push(' ');
            text.push_str(suffix);
        }
        let value = HeaderValue::try_from(text).ok();
        if value.is_none() {
            problems.push("`user_agent_suffix` holds characters that cannot be in a header".into());
        }
        value
    }

    fn chosen_transport(&mut self, problems: &mut Vec<String>) -> Option<Arc<dyn Transport>> {
        if let Some(transport) = self.transport.take() {
            return Some(transport);
        }
        #[cfg(feature = "reqwest")]
        match super::transport::ReqwestTransport::new(&self.network) {
            Ok(transport) => return Some(Arc::new(transport)),
            Err(problem) => problems.push(problem.into()),
        }
        #[cfg(not(feature = "reqwest"))]
        problems.push("`transport` is missing, and this crate was built without its own".into());
        None
    }
}

/// Cuts the slash at an address' end; whether it is one that paths can be put behind.
fn trimmed(url: &mut String) -> bool {
    url.truncate(url.trim_end_matches('/').len());
    let whole = url.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() && uri.query().is_none()
    });
    whole && !url.contains('#')
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("bases", &self.bases)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(builder: ClientBuilder) -> Vec<String> {
        builder.build().unwrap_err().problems().to_vec()
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let all = problems(Client::builder().base_url("ftp://x").user_agent_suffix("a\nb"));
        assert!(all.iter().any(|problem| problem.contains("`base_url`")), "{all:?}");
        assert!(all.iter().any(|problem| problem.contains("`user_agent_suffix`")), "{all:?}");
    }

    #[test]
    fn a_token_is_never_shown() {
        let builder = Client::builder().base_url("https://example.com/").bearer_token("hunter2");
        assert!(!format!("{builder:?}").contains("hunter2"));
        assert!(!format!("{:?}", builder.build().unwrap()).contains("hunter2"));
        let wrong = Client::builder().base_url("https://example.com").bearer_token("hunter2\n");
        if SERVICE.auth_scheme.is_some() {
            assert!(!format!("{:?}", wrong.build().unwrap_err()).contains("hunter2"));
        }
    }

    #[test]
    fn each_base_may_have_an_address_of_its_own() {
        let builder = Client::builder().bearer_token("t").server("authPath", "https://auth.example.com/");
        let both = builder.clone().base_url("https://api.example.com/x/").build().unwrap();
        assert_eq!(both.base("authPath"), Some("https://auth.example.com"));
        assert_eq!(both.base("apiPath"), Some("https://api.example.com/x"));
        if SERVICE.only_region.is_none() {
            assert_eq!(builder.clone().build().unwrap().base("apiPath"), None);
        }
        let wrong = problems(builder.server("scimPath", "ftp://x"));
        assert!(wrong.iter().any(|problem| problem.contains("`scimPath`")), "{wrong:?}");
    }

    #[test]
    fn clients_travel_between_threads() {
        fn travels<T: Clone + Send + Sync + 'static>() {}
        travels::<Client>();
        travels::<ClientBuilder>();
    }
}

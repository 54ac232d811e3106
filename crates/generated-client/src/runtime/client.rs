//! The client and its builder.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Uri};

use super::{Error, Result, Secret, Transport};
use crate::Region;
use crate::generated::SERVICE;

/// How long an exchange may take if nobody says.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A connection to the service. Cheap to clone, and safe to share between threads.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    base: Option<Base>,
    /// By what the documentation calls them, without a slash at the end.
    servers: BTreeMap<String, String>,
    authorization: Option<HeaderValue>,
    user_agent: HeaderValue,
    timeout: Duration,
    transport: Arc<dyn Transport>,
}

enum Base {
    Region(Region),
    /// Without a slash at the end.
    Url(String),
}

impl Client {
    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The address that pages call `placeholder`.
    pub(crate) fn base(&self, placeholder: &str) -> Option<&str> {
        if let Some(url) = self.0.servers.get(placeholder) {
            return Some(url);
        }
        match self.0.base.as_ref()? {
            Base::Region(region) => region.server(placeholder),
            Base::Url(url) => Some(url),
        }
    }

    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.0.authorization.as_ref()
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.0.user_agent
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Client");
        match &self.0.base {
            Some(Base::Region(region)) => shown.field("region", region),
            Some(Base::Url(url)) => shown.field("base_url", url),
            None => shown.field("servers", &self.0.servers),
        };
        shown.field("timeout", &self.0.timeout).finish_non_exhaustive()
    }
}

/// Collects what a client needs.
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    region: Option<Region>,
    base_url: Option<String>,
    servers: BTreeMap<String, String>,
    token: Option<Secret>,
    timeout: Option<Duration>,
    user_agent_suffix: Option<String>,
    transport: Option<Arc<dyn Transport>>,
}

impl ClientBuilder {
    /// Where the service is.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Another address for the service, instead of a region: a proxy, a mock server.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Another address for the part of the service that the documentation's request lines call
    /// `placeholder`, such as `authPath` in `POST {{authPath}}/token`. It goes before the
    /// region and `base_url`, which hold for all others.
    pub fn server(mut self, placeholder: impl Into<String>, url: impl Into<String>) -> Self {
        self.servers.insert(placeholder.into(), url.into());
        self
    }

    /// The access token that calls are signed in with.
    pub fn bearer_token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// How long a call may take as a whole. One minute if this is not said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// What sends the requests, instead of the transport that comes with this crate.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds your program's name to the `User-Agent` header: `my-tool/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`is_build`](Error::is_build), with everything that is missing or wrong.
    pub fn build(self) -> Result<Client> {
        let mut problems = Vec::new();
        let base = self.base(&mut problems);
        let mut servers = BTreeMap::new();
        for (placeholder, url) in &self.servers {
            match address(url) {
                Some(url) => drop(servers.insert(placeholder.clone(), url)),
                None => problems.push(format!(
                    "`server` of `{placeholder}` is not an http or https address without a query"
                )),
            }
        }
        let authorization = self.authorization(&mut problems);
        let user_agent = self.user_agent(&mut problems);
        let timeout = self.timeout.unwrap_or(TIMEOUT);
        let transport = transport(self.transport, &mut problems);
        match (user_agent, transport) {
            (Some(user_agent), Some(transport)) if problems.is_empty() => {
                Ok(Client(Arc::new(Inner { base, servers, authorization, user_agent, timeout, transport })))
            }
            _ => Err(Error::build(problems)),
        }
    }

    fn base(&self, problems: &mut Vec<String>) -> Option<Base> {
        if let Some(url) = &self.base_url {
            if let Some(url) = address(url) {
                return Some(Base::Url(url));
            }
            problems.push("`base_url` is not an http or https address without a query".into());
            return None;
        }
        let region = self.region.or(SERVICE.only_region);
        if region.is_none() && self.servers.is_empty() {
            problems.push("`region` is missing (or `base_url`)".into());
        }
        region.map(Base::Region)
    }

    fn authorization(&self, problems: &mut Vec<String>) -> Option<HeaderValue> {
        let scheme = SERVICE.auth_scheme?;
        let Some(token) = self.token.as_ref().map(Secret::expose).filter(|token| !token.is_empty()) else {
            problems.push("`bearer_token` is missing".into());
            return None;
        };
        let Ok(mut value) = HeaderValue::try_from(format!("{scheme} {token}")) else {
            problems.push("`bearer_token` holds characters that cannot be in a header".into());
            return None;
        };
        value.set_sensitive(true);
        Some(value)
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
}

/// An address that paths can be put behind, without the slash at its end.
fn address(url: &str) -> Option<String> {
    let url = url.trim_end_matches('/');
    let whole = url.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() && uri.query().is_none()
    });
    (whole && !url.contains('#')).then(|| url.to_owned())
}

fn transport(chosen: Option<Arc<dyn Transport>>, problems: &mut Vec<String>) -> Option<Arc<dyn Transport>> {
    if chosen.is_some() {
        return chosen;
    }
    #[cfg(feature = "reqwest")]
    match super::transport::ReqwestTransport::new() {
        Ok(transport) => return Some(Arc::new(transport)),
        Err(_) => problems.push("the HTTP library could not be set up".into()),
    }
    #[cfg(not(feature = "reqwest"))]
    problems.push("`transport` is missing, and this crate was built without its own".into());
    None
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("base_url", &self.base_url)
            .field("servers", &self.servers)
            .field("timeout", &self.timeout)
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
    fn clients_travel_between_threads() {
        fn travels<T: Clone + Send + Sync + 'static>() {}
        travels::<Client>();
        travels::<ClientBuilder>();
    }
}

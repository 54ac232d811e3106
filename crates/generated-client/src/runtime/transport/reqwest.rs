//! HTTP with reqwest. Nothing of it is in a public type, so that it can be replaced.

use std::future::ready;
use std::str::FromStr;
use std::sync::OnceLock;

use ::reqwest::{Certificate, Client, Proxy, Url, redirect};
use http::Uri;
use http::uri::{Authority, Scheme};

use super::{Request, Transport, TransportError, TransportFuture, TransportReply};
use crate::runtime::Secret;

/// How the network is reached.
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) proxy: Option<Secret>,
    /// Certificate authorities to trust beside the system's, as PEM.
    pub(crate) roots: Vec<Vec<u8>>,
}

pub(crate) struct ReqwestTransport {
    client: Client,
    /// Scheme and authority of the first address, and how reqwest reads it.
    server: OnceLock<Option<(Server, Url)>>,
}

type Server = (Option<Scheme>, Option<Authority>);

impl ReqwestTransport {
    /// A connection pool of its own, or what of `network` is wrong.
    pub(crate) fn new(network: &Network) -> Result<Self, &'static str> {
        // A redirected POST may be sent twice or turn into a GET, and one to another origin
        // takes the body with it; whoever knows what is sent decides.
        let mut client = Client::builder().redirect(redirect::Policy::none());
        if let Some(proxy) = &network.proxy {
            client = client.proxy(Proxy::all(proxy.expose()).map_err(|_| "`proxy` is not an address")?);
        }
        for pem in &network.roots {
            let roots = Certificate::from_pem_bundle(pem).ok().filter(|roots| !roots.is_empty());
            let roots = roots.ok_or("`root_certificate` is not a certificate in PEM")?;
            client = client.tls_certs_merge(roots);
        }
        let client = client.build().map_err(|_| "the HTTP library could not be set up")?;
        Ok(Self { client, server: OnceLock::new() })
    }
}

impl ReqwestTransport {
    /// `uri` as reqwest takes it. Servers are few and addresses many, so that the first server
    /// is looked at once.
    fn url(&self, uri: &Uri) -> Result<Url, <Url as FromStr>::Err> {
        let server = (uri.scheme().cloned(), uri.authority().cloned());
        let known = self.server.get_or_init(|| uri.to_string().parse().ok().map(|url| (server.clone(), url)));
        match known {
            Some((known, url)) if *known == server => {
                let mut url = url.clone();
                url.set_path(uri.path());
                url.set_query(uri.query());
                Ok(url)
            }
            _ => uri.to_string().parse(),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        let url = match self.url(&request.uri) {
            Ok(url) => url,
            Err(error) => return Box::pin(ready(Err(TransportError::other(error)))),
        };
        let mut outgoing = ::reqwest::Request::new(request.method, url);
        *outgoing.headers_mut() = request.headers;
        *outgoing.body_mut() = Some(request.body.into());
        let reply = self.client.execute(outgoing);
        // The time limit is kept by the caller, who drops this future.
        Box::pin(async move {
            let mut reply = reply.await.map_err(told)?;
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

#[cfg(test)]
mod tests {
    use super::{Network, ReqwestTransport};

    #[test]
    fn addresses_are_read_alike_whether_their_server_is_known_or_not() {
        let transport = ReqwestTransport::new(&Network::default()).expect("the defaults are good");
        for address in [
            "https://api.example/v1/things?first=1",
            "https://api.example/v1/things/a%2Fb%20c",
            "https://api.example",
            "https://api.example?only=query",
            "https://api.example//two/slashes",
            "https://api.example/a/../b?x=%3F&y=",
            "https://api.example:8443/port",
            "http://api.example/scheme",
            "https://auth.example/as/token",
            "https://api.example/v1/last",
        ] {
            let url = transport.url(&address.parse().expect("an address")).expect("an address");
            assert_eq!(url.as_str(), ::reqwest::Url::parse(address).expect("an address").as_str());
        }
    }
}

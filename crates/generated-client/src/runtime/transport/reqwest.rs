//! HTTP with reqwest. Nothing of it is in a public type, so that it can be replaced.

use ::reqwest::{Certificate, Client, Proxy, redirect};

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
}

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
        Ok(Self { client })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        // The time limit is kept by the caller, who drops this future.
        Box::pin(async move {
            let url = request.uri.to_string().parse().map_err(TransportError::other)?;
            let mut outgoing = ::reqwest::Request::new(request.method, url);
            *outgoing.headers_mut() = request.headers;
            *outgoing.body_mut() = Some(request.body.into());
            let mut reply = self.client.execute(outgoing).await.map_err(told)?;
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

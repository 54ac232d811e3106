//! A service in, HTTP on a port out.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::http::{Request as HttpRequest, Response, StatusCode};

use super::error::Refusal;
use super::faults::{Fault, Latency, chance, choose};
use super::log::Log;
use super::message::{Reply, Request};
use super::service::Service;
use crate::cli::MockArgs;
use crate::failure::Failure;
use crate::out;
use crate::watch::Watch;

/// The largest body that is read.
const MAX_BODY: usize = 16 * 1024 * 1024;

struct Server {
    /// Another one when the pages have changed.
    service: RwLock<Arc<Service>>,
    log: Log,
    faults: Vec<Fault>,
    latency: Option<Latency>,
    seed: u64,
    served: AtomicU64,
}

/// Listens, says where, and serves until the process is ended.
pub(super) fn serve(service: Service, watch: Result<Watch, Failure>, args: &MockArgs) -> Result<(), Failure> {
    let log = Log::new(args.quiet, args.record.as_deref())?;
    let server = Arc::new(Server {
        service: RwLock::new(Arc::new(service)),
        log,
        faults: args.fault.clone(),
        latency: args.latency,
        seed: args.seed,
        served: AtomicU64::new(0),
    });
    let failed = |error: io::Error| Failure::new(format!("cannot serve on port {}: {error}", args.port));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        // Only this machine can reach it: it answers anybody.
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", args.port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let count = server.service().operations.len();
        out::line(&format!("{count} operations on http://{address}"));
        match watch {
            Ok(watch) => server.reload_with(watch, args),
            Err(failure) => out::note(&format!("{failure}; what changes is not seen")),
        }
        let router = Router::new().fallback(handle).with_state(server);
        axum::serve(listener, router).await.map_err(failed)
    })
}

impl Server {
    fn service(&self) -> Arc<Service> {
        Arc::clone(&self.service.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Serves what the pages say after each change, as long as they have no errors.
    fn reload_with(self: &Arc<Self>, watch: Watch, args: &MockArgs) {
        let (server, args) = (Arc::clone(self), args.clone());
        std::thread::spawn(move || {
            loop {
                watch.changed();
                match super::service(&args, server.service().kept()) {
                    Ok(Some(service)) => {
                        let count = service.operations.len();
                        *server.service.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(service);
                        out::note(&format!("read the pages again: {count} operations"));
                    }
                    Ok(None) => out::note(
                        "the docs have errors, so what they said before holds; `cargo xtask lint` shows them",
                    ),
                    Err(failure) => out::note(&format!("{failure}; what the pages said before holds")),
                }
            }
        });
    }
}

async fn handle(State(server): State<Arc<Server>>, request: HttpRequest<Body>) -> Response<Body> {
    let started = Instant::now();
    let chance = chance(server.seed, server.served.fetch_add(1, Ordering::Relaxed));
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let mut request = Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: form_urlencoded::parse(query).into_owned().collect(),
        headers: parts.headers,
        body: Bytes::new(),
    };
    let fault = choose(&server.faults, chance);
    let service = server.service();
    let reply = match to_bytes(body, MAX_BODY).await {
        Ok(body) => {
            request.body = body;
            reply(&service, &request, fault)
        }
        Err(_) => service.refuse(None, &Refusal::new(413, "the body is too long or was cut off")),
    };
    if let Some(latency) = server.latency {
        // Another part of the same number, so that waits and faults do not go together.
        tokio::time::sleep(latency.of(chance.rotate_left(32))).await;
    }
    server.log.add(&request, &reply, started.elapsed());
    if fault.is_some_and(|fault| fault.status.is_none()) {
        return Response::new(Body::new(CutOff));
    }
    response(reply, request.method == "HEAD")
}

fn reply(service: &Service, request: &Request, fault: Option<Fault>) -> Reply {
    if let Some(preflight) = preflight(request) {
        return preflight;
    }
    match fault {
        Some(Fault { status: Some(status), .. }) => {
            service.refuse(None, &Refusal::new(status, "asked for with --fault"))
        }
        _ => service.answer(request),
    }
}

/// Browsers ask before they call another port (Fetch standard, section 3.3).
fn preflight(request: &Request) -> Option<Reply> {
    let wanted = request.header("access-control-request-method").filter(|_| request.method == "OPTIONS")?;
    let mut headers = vec![("access-control-allow-methods", wanted.to_owned())];
    let asked = request.header("access-control-request-headers");
    headers.extend(asked.map(|asked| ("access-control-allow-headers", asked.to_owned())));
    Some(Reply { status: 204, headers, operation: "preflight".into(), ..Reply::default() })
}

fn response(reply: Reply, head: bool) -> Response<Body> {
    let text = reply.body.as_ref().map(ToString::to_string).unwrap_or_default();
    let length = HeaderValue::from(text.len());
    let mut response = Response::new(if head { Body::empty() } else { Body::from(text) });
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    if head && reply.media_type.is_some() {
        headers.insert(CONTENT_LENGTH, length);
    }
    let media_type = reply.media_type.and_then(|name| HeaderValue::from_str(&name).ok());
    media_type.into_iter().for_each(|value| drop(headers.insert(CONTENT_TYPE, value)));
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

/// A body that breaks off: the connection is closed before its end.
struct CutOff;

impl HttpBody for CutOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::ConnectionReset))))
    }
}

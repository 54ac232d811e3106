//! The site on a port, made anew whenever a page changes; what a browser shows is loaded again then.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, HeaderValue,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, Request, Response, StatusCode};
use codegen::output::FileSet;
use tokio::sync::watch;

use crate::cli::SiteArgs;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::read::read_what_can_be;
use crate::summary::Summary;
use crate::watch::Watch;
use crate::{Outcome, out};

/// How long a browser waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a browser waits for news.
const EVENTS: &str = "/events";

struct Server {
    files: RwLock<Arc<FileSet>>,
    /// How often the site was made.
    edition: watch::Sender<u64>,
    address: SocketAddr,
}

/// Serves the site as the pages stand, until the process is ended.
pub(super) fn run(args: &SiteArgs) -> Result<Outcome, Failure> {
    // Before they are read, so that no change falls in between.
    let watch = Watch::of(&super::docs(args)?);
    let Some(files) = make(args)? else { return Ok(Outcome::Stopped) };
    let failed = |error: io::Error| Failure::new(format!("cannot serve on port {}: {error}", args.port));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        // Only this machine can reach it: pages may not be published yet.
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", args.port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let server =
            Arc::new(Server { files: RwLock::new(Arc::new(files)), edition: watch::Sender::new(0), address });
        out::line(&format!("the site is on http://{address}"));
        match watch {
            Ok(watch) => server.remake_with(watch, args),
            Err(failure) => out::note(&format!("{failure}; what changes is not seen")),
        }
        let router = Router::new().fallback(handle).with_state(server);
        axum::serve(listener, router).await.map_err(failed)
    })?;
    Ok(Outcome::Done)
}

/// The site of what can be read: of a page with errors, only they are shown.
fn make(args: &SiteArgs) -> Result<Option<FileSet>, Failure> {
    let reading = read_what_can_be(&super::docs(args)?, &Progress::hidden())?;
    if reading.stops() {
        super::errors(&reading);
        return Ok(None);
    }
    if !args.progress.quiet {
        out::note(Summary::of(&reading).read_lines().trim_end());
    }
    super::files(&reading, true).map(Some)
}

impl Server {
    fn files(&self) -> Arc<FileSet> {
        Arc::clone(&self.files.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn remake_with(self: &Arc<Self>, watch: Watch, args: &SiteArgs) {
        let (server, args) = (Arc::clone(self), args.clone());
        std::thread::spawn(move || {
            loop {
                watch.changed();
                match make(&args) {
                    Ok(Some(files)) if files != *server.files() => {
                        *server.files.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
                        server.edition.send_modify(|edition| *edition += 1);
                    }
                    Ok(Some(_)) => {}
                    Ok(None) => out::note("what the site showed before holds"),
                    Err(failure) => out::note(&format!("{failure}; what the site showed before holds")),
                }
            }
        });
    }

    /// Whether the browser meant us. A page elsewhere can have its own name lead here, and would
    /// read what is not published.
    fn is_meant(&self, host: Option<&HeaderValue>) -> bool {
        let port = self.address.port();
        let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        host.is_some_and(|host| names.iter().any(|name| name.as_bytes() == host.as_bytes()))
    }

    /// Answers when there is a newer edition than `seen`, or after a while (HTML standard,
    /// section 9.2: a browser asks again when the stream ends).
    async fn news(&self, seen: Option<u64>) -> Response<Body> {
        let mut edition = self.edition.subscribe();
        let seen = seen.unwrap_or(*edition.borrow());
        let changed = edition.wait_for(|edition| *edition != seen);
        let text = match tokio::time::timeout(PATIENCE, changed).await {
            Ok(Ok(edition)) => format!("retry: 200\nid: {}\nevent: changed\ndata: changed\n\n", *edition),
            _ => format!("retry: 200\nid: {seen}\ndata: nothing\n\n"),
        };
        response(StatusCode::OK, "text/event-stream", text)
    }
}

async fn handle(State(server): State<Arc<Server>>, request: Request<Body>) -> Response<Body> {
    if !server.is_meant(request.headers().get(HOST)) {
        return response(StatusCode::MISDIRECTED_REQUEST, "text/plain", "not this host\n".into());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = response(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "only to be read\n".into());
        refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    let path = request.uri().path();
    if path == EVENTS {
        let seen = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
        return server.news(seen).await;
    }
    let path = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    match server.files().get(path) {
        Some(file) => response(StatusCode::OK, media_type(path), file.text.clone()),
        None => response(StatusCode::NOT_FOUND, "text/plain", "no such page\n".into()),
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}

fn response(status: StatusCode, media_type: &'static str, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers: [(HeaderName, &'static str); 4] = [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // What a page cannot say of itself.
        (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

//! The documentation's own examples, and a server that answers with them.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test stops where it fails")]

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use docparse::diag::Sink;
use docparse::docset::Docset;
use docparse::ir::Operation;
use docparse::source::{SourceKind, SourceSet};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request and a reply as a page shows them.
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) request: Value,
    pub(crate) status: u16,
    pub(crate) reply: Value,
    /// What must not be shown when a value is printed.
    pub(crate) secrets: Vec<String>,
}

/// What every page of the docs set shows.
pub(crate) fn pages() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources =
        vec![("docset.toml".to_owned(), SourceKind::Docset, fs::read(root.join("docset.toml")).unwrap())];
    for entry in fs::read_dir(root.join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        sources.push((name, SourceKind::Page, fs::read(path).unwrap()));
    }
    let sources = SourceSet::new(sources);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    let page = |method: &'static str, path: &str, operation: &Operation| {
        let response = &operation.responses[0];
        let request = operation.body.as_ref().unwrap().examples[0].json.to_value();
        let reply = response.examples[0].json.to_value();
        let mut secrets = Vec::new();
        collect(&request, &mut secrets);
        collect(&reply, &mut secrets);
        Page {
            id: api.page(operation.page).unwrap().id.value.clone(),
            method,
            path: path.to_owned(),
            request,
            status: response.status.value,
            reply,
            secrets,
        }
    };
    let endpoints = api.endpoints.iter();
    endpoints
        .flat_map(|endpoint| {
            let path = endpoint.path.template();
            let pages = endpoint
                .operations
                .iter()
                .map(move |operation| (endpoint.method.value.wire(), path.clone(), operation));
            pages.collect::<Vec<_>>()
        })
        .map(|(method, path, operation)| page(method, &path, operation))
        .collect()
}

/// The values of secrets in `value`.
fn collect(value: &Value, secrets: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if docparse::is_secret_name(key) => secrets.push(text.clone()),
                    _ => collect(value, secrets),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, secrets)),
        _ => {}
    }
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A server on loopback that gives every request the same answer.
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers with `status`, `headers` and `body`.
    pub(crate) async fn start(status: u16, headers: &str, body: impl Into<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, body) = (received.clone(), body.into());
        let answer = format!(
            "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                serve(stream, &answer, &log).await;
            }
        });
        Self { url, received }
    }

    /// What came so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, answer: &str, log: &Mutex<Vec<Received>>) {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..read]);
        if let Some(request) = whole(&bytes) {
            log.lock().unwrap().push(request);
            stream.write_all(answer.as_bytes()).await.unwrap();
            return;
        }
        if read == 0 {
            return;
        }
    }
}

/// The request, once all of it is there.
fn whole(bytes: &[u8]) -> Option<Received> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers: Vec<_> = headers.map(|(key, value)| (key.to_lowercase(), value.to_owned())).collect();
    let length = headers
        .iter()
        .find(|(key, _)| key == "content-length")
        .map_or(0, |(_, length)| length.parse().unwrap());
    let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    Some(Received { line, headers, body })
}

//! A request and its reply in, a line for people and a line for programs out. Without secrets.

use std::fs::File;
use std::io::{LineWriter, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use docparse::is_secret_name;
use serde_json::{Map, Value, json};

use super::message::{Reply, Request};
use crate::failure::Failure;
use crate::out;

const MASK: &str = "********";
/// Headers whose values sign in (RFC 9110 section 11, RFC 6265).
const SIGN_IN: &[&str] = &["authorization", "proxy-authorization", "cookie", "set-cookie"];

pub(super) struct Log {
    quiet: bool,
    record: Option<Mutex<LineWriter<File>>>,
}

impl Log {
    pub(super) fn new(quiet: bool, record: Option<&Path>) -> Result<Self, Failure> {
        let open = |path: &Path| File::create(path).map_err(Failure::io("write", path));
        let record = record.map(open).transpose()?.map(|file| Mutex::new(LineWriter::new(file)));
        Ok(Self { quiet, record })
    }

    pub(super) fn add(&self, request: &Request, reply: &Reply, took: Duration) {
        if !self.quiet {
            out::line(&line(request, reply, took));
        }
        if let Some(record) = &self.record {
            let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
            // The disk may be full; the client gets its reply all the same.
            let _ = writeln!(record, "{}", entry(request, reply));
        }
    }
}

/// `POST /v1/books 201 createBook create-book-paper 0.4 ms`.
fn line(request: &Request, reply: &Reply, took: Duration) -> String {
    let query: Vec<String> =
        query(request).into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let named = if reply.operation.is_empty() {
        "no operation".to_owned()
    } else {
        format!("{} {}", reply.operation, reply.page).trim_end().to_owned()
    };
    let took = took.as_secs_f64() * 1000.0;
    let mut line =
        format!("{} {}{query} {} {named} {took:.1} ms", request.method, request.path, reply.status);
    reply.notes.iter().for_each(|note| line.push_str(&format!("\n  {note}")));
    // What was sent must not draw on the terminal.
    line.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

fn entry(request: &Request, reply: &Reply) -> Value {
    json!({
        "request": {
            "method": request.method,
            "path": request.path,
            "query": query(request).into_iter().map(|(key, value)| json!([key, value])).collect::<Vec<_>>(),
            "headers": headers(&request.headers),
            "body": body(request),
        },
        "reply": {
            "status": reply.status,
            "headers": reply.headers.iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())).collect::<Map<_, Value>>(),
            "body": reply.body.clone().map(masked),
        },
        "operation": reply.operation,
        "page": reply.page,
        "notes": reply.notes,
    })
}

fn query(request: &Request) -> Vec<(String, String)> {
    let mask = |(key, value): &(String, String)| {
        (key.clone(), if is_secret_name(key) { MASK.to_owned() } else { value.clone() })
    };
    request.query.iter().map(mask).collect()
}

fn headers(headers: &HeaderMap) -> Map<String, Value> {
    let hidden = |name: &str| SIGN_IN.contains(&name) || is_secret_name(name);
    let shown = |name: &str, value: &[u8]| match String::from_utf8_lossy(value) {
        _ if hidden(name) => MASK.into(),
        text => text.into(),
    };
    headers.iter().map(|(name, value)| (name.to_string(), shown(name.as_str(), value.as_bytes()))).collect()
}

fn body(request: &Request) -> Value {
    if request.body.is_empty() {
        return Value::Null;
    }
    if request.media_type().as_deref() == Some("application/x-www-form-urlencoded") {
        let pairs = form_urlencoded::parse(&request.body).into_owned();
        return masked(Value::Object(pairs.map(|(key, value)| (key, value.into())).collect()));
    }
    match serde_json::from_slice(&request.body) {
        Ok(value) => masked(value),
        // What cannot be looked into cannot be masked.
        Err(_) => format!("{} bytes", request.body.len()).into(),
    }
}

fn masked(mut value: Value) -> Value {
    mask(&mut value, false);
    value
}

fn mask(value: &mut Value, secret: bool) {
    match value {
        Value::Object(object) => {
            object.iter_mut().for_each(|(key, value)| mask(value, secret || is_secret_name(key)));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, secret)),
        Value::Null | Value::Bool(_) => {}
        other if secret => *other = MASK.into(),
        _ => {}
    }
}

//! JSON and a type in, panics out where the type does not keep what every generated type must:
//! what pages show comes through unchanged, what nobody knows yet is kept, and no secret is shown.
//!
//! The tests that call this are generated, from the same lists as the types.

use std::error::Error as _;
use std::fmt::{Debug, Write};
use std::future::Future;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::error::Reply;
use super::{
    Client, Error, Request, Response, Result, Transport, TransportFuture, TransportReply, call, model,
};

#[cfg(feature = "tracing")]
mod traced;

/// What stands for secrets in samples.
const MARKERS: [&str; 2] = ["m4rker", "7034700347"];

/// What a generated type is.
pub(crate) trait Any: Clone + Debug + PartialEq + Serialize + DeserializeOwned {}

impl<T: Clone + Debug + PartialEq + Serialize + DeserializeOwned> Any for T {}

/// What is seen of a value that was read: how it is printed, and how it is written.
struct Seen {
    printed: String,
    written: Value,
}

/// Reads a reply. All that is made anew for each type.
fn seen<T: Any>(reply: Reply) -> Result<Seen> {
    let response: Response<T> = call::read(reply)?;
    let value = response.value();
    assert!(value == &value.clone(), "a copy is the same");
    let written = serde_json::to_value(value).expect("a model is JSON");
    Ok(Seen { printed: format!("{response:?} {response:#?} {value:?}"), written })
}

type Read = fn(Reply) -> Result<Seen>;

fn reply(status: u16, body: impl Into<Bytes>) -> Reply {
    Reply {
        status: StatusCode::from_u16(status).expect("a status"),
        headers: HeaderMap::new(),
        request_id: None,
        body: body.into(),
        page: "",
    }
}

/// A value of a sample.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("a sample fits its type")
}

/// What `page` shows is read into typed fields and written as it was; so it is with a member, a
/// type and a value that nobody knows.
pub(crate) fn documented<T: Any>(page: &str, json: &str) {
    comes_through(seen::<T>, page, &read(json));
}

/// What `page` shows is not what its tables say. It is refused, and the place named, or read.
pub(crate) fn contradicted<T: Any>(page: &str, json: &str) {
    if let Err(error) = seen::<T>(reply(200, json.to_owned())) {
        assert!(error.json_path().is_some_and(|path| path.starts_with('$')), "{page}: {error}");
    }
}

fn comes_through(read: Read, page: &str, shown: &Value) {
    let back = |value: &Value| read(reply(200, value.to_string())).map(|seen| seen.written);
    let seen = read(reply(200, shown.to_string())).unwrap_or_else(|error| panic!("{page}: {error}"));
    assert!(same(&seen.written, shown), "{page}: {shown} became {}", seen.written);
    assert!(!seen.printed.contains("extra: {\""), "{page}: no field is there for {}", seen.printed);
    assert!(!seen.printed.contains("Unknown"), "{page}: not known: {}", seen.printed);
    for changed in everywhere(shown, &unknown) {
        let read = back(&changed).unwrap_or_else(|error| panic!("{page}: {error}: {changed}"));
        assert!(same(&read, &changed), "{page}: {changed} became {read}");
    }
}

/// What a newer service may send: text that was never listed, a member that was never named.
fn unknown(value: &Value) -> Vec<Value> {
    match value {
        Value::String(_) => vec!["UNHEARD_OF".into()],
        Value::Object(members) => {
            // In an object with free keys, a new member is like the others.
            let grown = members.values().next().map(|like| {
                let mut grown = members.clone();
                grown.insert("unheardOf".into(), like.clone());
                grown.into()
            });
            grown.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether both are the same JSON: `1` and `1.0` are one number (RFC 8259 section 6).
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let both =
                |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(both)
        }
        (one, other) => one == other,
    }
}

/// `value` with one of its parts changed, for each part and each change.
fn everywhere(value: &Value, change: &dyn Fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let mut all = change(value);
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                all.extend(everywhere(item, change).into_iter().map(|changed| {
                    let mut items = items.clone();
                    items[index] = changed;
                    items.into()
                }));
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                all.extend(everywhere(member, change).into_iter().map(|changed| {
                    let mut members = members.clone();
                    members.insert(key.clone(), changed);
                    Value::from(members)
                }));
            }
        }
        _ => {}
    }
    all
}

/// No marker of the sample `json` is shown by the value, by a call that sends it, by the reply
/// that brings it back, or by any error about either.
pub(crate) fn hides<T: Any>(json: &str) {
    stays_hidden(seen::<T>, json);
}

fn stays_hidden(read: Read, json: &str) {
    assert!(MARKERS.iter().any(|marker| json.contains(marker)), "nothing to look for in {json}");
    let sample: Value = self::read(json);
    let mut shown = String::new();
    let value = read(reply(200, json.to_owned())).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert!(same(&value.written, &sample), "{json} became {}", value.written);
    shown += &value.printed;

    let call = client().request(Method::POST, "/v1/x").json(&value.written);
    shown += &format!("{call:?} {call:#?}");
    let refused = wait(call.send_bytes()).expect_err("the service refuses everything");
    let back = refused.body().expect("it says what it was sent").clone();
    assert!(same(&value.written, &serde_json::from_slice(&back).expect("JSON")), "it was not sent");
    tell(&refused, &mut shown);

    for misfit in everywhere(&sample, &odd) {
        tell_result(read(reply(200, misfit.to_string())), &mut shown);
    }
    for end in (1..json.len()).step_by(5).filter(|end| json.is_char_boundary(*end)) {
        tell_result(read(reply(200, json[..end].to_owned())), &mut shown);
    }
    nothing_in(&shown);
}

/// What does not fit, or was never named. Markers go only where no text may be shown.
fn odd(value: &Value) -> Vec<Value> {
    let [marker, number] = MARKERS;
    let number = number.parse::<i64>().unwrap_or_default();
    match value {
        Value::String(text) if text == marker => vec![json!([marker]), json!({"x": marker}), json!(number)],
        Value::Number(known) if known.as_i64() == Some(number) => vec![json!(marker), json!([marker])],
        Value::Object(members) => {
            let named = |key: &str| {
                let mut members: Map<String, Value> = members.clone();
                members.insert(key.to_owned(), marker.into());
                members.into()
            };
            let named = ["password", "clientSecret", "unheardOf"].map(named);
            named.into_iter().chain([json!(1), json!([members])]).collect()
        }
        _ => vec![json!("text"), json!(1), json!([1]), json!({"x": 1})],
    }
}

/// No marker is shown by what builds a value, or by an error about what it lacks.
pub(crate) fn hides_while_built<B: model::Object + Debug>(json: &str) {
    let mut shown = String::new();
    let sample: Value = read(json);
    let whole = model::start::<B>(&sample, &[]).unwrap_or_else(|error| panic!("{error}: {json}"));
    let _ = write!(shown, "{whole:?} {whole:#?}");
    for misfit in everywhere(&sample, &odd) {
        match model::start::<B>(&misfit, &[]) {
            Ok(builder) => drop(write!(shown, "{builder:?}")),
            Err(error) => tell(&error, &mut shown),
        }
    }
    nothing_in(&shown);
}

/// No marker is shown by a call, or by the refusal that it meets.
pub(crate) fn hides_in_call<T>(call: &impl Debug, sent: impl Future<Output = Result<Response<T>>>) {
    let mut shown = format!("{call:?} {call:#?}");
    match wait(sent) {
        Ok(_) => panic!("the service refuses everything"),
        Err(error) => tell(&error, &mut shown),
    }
    nothing_in(&shown);
}

fn tell_result(result: Result<Seen>, shown: &mut String) {
    match result {
        Ok(seen) => shown.push_str(&seen.printed),
        Err(error) => tell(&error, shown),
    }
}

/// All that an error says when it is printed, causes included.
fn tell(error: &Error, shown: &mut String) {
    let _ = write!(
        shown,
        "{error} {error:#} {error:?} {error:#?} {:?} {:?}",
        error.api_error(),
        error.problems()
    );
    let mut cause = error.source();
    while let Some(inner) = cause {
        let _ = write!(shown, "{inner} {inner:?}");
        cause = inner.source();
    }
}

fn nothing_in(shown: &str) {
    for marker in MARKERS {
        if let Some(at) = shown.find(marker) {
            let start = shown[..at].char_indices().rev().nth(80).map_or(0, |(start, _)| start);
            panic!("a secret is shown: {}", &shown[start..at + marker.len()]);
        }
    }
    #[cfg(feature = "tracing")]
    traced::nothing_of(MARKERS);
}

/// A client whose token is a secret too, of a service that refuses everything and says what it was sent.
pub(crate) fn client() -> Client {
    #[cfg(feature = "tracing")]
    traced::start();
    let builder = Client::builder().base_url("http://localhost").bearer_token(MARKERS[0]);
    builder.transport(Refusing).build().expect("nothing is missing")
}

struct Refusing;

impl Transport for Refusing {
    fn send(&self, request: Request) -> TransportFuture<'_> {
        let printed = format!("{request:?} {request:#?}");
        nothing_in(&printed);
        let reply = TransportReply::new(StatusCode::BAD_REQUEST, HeaderMap::new(), request.body);
        nothing_in(&format!("{reply:?}"));
        Box::pin(std::future::ready(Ok(reply)))
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("the system has timers").block_on(work)
}

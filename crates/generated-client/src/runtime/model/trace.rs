//! Where in a body the reading failed, and why.
//!
//! A serde error type is opaque to the code that is generic over it, so nothing can be
//! attached to an error on its way up. Decoding runs on one thread without a pause,
//! so the keys are left here while the error unwinds, and [`decode`](super::decode) takes
//! them. Models read by anybody else's deserializer leave nothing: nobody would take it.

use std::cell::RefCell;

thread_local! {
    static TRACE: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Trace {
    /// From the failing value outwards.
    steps: Vec<String>,
    /// Our own words for what is wrong; they hold nothing of the body.
    reason: Option<String>,
}

/// From here on, keys are kept.
pub(crate) fn start() {
    TRACE.set(Some(Trace::default()));
}

/// The path to what failed (`$.a[2].b`) and our reason, if it was we who refused.
pub(crate) fn take() -> (String, Option<String>) {
    let trace = TRACE.take().unwrap_or_default();
    let path = trace.steps.into_iter().rev().fold(String::from("$"), |path, step| path + &step);
    (path, trace.reason)
}

/// The value of `key` failed.
pub(crate) fn key(key: &str) {
    step(|| match key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !key.is_empty() {
        true => format!(".{key}"),
        false => format!("[{key:?}]"),
    });
}

/// Item `index` of a list failed.
pub(crate) fn index(index: usize) {
    step(|| format!("[{index}]"));
}

/// Why we refuse, in words that hold nothing of the body.
pub(crate) fn reason(text: &str) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(trace) = trace {
            trace.reason = Some(text.to_owned());
        }
    });
}

fn step(text: impl FnOnce() -> String) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(trace) = trace {
            trace.steps.push(text());
        }
    });
}

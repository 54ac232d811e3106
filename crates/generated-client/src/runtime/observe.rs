//! A span for each call, with OpenTelemetry's names for HTTP clients (semantic conventions,
//! "HTTP client span"). Addresses, bodies and headers are in none: they may hold secrets.

use std::future::Future;

#[cfg(feature = "tracing")]
use tracing::{Instrument, field::Empty};

use super::error::Reply;
use super::exchange::{Exchange, Outgoing};
use super::{Error, Result};

/// The span of one call. Without the feature `tracing`, nothing.
#[derive(Clone)]
pub(crate) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn new(outgoing: &Outgoing) -> Self {
        let (method, route) = (outgoing.method.as_str(), outgoing.route);
        let span = tracing::info_span!(
            target: env!("CARGO_CRATE_NAME"),
            "call",
            otel.kind = "client",
            otel.name = Empty,
            operation = outgoing.name,
            http.request.method = method,
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            url.template = Empty,
            server.address = Empty,
            server.port = Empty,
            error.type = Empty,
            request_id = Empty,
        );
        if !span.is_disabled() {
            if !route.is_empty() {
                span.record("url.template", route);
                span.record("otel.name", format!("{method} {route}"));
            } else {
                span.record("otel.name", method);
            }
            span.record("server.address", outgoing.uri.host());
            let scheme = outgoing.uri.scheme_str();
            let port = outgoing.uri.port_u16().or_else(|| super::origin::default_port(scheme));
            span.record("server.port", port);
        }
        Self { span }
    }

    /// The request is sent again after a pause.
    pub(crate) fn again(&self, sent: u32, pause: std::time::Duration, why: &dyn std::fmt::Display) {
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"), parent: &self.span,
            attempt = sent, pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX), %why, "sending again"
        );
    }

    /// How it ended.
    pub(crate) fn end(&self, sent: u32, result: &Result<Reply>) {
        if self.span.is_disabled() {
            return;
        }
        if sent > 1 {
            self.span.record("http.request.resend_count", sent - 1);
        }
        let (status, id) = match result {
            Ok(reply) => (Some(reply.status), reply.request_id.as_deref()),
            Err(error) => (error.status(), error.request_id()),
        };
        self.span.record("http.response.status_code", status.map(|status| status.as_u16()));
        self.span.record("request_id", id);
        if let Err(error) = result {
            self.span.record("error.type", kind(error).as_str());
        }
    }

    pub(crate) fn around(&self, work: impl Future<Output = Result<Reply>> + Send + 'static) -> Exchange {
        if self.span.is_disabled() { Box::pin(work) } else { Box::pin(work.instrument(self.span.clone())) }
    }
}

/// `error.type`: the status, or what kind of failure it was.
#[cfg(feature = "tracing")]
fn kind(error: &Error) -> String {
    match error.status() {
        Some(status) => status.as_u16().to_string(),
        None if error.is_timeout() => "timeout".to_owned(),
        None if error.is_connect() => "connect".to_owned(),
        None => "other".to_owned(),
    }
}

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn new(_: &Outgoing) -> Self {
        Self {}
    }

    pub(crate) fn again(&self, _: u32, _: std::time::Duration, _: &dyn std::fmt::Display) {}

    pub(crate) fn end(&self, _: u32, _: &Result<Reply>) {}

    pub(crate) fn around(&self, work: impl Future<Output = Result<Reply>> + Send + 'static) -> Exchange {
        Box::pin(work)
    }
}

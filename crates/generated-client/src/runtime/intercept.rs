//! What sees every request on its way out, and every reply on its way in.

use super::transport::{Request, TransportError, TransportReply};

/// Sees every request that is sent and what comes of it, repetitions and token requests
/// included. To decide whether and when something is sent, wrap a
/// [`Transport`](crate::Transport) instead.
pub trait Interceptor: Send + Sync + 'static {
    /// Called before `request` is sent. What it changes is sent; the credential is in it.
    fn request(&self, request: &mut Request) {
        let _ = request;
    }

    /// Called with what came of a request.
    fn reply(&self, outcome: &Result<TransportReply, TransportError>) {
        let _ = outcome;
    }
}

//! How the client behaves when the network, the service or the caller does not: against a
//! server on loopback that fails on purpose, with a clock that tests set.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod clock;
mod faults;
mod hatches;
mod server;
mod sign_in;

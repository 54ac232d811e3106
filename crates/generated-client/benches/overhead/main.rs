//! A call through the client, and the same call written by hand with reqwest and serde.
//!
//! ```text
//! overhead serve              answers on loopback; prints where
//! overhead client URL CALLS   calls it through the client
//! overhead hand URL CALLS     calls it by hand
//! ```
//!
//! `docs/overhead.sh` runs the latter two under Valgrind, against a process with the first, and
//! writes down what one call takes.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark stops where it fails")]

mod hand;
mod serve;

use std::time::Instant;

use pingone::Client;
use pingone::models::{PingOneStore, PingOneStoreConfiguration, Store};

/// What a page shows; see `hand` for the same by hand.
fn store() -> PingOneStore {
    let configuration = PingOneStoreConfiguration::builder()
        .environment_id("abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")
        .region("North America")
        .default_auth_method("Email 1")
        .create_users(true)
        .update_users(true)
        .disable_users(true)
        .remove_action("Disable")
        .mfa_user_device_management("Merge with devices in PingOne")
        .provision_disabled_users_prov_opt(true)
        .client_id("yourClientId")
        .client_secret("yourClientSecret");
    PingOneStore::builder().name("PingOneTest").configuration(configuration.build().unwrap()).build().unwrap()
}

async fn client(url: &str, calls: u32) {
    let client = Client::builder().base_url(url).bearer_token("token").build().unwrap();
    let store = store();
    for _ in 0..calls {
        let call = client.propagation_stores().create_store("abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
        let reply = call.body(store.clone()).send().await.unwrap();
        assert!(matches!(reply, Store::PingOne(store) if store.id.is_some()));
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).filter(|arg| *arg != "--bench").collect();
    let started = Instant::now();
    let calls = match args[..] {
        ["serve"] => return runtime.block_on(serve::serve()),
        ["client", url, calls] => {
            let calls = calls.parse().unwrap();
            runtime.block_on(client(url, calls));
            calls
        }
        ["hand", url, calls] => {
            let calls = calls.parse().unwrap();
            runtime.block_on(hand::calls(url, calls));
            calls
        }
        _ => return println!("overhead serve | client URL CALLS | hand URL CALLS; see docs/overhead.sh"),
    };
    println!("{:.1}", started.elapsed().as_secs_f64() * 1e6 / f64::from(calls));
}

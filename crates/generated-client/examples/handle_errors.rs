//! What can go wrong with a call, and what a program may do about it.
//!
//! ```sh
//! export PINGONE_ENVIRONMENT=… PINGONE_TOKEN=…
//! cargo run --example handle_errors
//! ```

#![allow(clippy::print_stdout, reason = "it is what an example does")]

use std::env::var;
use std::error::Error as _;
use std::time::Duration;

use pingone::models::{PingOneStore, PingOneStoreConfiguration, Store};
use pingone::{CallOptions, Client, Error, Region};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let environment = var("PINGONE_ENVIRONMENT").unwrap_or_default();
    match create(&environment).await {
        Ok(store) => println!("created: {store:?}"),
        Err(error) => explain(&error),
    }
}

async fn create(environment: &str) -> Result<Store, Error> {
    let client = Client::builder()
        .region(Region::NorthAmerica)
        .bearer_token(var("PINGONE_TOKEN").unwrap_or_default())
        .build()?;
    let configuration =
        PingOneStoreConfiguration::builder().environment_id(environment).region("North America").build()?;
    let body = PingOneStore::builder().name("Example").configuration(configuration).build()?;
    // A header of your own finds the exchange again in the logs of both sides.
    let options = CallOptions::new().timeout(Duration::from_secs(10)).header("X-Request-Id", "example-1");
    client.propagation_stores().create_store(environment).body(body).options(options).send().await
}

fn explain(error: &Error) {
    // Printing an error shows no value that was sent or came back, so it may go to a log.
    println!("{error}");
    if error.is_build() {
        println!("nothing was sent, because:");
        error.problems().iter().for_each(|problem| println!("  {problem}"));
    } else if error.is_unauthorized() || error.is_forbidden() {
        println!("the token is missing, expired, or does not allow this");
    } else if error.is_rate_limited() {
        println!("too many requests, even after waiting as long as the service asked");
    } else if error.is_invalid_request() || error.is_conflict() {
        for detail in error.api_error().into_iter().flat_map(|refusal| &refusal.details) {
            println!("  {:?} is wrong: {:?}", detail.target, detail.message);
        }
    } else if error.is_timeout() {
        // A POST is not sent again by itself: it might have been carried out.
        println!("no answer in time; look whether the store is there before trying again");
    } else if error.is_decode() {
        println!("carried out, but the reply is new to this version, at {:?}", error.json_path());
    }
    if let Some(id) = error.request_id() {
        println!("quote {id} to support");
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        println!("because {inner}");
        cause = inner.source();
    }
}

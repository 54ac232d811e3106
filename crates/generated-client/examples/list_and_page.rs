//! Goes through all pages of a list that this version of the crate has no function for.
//!
//! ```sh
//! export PINGONE_ENVIRONMENT=… PINGONE_TOKEN=…
//! cargo run --example list_and_page
//! ```

#![allow(clippy::print_stdout, reason = "it is what an example does")]

use std::env::var;
use std::error::Error;

use pingone::http::Method;
use pingone::models::Store;
use pingone::{Client, Region};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = var("PINGONE_ENVIRONMENT")?;
    let client =
        Client::builder().region(Region::NorthAmerica).bearer_token(var("PINGONE_TOKEN")?).build()?;

    // Signed in, sent again and timed out like any other call. Links to the next page are
    // followed on the service itself, and nowhere else.
    let path = format!("/v1/environments/{environment}/propagation/stores");
    let mut pages = client.request(Method::GET, path).query("limit", 50).pages::<Value>();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        let mut page = page?.into_value();
        let stores = page["_embedded"]["stores"].take();
        // What the crate has a type for can be read as that type, wherever it stands.
        for store in serde_json::from_value::<Option<Vec<Store>>>(stores)?.unwrap_or_default() {
            count += 1;
            println!("{count}: {store:?}");
        }
    }
    Ok(())
}

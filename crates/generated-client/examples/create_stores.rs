//! Creates a store of each kind.
//!
//! ```sh
//! export PINGONE_ENVIRONMENT=… PINGONE_CLIENT_ID=… PINGONE_CLIENT_SECRET=…
//! cargo run --example create_stores
//! ```

#![allow(clippy::print_stdout, reason = "it is what an example does")]

use std::env::var;
use std::error::Error;

use pingone::models::{
    AqueraStore, AqueraStoreConfiguration, CreateStoreRequest, PingOneStore, PingOneStoreConfiguration,
    SalesforceStore, SalesforceStoreConfiguration, Store,
};
use pingone::{Client, ClientCredentials, Region};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = var("PINGONE_ENVIRONMENT")?;
    let credentials = ClientCredentials::new(var("PINGONE_CLIENT_ID")?, var("PINGONE_CLIENT_SECRET")?);
    let client = Client::builder()
        .region(Region::NorthAmerica)
        .client_credentials(credentials.env_id(&environment))
        .build()?;

    let bodies: [CreateStoreRequest; 3] =
        [aquera()?.into(), pingone(&environment)?.into(), salesforce()?.into()];
    for body in bodies {
        // Each kind of store goes in by one function; the reply says which kind came back.
        match client.propagation_stores().create_store(&environment).body(body).send().await? {
            Store::Aquera(store) => println!("Aquera store {:?}", store.id),
            Store::PingOne(store) => println!("PingOne store {:?}", store.id),
            Store::Salesforce(store) => println!("Salesforce store {:?}", store.id),
            // A kind that the service has learned since this program was built.
            other => println!("another store: {other:?}"),
        }
    }
    Ok(())
}

fn aquera() -> pingone::Result<AqueraStore> {
    let configuration = AqueraStoreConfiguration::builder()
        .authentication_method("None")
        .basic_auth_user("provisioner")
        .basic_auth_password("correct horse battery staple")
        .scim_url("https://scim.example.com/v2")
        .create_users(true)
        .build()?;
    AqueraStore::builder().name("Aquera example").configuration(configuration).build()
}

fn pingone(environment: &str) -> pingone::Result<PingOneStore> {
    let configuration = PingOneStoreConfiguration::builder()
        .environment_id(environment)
        .region("North America")
        .create_users(true)
        .build()?;
    PingOneStore::builder().name("PingOne example").configuration(configuration).build()
}

fn salesforce() -> pingone::Result<SalesforceStore> {
    let configuration = SalesforceStoreConfiguration::builder()
        .client_id("salesforce-client")
        .client_secret("correct horse battery staple")
        .oauth_access_token("access token")
        .oauth_refresh_token("refresh token")
        .salesforce_domain("https://example.my.salesforce.com")
        .enable_communities(false)
        .freeze_user_flag(false)
        .permission_set_management("Merge with permission sets in Salesforce")
        .build()?;
    SalesforceStore::builder().name("Salesforce example").configuration(configuration).build()
}

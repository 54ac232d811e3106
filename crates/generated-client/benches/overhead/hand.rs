//! The call as somebody would write it who needs no other: the same address, headers, body and
//! typed reply, and a time limit; no repetitions, no unknown members.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize)]
struct NewStore {
    r#type: &'static str,
    name: String,
    configuration: Configuration,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Store {
    PingOne(Box<PingOneStore>),
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what is decoded counts, not what is looked at")]
struct PingOneStore {
    id: Option<String>,
    environment: Option<Reference>,
    created_at: Option<String>,
    updated_at: Option<String>,
    image: Option<Link>,
    status: Option<String>,
    configuration: Option<Configuration>,
    name: Option<String>,
    #[serde(rename = "_links")]
    links: Option<BTreeMap<String, Link>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is decoded counts, not what is looked at")]
struct Reference {
    id: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is decoded counts, not what is looked at")]
struct Link {
    href: Option<String>,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Configuration {
    environment_id: Option<String>,
    region: Option<String>,
    default_auth_method: Option<String>,
    create_users: Option<bool>,
    update_users: Option<bool>,
    disable_users: Option<bool>,
    remove_action: Option<String>,
    mfa_user_device_management: Option<String>,
    provision_disabled_users_prov_opt: Option<bool>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

fn store() -> NewStore {
    let configuration = Configuration {
        environment_id: Some("abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".into()),
        region: Some("North America".into()),
        default_auth_method: Some("Email 1".into()),
        create_users: Some(true),
        update_users: Some(true),
        disable_users: Some(true),
        remove_action: Some("Disable".into()),
        mfa_user_device_management: Some("Merge with devices in PingOne".into()),
        provision_disabled_users_prov_opt: Some(true),
        client_id: Some("yourClientId".into()),
        client_secret: Some("yourClientSecret".into()),
    };
    NewStore { r#type: "PingOne", name: "PingOneTest".into(), configuration }
}

/// Makes `calls` calls.
pub(crate) async fn calls(url: &str, calls: u32) {
    // As anybody would who cares: without a limit, a call may take for ever.
    let client = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
    let store = store();
    let environment = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
    for _ in 0..calls {
        // A program makes a body for each call; so does the one with the client.
        let store = store.clone();
        let request = client
            .post(format!("{url}/v1/environments/{environment}/propagation/stores"))
            .header(AUTHORIZATION, format!("Bearer {}", "token"))
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(USER_AGENT, HeaderValue::from_static("pingone/0.1.0"))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(serde_json::to_vec(&store).unwrap());
        let reply = request.send().await.unwrap().error_for_status().unwrap();
        let store: Store = serde_json::from_slice(&reply.bytes().await.unwrap()).unwrap();
        assert!(matches!(store, Store::PingOne(store) if store.id.is_some()));
    }
}

//! Answers every request on loopback with the reply that a page documents.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The reply on the page of `create_store` about a PingOne store.
const REPLY: &str = r#"{"id":"4c7d38cf-e3dc-4210-a9c3-d19209333874","environment":{"id":"abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"},"createdAt":"2022-11-28T19:43:36.206Z","updatedAt":"2022-11-28T19:43:36.206Z","image":{"href":"https://d1oekt4jpdthse.cloudfront.net/branding/market/cb933bfe-8282-405a-a780-0a19b97edc02.png"},"type":"PingOne","status":"INACTIVE","configuration":{"ENVIRONMENT_ID":"abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6","REGION":"North America","DEFAULT_AUTH_METHOD":"Email 1","CREATE_USERS":true,"UPDATE_USERS":true,"DISABLE_USERS":true,"REMOVE_ACTION":"Disable","MFA_USER_DEVICE_MANAGEMENT":"Merge with devices in PingOne","PROVISION_DISABLED_USERS_PROV_OPT":true,"CLIENT_ID":"yourClientId","CLIENT_SECRET":"********"},"name":"PingOneTest","_links":{"self":{"href":"https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/propagation/stores/4c7d38cf-e3dc-4210-a9c3-d19209333874"},"update":{"href":"https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/propagation/stores/4c7d38cf-e3dc-4210-a9c3-d19209333874"},"delete":{"href":"https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/propagation/stores/4c7d38cf-e3dc-4210-a9c3-d19209333874"}}}"#;

/// Prints where it is, and answers until it is ended.
pub(crate) async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(answer(stream));
    }
}

async fn answer(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let head = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncorrelation-id: c-1\r\n";
    let reply = format!("{head}content-length: {}\r\n\r\n{REPLY}", REPLY.len());
    let mut received = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return,
            Ok(count) => received.extend_from_slice(&chunk[..count]),
        }
        if whole(&received) {
            received.clear();
            stream.write_all(reply.as_bytes()).await.unwrap();
        }
    }
}

fn whole(received: &[u8]) -> bool {
    let text = String::from_utf8_lossy(received).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

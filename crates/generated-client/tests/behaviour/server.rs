//! A server on loopback that answers each request with the next of its answers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Status line's number, further header lines, body.
    Whole(u16, String, String),
    /// The beginning of a reply; then the connection breaks.
    Reset(&'static str),
    /// The beginning of a reply; then nothing.
    Silence(&'static str),
}

pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Answer {
    Answer::Whole(status, headers.to_owned(), body.to_owned())
}

pub(crate) fn ok() -> Answer {
    answer(200, "", "{}")
}

pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// After the last answer, connections are closed.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let mut answers: VecDeque<Answer> = answers.into_iter().collect();
        let log = requests.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let Some(request) = read(&mut stream).await else { continue };
                log.lock().unwrap().push(request);
                let Some(answer) = answers.pop_front() else { continue };
                tokio::spawn(give(stream, answer));
            }
        });
        Self { url, requests }
    }

    /// What came so far, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.requests().len()
    }
}

async fn give(mut stream: TcpStream, answer: Answer) {
    match answer {
        Answer::Whole(status, headers, body) => {
            let head = format!(
                "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            // The client may have hung up.
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
        Answer::Reset(start) => {
            let _ = stream.write_all(start.as_bytes()).await;
        }
        Answer::Silence(start) => {
            let _ = stream.write_all(start.as_bytes()).await;
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text);
        }
    }
}

//! One call: path values, headers and body in, a typed reply out.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Reply;
use super::form::{self, NOT_UNRESERVED};
use super::transport::TransportReply;
use super::{Client, Error, Request, Result, model};
use crate::generated::SERVICE;

/// A call under construction. What is wrong with it is said when it is sent.
#[derive(Clone)]
pub(crate) struct Call {
    client: Client,
    method: Method,
    /// What pages call the server's address: `apiPath`.
    base: &'static str,
    path: String,
    /// Key and value, not yet encoded.
    query: Vec<(&'static str, String)>,
    /// Keys that the query must have, and what their setters are called.
    required: &'static [(&'static str, &'static str)],
    headers: HeaderMap,
    body: Option<Bytes>,
    problems: Vec<String>,
    page: &'static str,
}

impl Call {
    /// A call that the documentation describes at `page`.
    pub(crate) fn new(client: &Client, method: Method, base: &'static str, page: &'static str) -> Self {
        Self {
            client: client.clone(),
            method,
            base,
            path: String::new(),
            query: Vec::new(),
            required: &[],
            headers: HeaderMap::new(),
            body: None,
            problems: Vec::new(),
            page,
        }
    }

    /// A part of the path, with slashes, already encoded.
    pub(crate) fn path(mut self, text: &'static str) -> Self {
        self.path.push_str(text);
        self
    }

    /// A value in the path.
    pub(crate) fn value(mut self, name: &'static str, value: &str) -> Self {
        // `.` and `..` would be resolved away by servers and proxies, and another
        // resource would be called; encoding does not help (RFC 3986 section 5.2.4).
        if matches!(value, "" | "." | "..") {
            self.problems.push(format!("`{name}` is empty or dots only, which no path can hold"));
        }
        self.path.extend(utf8_percent_encode(value, NOT_UNRESERVED));
        self
    }

    /// What the query must have: keys, and the names of their setters.
    pub(crate) fn requires(mut self, required: &'static [(&'static str, &'static str)]) -> Self {
        self.required = required;
        self
    }

    /// Sets a value of the query.
    pub(crate) fn query(self, key: &'static str, value: impl ToString) -> Self {
        self.query_all(key, [value])
    }

    /// Sets the values of the query that `key` stands before, each with the key.
    pub(crate) fn query_all<T: ToString>(
        mut self,
        key: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.query.retain(|(other, _)| *other != key);
        self.query.extend(values.into_iter().map(|value| (key, value.to_string())));
        self
    }

    /// Sets a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.problems.push("a header's name is not one".to_owned()),
            (_, Err(_)) => {
                self.problems
                    .push(format!("the value of header `{name}` holds characters that cannot be sent"));
            }
        }
        self
    }

    /// Sets the body to `value` as JSON; without one, that is said when the call is sent.
    pub(crate) fn json<T: Serialize>(self, media_type: &'static str, value: Option<&T>) -> Self {
        match value.map(serde_json::to_vec) {
            Some(Ok(bytes)) => self.raw(media_type, Some(bytes.into())),
            Some(Err(_)) => self.problem("`body` cannot be written as JSON"),
            None => self.raw(media_type, None),
        }
    }

    /// Sets the body to the members of `value` as a form.
    pub(crate) fn form<T: Serialize>(self, media_type: &'static str, value: Option<&T>) -> Self {
        match value.map(form::encode) {
            Some(Some(text)) => self.raw(media_type, Some(text.into())),
            Some(None) => self.problem("`body` cannot be written as a form"),
            None => self.raw(media_type, None),
        }
    }

    /// Sets the body to bytes.
    pub(crate) fn raw(mut self, media_type: &'static str, body: Option<Bytes>) -> Self {
        if body.is_none() {
            return self.problem("`body` is missing");
        }
        self.body = body;
        // A header the caller set stays.
        self.headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static(media_type));
        self
    }

    fn problem(mut self, problem: &str) -> Self {
        self.problems.push(problem.to_owned());
        self
    }

    /// Sends the call and reads the reply.
    pub(crate) async fn reply<T: DeserializeOwned>(self) -> Result<Response<T>> {
        let reply = self.exchange().await?;
        match model::decode(&reply.body) {
            Ok(value) => Ok(Response::new(value, reply)),
            Err(misfit) => Err(Error::decode(reply, misfit)),
        }
    }

    /// Sends the call; what comes back is no JSON.
    pub(crate) async fn bytes(mut self) -> Result<Response<Bytes>> {
        self.headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        self.exchange().await.map(|reply| Response::new(reply.body.clone(), reply))
    }

    /// Sends the call; what comes back holds nothing.
    pub(crate) async fn done(self) -> Result<Response<()>> {
        self.exchange().await.map(|reply| Response::new((), reply))
    }

    async fn exchange(self) -> Result<Reply> {
        let page = self.page;
        let client = self.client.clone();
        let request = self.request()?;
        let reply = client.transport().send(request).await.map_err(Error::transport)?;
        let TransportReply { status, headers, body } = reply;
        let id = SERVICE.request_id_header.and_then(|name| headers.get(name)).and_then(|id| id.to_str().ok());
        let reply = Reply { status, request_id: id.map(str::to_owned), headers, body, page };
        if status.is_success() { Ok(reply) } else { Err(Error::refused(reply)) }
    }

    fn request(mut self) -> Result<Request> {
        for (key, name) in self.required {
            if !self.query.iter().any(|(set, _)| set == key) {
                self.problems.push(format!("`{name}` is missing"));
            }
        }
        let query = form::pairs(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        let uri = match self.client.base(self.base) {
            Some(base) => Uri::try_from(format!("{base}{}{mark}{query}", self.path)).ok(),
            None => {
                self.problems.push(format!(
                    "no address is known for `{{{{{}}}}}`; set `server` or `base_url`",
                    self.base
                ));
                None
            }
        };
        let Some(uri) = uri.filter(|_| self.problems.is_empty()) else {
            if self.problems.is_empty() {
                self.problems.push("the address is too long".to_owned());
            }
            return Err(Error::build(self.problems));
        };
        let mut request = Request::new(self.method, uri);
        request.headers = self.headers;
        let headers = &mut request.headers;
        headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        headers.entry(header::USER_AGENT).or_insert_with(|| self.client.user_agent().clone());
        if let Some(value) = self.client.authorization() {
            headers.entry(header::AUTHORIZATION).or_insert_with(|| value.clone());
        }
        request.body = self.body.unwrap_or_default();
        request.timeout = Some(self.client.timeout());
        Ok(request)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &super::transport::HeaderNames(&self.headers))
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

/// A reply: what it holds, and how it came.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    request_id: Option<String>,
}

impl<T> Response<T> {
    fn new(value: T, reply: Reply) -> Self {
        Self { value, status: reply.status, headers: reply.headers, request_id: reply.request_id }
    }

    /// What the reply holds.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the reply holds.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id that the service gave the exchange.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("headers", &super::transport::HeaderNames(&self.headers))
            .finish()
    }
}

/// What every call under construction can do: a header, and the two ways to send it.
macro_rules! sends {
    ($call:ident => $reply:ty, |$this:ident| $sent:expr) => {
        impl $call {
            /// Sets a header, instead of what the client would send.
            pub fn header(
                mut self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                self.call = self.call.header(name.as_ref(), value.as_ref());
                self
            }

            /// Sends the call and reads the reply.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub async fn send(self) -> $crate::Result<$reply> {
                self.send_raw().await.map($crate::Response::into_value)
            }

            /// Sends the call and reads the reply, status and headers included.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub async fn send_raw(self) -> $crate::Result<$crate::Response<$reply>> {
                let $this = self;
                $sent.await
            }
        }
    };
}

pub(crate) use sends;

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::runtime::{Transport, TransportFuture};

    /// Answers every request with one reply, and remembers the request.
    struct Fixed(Mutex<Vec<Request>>, u16, &'static str);

    impl Transport for std::sync::Arc<Fixed> {
        fn send(&self, request: Request) -> TransportFuture<'_> {
            self.0.lock().unwrap().push(request);
            let status = StatusCode::from_u16(self.1).unwrap();
            Box::pin(async move { Ok(TransportReply::new(status, HeaderMap::new(), self.2)) })
        }
    }

    fn call(status: u16, body: &'static str) -> (Call, std::sync::Arc<Fixed>) {
        let transport = std::sync::Arc::new(Fixed(Mutex::default(), status, body));
        let builder = Client::builder().base_url("http://localhost/api").bearer_token("hunter2");
        let client = builder.transport(transport.clone()).build().unwrap();
        (Call::new(&client, Method::POST, "apiPath", "https://example.com/page"), transport)
    }

    async fn sent(call: Call, transport: &Fixed) -> Request {
        call.done().await.unwrap();
        transport.0.lock().unwrap().pop().unwrap()
    }

    #[tokio::test]
    async fn path_values_cannot_leave_their_place() {
        let (call, transport) = call(204, "");
        let call = call.path("/v1/a/").value("id", "x/../?é %2F#").path("/b");
        let request = sent(call, &transport).await;
        assert_eq!(request.uri, "http://localhost/api/v1/a/x%2F..%2F%3F%C3%A9%20%252F%23/b");
    }

    #[tokio::test]
    async fn dots_and_nothing_are_no_path_values() {
        for value in ["", ".", ".."] {
            let (call, transport) = call(204, "");
            let error = call.value("id", value).done().await.unwrap_err();
            assert!(error.is_build() && error.to_string().contains("`id`"), "{error}");
            assert!(transport.0.lock().unwrap().is_empty());
        }
    }

    #[tokio::test]
    async fn all_problems_are_said_and_no_value_is() {
        let (call, _) = call(200, "");
        let call = call.value("id", "").header("x-a", "hunter2\n").json::<()>("application/json", None);
        let error = call.done().await.unwrap_err();
        assert_eq!(error.problems().len(), 3, "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }

    #[tokio::test]
    async fn the_query_is_encoded_and_what_it_must_have_is_checked() {
        let (call, transport) = call(204, "");
        let call = call.path("/a").requires(&[("start date", "start_date"), ("n", "n")]);
        let error = call.clone().query("x", 1).done().await.unwrap_err();
        assert_eq!(error.problems(), ["`start_date` is missing", "`n` is missing"]);
        let call =
            call.query("n", 1).query("n", 2).query("start date", "a&b=c +é#").query_all("l", [true, false]);
        let request = sent(call, &transport).await;
        let query = "n=2&start%20date=a%26b%3Dc%20%2B%C3%A9%23&l=true&l=false";
        assert_eq!(request.uri.to_string(), format!("http://localhost/api/a?{query}"));
    }

    #[tokio::test]
    async fn forms_and_bytes_go_out_as_they_are() {
        let (call, transport) = call(204, "");
        let body = serde_json::json!({"a b": "x&y", "n": 1, "none": null, "list": ["p", "q"]});
        let request =
            sent(call.clone().form("application/x-www-form-urlencoded", Some(&body)), &transport).await;
        let mut pairs: Vec<_> = std::str::from_utf8(&request.body).unwrap().split('&').collect();
        pairs.sort_unstable();
        assert_eq!(pairs, ["a%20b=x%26y", "list=p", "list=q", "n=1"]);
        assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
        let request = sent(call.raw("image/png", Some(Bytes::from_static(b"\x89PNG"))), &transport).await;
        assert_eq!(
            (&request.headers["content-type"], &request.body[..]),
            (&"image/png".parse().unwrap(), &b"\x89PNG"[..])
        );
    }

    #[tokio::test]
    async fn the_callers_headers_stay() {
        let (call, transport) = call(204, "");
        let call =
            call.header("Content-Type", "application/merge-patch+json").json("application/json", Some(&1));
        let request = sent(call.header("x-trace", "1"), &transport).await;
        assert_eq!(request.headers["content-type"], "application/merge-patch+json");
        assert_eq!(
            (&request.headers["x-trace"], &request.body[..]),
            (&HeaderValue::from_static("1"), &b"1"[..])
        );
        if SERVICE.auth_scheme.is_some() {
            assert!(request.headers["authorization"].is_sensitive());
        }
    }

    #[tokio::test]
    async fn a_reply_that_does_not_fit_tells_where_and_shows_nothing() {
        let (call, _) = call(200, "{\"a\": \"hunter2\"}");
        let error = call.reply::<std::collections::BTreeMap<String, bool>>().await.unwrap_err();
        assert!(error.is_decode() && error.status() == Some(StatusCode::OK));
        assert_eq!(error.page(), Some("https://example.com/page"));
        let source = std::error::Error::source(&error).is_none();
        assert!(source && !format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }

    #[tokio::test]
    async fn a_status_outside_2xx_is_an_error() {
        for status in [304, 400, 500] {
            let (call, _) = call(status, "");
            assert_eq!(call.done().await.unwrap_err().status().unwrap().as_u16(), status);
        }
    }

    #[test]
    fn calls_travel_between_threads() {
        fn travels<T: Send>(_: T) {}
        let (call, _) = call(200, "");
        travels(call.reply::<String>());
    }
}

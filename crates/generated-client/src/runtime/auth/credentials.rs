//! OAuth 2 client credentials (RFC 6749 section 4.4): id and secret in, a token out.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use serde_json::{Map, Value};
use zeroize::{Zeroize, Zeroizing};

use super::Token;
use crate::runtime::client::Bases;
use crate::runtime::error::Reply;
use crate::runtime::exchange::{self, Outgoing};
use crate::runtime::model::Misfit;
use crate::runtime::{Client, Error, Result, Secret, form};

/// Where tokens come from, as the settings say.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// `{{authPath}}/{{envID}}/as/token`
    pub(crate) url: &'static str,
    /// Its placeholders that the caller fills, and what their setters are called.
    pub(crate) values: &'static [(&'static str, &'static str)],
    /// How the client says who it is, if nobody chooses.
    pub(crate) authentication: ClientAuthentication,
    /// The scope to ask for, if nobody chooses.
    pub(crate) scope: Option<&'static str>,
}

/// How the client says who it is (RFC 6749 section 2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// In the `Authorization` header.
    Basic,
    /// In the body.
    Post,
}

/// An id and a secret that access tokens are got with: OAuth 2 client credentials.
///
/// Tokens are kept until shortly before they expire. However many calls wait for one, it is
/// asked for once; a call that is refused with 401 is sent once more with a new one.
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    url: Option<String>,
    values: Vec<(&'static str, String)>,
    authentication: Option<ClientAuthentication>,
    scope: Option<String>,
}

impl ClientCredentials {
    /// Credentials of a client.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            url: None,
            values: Vec::new(),
            authentication: None,
            scope: None,
        }
    }

    /// The whole address of the token endpoint, instead of the documented one.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// How the client says who it is.
    pub fn authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.authentication = Some(authentication);
        self
    }

    /// What the token is to be good for, parted by spaces.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Fills a placeholder of the token endpoint's address.
    pub(crate) fn value(mut self, placeholder: &'static str, value: &str) -> Self {
        self.values.retain(|(other, _)| *other != placeholder);
        self.values.push((placeholder, value.to_owned()));
        self
    }

    /// What to ask for tokens, or what is missing.
    pub(crate) fn grant(
        self,
        endpoint: Option<&Endpoint>,
        bases: &Bases,
        problems: &mut Vec<String>,
    ) -> Option<Grant> {
        let url = match (&self.url, endpoint) {
            (Some(url), _) => url.clone(),
            (None, Some(endpoint)) => self.filled(endpoint, bases, problems)?,
            (None, None) => {
                problems.push("`token_url` of the client credentials is missing".into());
                return None;
            }
        };
        let whole = |uri: &Uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
        };
        let Some(uri) = url.parse().ok().filter(whole) else {
            problems.push("the token endpoint's address is not an http or https address".into());
            return None;
        };
        let authentication = self.authentication.or(endpoint.map(|endpoint| endpoint.authentication));
        let scope = self.scope.or(endpoint.and_then(|endpoint| endpoint.scope).map(str::to_owned));
        Some(Grant {
            uri,
            id: self.id,
            secret: self.secret,
            authentication: authentication.unwrap_or(ClientAuthentication::Basic),
            scope,
        })
    }

    /// The address with its placeholders filled: servers, then what the caller gave.
    fn filled(&self, endpoint: &Endpoint, bases: &Bases, problems: &mut Vec<String>) -> Option<String> {
        let before = problems.len();
        let mut url = String::new();
        let mut rest = endpoint.url;
        while let Some((text, inside)) = rest.split_once("{{") {
            url.push_str(text);
            let (name, after) = inside.split_once("}}").unwrap_or((inside, ""));
            rest = after;
            match (self.values.iter().find(|(known, _)| *known == name), bases.of(name)) {
                (Some((_, value)), _) if !matches!(value.as_str(), "" | "." | "..") => {
                    url.extend(form::encoded(value));
                }
                (None, Some(base)) => url.push_str(base),
                _ => {
                    let setter = endpoint.values.iter().find(|(known, _)| *known == name);
                    let what = setter.map_or(name, |(_, setter)| setter);
                    problems.push(format!("`{what}` of the client credentials is missing"));
                }
            }
        }
        url.push_str(rest);
        (problems.len() == before).then_some(url)
    }
}

/// What to ask for tokens, and with what.
pub(crate) struct Grant {
    uri: Uri,
    id: String,
    secret: Secret,
    authentication: ClientAuthentication,
    scope: Option<String>,
}

impl Grant {
    /// Asks for a token.
    pub(crate) async fn token(&self, client: &Client) -> Result<Token> {
        let reply = exchange::exchange(client.clone(), Ok(self.request()), false).await?;
        token(reply)
    }

    fn request(&self) -> Outgoing {
        let mut fields = vec![("grant_type", Zeroizing::new("client_credentials".to_owned()))];
        fields.extend(self.scope.iter().map(|scope| ("scope", Zeroizing::new(scope.clone()))));
        let mut outgoing = Outgoing::new(Method::POST, self.uri.clone());
        match self.authentication {
            ClientAuthentication::Basic => {
                outgoing.headers.insert(header::AUTHORIZATION, self.basic());
            }
            ClientAuthentication::Post => fields.extend([
                ("client_id", Zeroizing::new(self.id.clone())),
                ("client_secret", Zeroizing::new(self.secret.expose().to_owned())),
            ]),
        }
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        outgoing.headers.insert(header::CONTENT_TYPE, form);
        outgoing.body = Bytes::from_owner(Zeroizing::new(form::pairs(&fields).into_bytes()));
        outgoing.name = "token";
        // Asking twice gives two tokens, which does no harm.
        outgoing.options.get_mut().idempotent = true;
        outgoing
    }

    /// Both parts are encoded as in a form before they are joined (RFC 6749 section 2.3.1).
    fn basic(&self) -> HeaderValue {
        let encode = |text: &str| Zeroizing::new(form::encoded(text).collect::<String>());
        let (id, secret) = (encode(&self.id), encode(self.secret.expose()));
        let pair = Zeroizing::new(format!("{}:{}", *id, *secret));
        let coded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
        super::authorization("Basic", &coded).expect("base64 is made of visible characters")
    }
}

/// The token in a reply (RFC 6749 section 5.1), whose bytes are wiped if nobody else has them.
fn token(reply: Reply) -> Result<Token> {
    let fields: serde_json::Result<Map<String, Value>> = serde_json::from_slice(&reply.body);
    let Reply { status, headers, request_id, body, page } = reply;
    if let Ok(mut bytes) = body.try_into_mut() {
        bytes.as_mut().zeroize();
    }
    let unusable = |why: &str| {
        // Without the body: it may hold a token.
        let reply = Reply { status, headers: headers.clone(), request_id, body: Bytes::new(), page };
        Error::decode(reply, Misfit::of("$", why))
    };
    let Ok(mut fields) = fields else { return Err(unusable("expected an object")) };
    let Some(Value::String(text)) = fields.remove("access_token") else {
        return Err(unusable("expected `access_token`, a string,"));
    };
    let seconds = match fields.get("expires_in") {
        Some(Value::Number(seconds)) => seconds.as_u64(),
        // Some services write it as text.
        Some(Value::String(seconds)) => seconds.parse().ok(),
        _ => None,
    };
    Ok(Token { text: text.into(), lifetime: seconds.map(Duration::from_secs) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDPOINT: Endpoint = Endpoint {
        url: "{{authPath}}/{{envID}}/as/token",
        values: &[("envID", "env_id")],
        authentication: ClientAuthentication::Basic,
        scope: None,
    };

    fn grant(credentials: ClientCredentials) -> std::result::Result<Grant, Vec<String>> {
        let mut problems = Vec::new();
        let urls = vec![("authPath".to_owned(), "https://auth.example.com".to_owned())];
        let bases = Bases { urls, ..Bases::default() };
        credentials.grant(Some(&ENDPOINT), &bases, &mut problems).ok_or(problems)
    }

    fn reply(body: &str) -> Reply {
        Reply {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            request_id: None,
            body: Bytes::copy_from_slice(body.as_bytes()),
            page: "",
        }
    }

    #[test]
    fn the_address_is_filled_and_what_is_missing_is_said() {
        let credentials = ClientCredentials::new("id", "hunter2");
        assert_eq!(
            grant(credentials.clone()).err().unwrap(),
            ["`env_id` of the client credentials is missing"]
        );
        assert!(grant(credentials.clone().value("envID", "..")).is_err());
        let whole = grant(credentials.clone().value("envID", "a/b")).ok().unwrap();
        assert_eq!(whole.uri, "https://auth.example.com/a%2Fb/as/token");
        let own = grant(credentials.token_url("http://localhost/t")).ok().unwrap();
        assert_eq!(own.uri, "http://localhost/t");
    }

    /// RFC 6749 section 2.3.1 has no example with characters that need encoding; RFC 7617
    /// section 2 has the one without.
    #[test]
    fn both_ways_to_say_who_it_is() {
        let credentials = ClientCredentials::new("Aladdin", "open sesame").value("envID", "e").scope("a b");
        let request = grant(credentials.clone()).ok().unwrap().request();
        // base64 of `Aladdin:open%20sesame`
        assert_eq!(request.headers["authorization"], "Basic QWxhZGRpbjpvcGVuJTIwc2VzYW1l");
        assert_eq!(request.body, "grant_type=client_credentials&scope=a%20b");
        let post = credentials.authentication(ClientAuthentication::Post);
        let request = grant(post).ok().unwrap().request();
        let wanted =
            "grant_type=client_credentials&scope=a%20b&client_id=Aladdin&client_secret=open%20sesame";
        assert_eq!(request.body, wanted);
        assert!(!request.headers.contains_key("authorization"));
    }

    #[test]
    fn a_reply_without_a_token_shows_nothing_of_what_it_holds() {
        let good = token(reply(r#"{"access_token": "hunter2", "expires_in": "60"}"#)).unwrap();
        assert_eq!((good.text.expose(), good.lifetime), ("hunter2", Some(Duration::from_secs(60))));
        assert_eq!(token(reply(r#"{"access_token": "hunter2"}"#)).unwrap().lifetime, None);
        for body in [r#"{"token": "hunter2"}"#, "hunter2", "[\"hunter2\"]"] {
            let error = token(reply(body)).unwrap_err();
            assert!(error.is_decode() && error.body().unwrap().is_empty());
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }
}

//! The bundle and a request in, the reply out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::auth;
use super::check::check;
use super::document::{Operation, Segment, operations, servers};
use super::error::{self, Refusal};
use super::message::{Reply, Request};
use super::names;
use super::reply::{Answer, REDIRECTED};
use super::route::{Found, Routes, fits, split};
use super::schema::Shapes;
use super::store::Store;

/// The documented service.
pub(super) struct Service {
    pub shapes: Shapes,
    pub operations: Vec<Operation>,
    pub servers: Vec<String>,
    pub stateless: bool,
    routes: Routes,
    require_auth: bool,
    /// Paths where a token can be had, though no page documents it.
    token_paths: Vec<Vec<Segment>>,
    /// The shape of error bodies where an operation documents none.
    error: Option<Value>,
    store: Arc<Mutex<Store>>,
}

/// Where tokens are handed out if no page documents how to get one.
const TOKEN_PATH: &str = "/token";

impl Service {
    /// `token_url` is the settings': `{{authPath}}/{{envID}}/as/token`.
    pub(super) fn new(
        bundle: &Value,
        token_url: Option<&str>,
        stateless: bool,
        require_auth: bool,
        store: Arc<Mutex<Store>>,
    ) -> Self {
        let shapes = Shapes::new(bundle);
        let operations = operations(bundle, &shapes);
        let servers = servers(bundle);
        let error = operations.iter().find_map(|operation| {
            let failed = operation.replies.iter().filter(|(status, _)| status.starts_with('4'));
            let medias = failed.flat_map(|(_, reply)| reply.content.values());
            medias.map(|media| media.check.schema.clone()).next()
        });
        Self {
            routes: Routes::new(&operations, &servers),
            token_paths: if operations.iter().any(auth::gives_tokens) {
                Vec::new()
            } else {
                [Some(TOKEN_PATH), token_url].into_iter().flatten().map(auth::path).collect()
            },
            shapes,
            operations,
            servers,
            stateless,
            require_auth,
            error,
            store,
        }
    }

    /// What is kept, for the service that takes this one's place.
    pub(super) fn kept(&self) -> Arc<Mutex<Store>> {
        Arc::clone(&self.store)
    }

    /// What is kept. A request that panicked left it whole: values are put in one by one.
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers `request`.
    pub(super) fn answer(&self, request: &Request) -> Reply {
        let found = self.find(request);
        let (operation, segments) = match found {
            Found::Operation(index, segments) => (&self.operations[index], segments),
            Found::OtherMethods(allowed) => {
                let what = format!(
                    "{} is not documented for {}; documented: {}",
                    request.method,
                    request.path,
                    allowed.join(", ")
                );
                let mut reply = self.refuse(None, &Refusal::new(405, what));
                reply.headers.push(("allow", allowed.join(", ")));
                return reply;
            }
            Found::Nothing(_) if request.method == "POST" && self.is_token_path(&request.path) => {
                return self.token();
            }
            Found::Nothing(_) if request.path == REDIRECTED => {
                return Reply { status: 200, operation: "redirected".into(), ..Reply::default() };
            }
            Found::Nothing(near) => return self.refuse(None, &self.nothing(request, near)),
        };
        let answered = self.checked(operation, request, segments);
        answered.unwrap_or_else(|refusal| self.refuse(Some(operation), &refusal))
    }

    /// What is documented for the request. `HEAD` asks for what `GET` has before its body
    /// (RFC 9110 section 9.3.2), and need not be documented for it.
    fn find(&self, request: &Request) -> Found {
        let find = |method: &str| self.routes.find(&self.operations, method, &request.path);
        match find(&request.method) {
            Found::OtherMethods(allowed)
                if request.method == "HEAD" && allowed.iter().any(|method| method == "GET") =>
            {
                find("GET")
            }
            Found::OtherMethods(mut allowed) => {
                if allowed.iter().any(|method| method == "GET") && !allowed.contains(&"HEAD".to_owned()) {
                    allowed.push("HEAD".to_owned());
                    allowed.sort();
                }
                Found::OtherMethods(allowed)
            }
            found => found,
        }
    }

    fn checked(
        &self,
        operation: &Operation,
        request: &Request,
        segments: Vec<String>,
    ) -> Result<Reply, Refusal> {
        if self.require_auth {
            auth::check(operation, request, self.store().last_token())?;
        }
        if let Some(code) = request.prefers("code") {
            let status = code.parse().ok().filter(|status| (100..600).contains(status));
            let status = status.ok_or_else(|| Refusal::new(400, "`Prefer: code` is no status"))?;
            if status >= 400 {
                return Err(Refusal::new(status, "asked for with `Prefer`"));
            }
        }
        let sent = check(&self.shapes, operation, request)?;
        Answer { service: self, operation, request, segments, sent: &sent }.reply()
    }

    /// The body of an error in the documented shape.
    pub(super) fn refuse(&self, operation: Option<&Operation>, refusal: &Refusal) -> Reply {
        let documented = operation.and_then(|operation| operation.replies.get(&refusal.status.to_string()));
        let media = documented.and_then(|reply| reply.content.iter().next());
        let shown =
            media.and_then(|(_, media)| media.examples.first()).filter(|_| refusal.problems.is_empty());
        let schema = media.map(|(_, media)| &media.check.schema).or(self.error.as_ref());
        let body = match shown {
            Some((_, example)) => example.clone(),
            None => {
                let id = names::error_id(self.store().error());
                error::body(&self.shapes, schema, refusal, &id)
            }
        };
        let kind = if schema.is_some() { "application/json" } else { "application/problem+json" };
        let mut headers = Vec::new();
        match refusal.status {
            401 => headers.push(("www-authenticate", "Bearer".to_owned())),
            429 | 503 => headers.push(("retry-after", "1".to_owned())),
            _ => {}
        }
        Reply {
            status: refusal.status,
            headers,
            media_type: Some(media.map_or(kind, |(name, _)| name.as_str()).to_owned()),
            body: Some(body),
            operation: operation.map_or_else(String::new, |operation| operation.id.clone()),
            page: operation.map_or_else(String::new, |operation| operation.pages.join(",")),
            notes: vec![refusal.message.clone()],
        }
    }

    fn nothing(&self, request: &Request, near: Option<usize>) -> Refusal {
        let what = match near.map(|index| &self.operations[index]) {
            Some(near) => format!(
                "no page documents {} {}; `{} {}` is documented",
                request.method, request.path, near.method, near.template
            ),
            None => format!("no page documents {} {}", request.method, request.path),
        };
        Refusal::new(404, what)
    }

    fn is_token_path(&self, path: &str) -> bool {
        let segments = split(path);
        self.token_paths.iter().any(|template| fits(template, &segments))
    }

    /// A token (RFC 6749 section 5.1), where no page shows one.
    fn token(&self) -> Reply {
        let token = auth::token(self.store().token());
        Reply {
            status: 200,
            media_type: Some("application/json".into()),
            body: Some(
                serde_json::json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 }),
            ),
            headers: vec![("cache-control", "no-store".into())],
            operation: "token".into(),
            ..Reply::default()
        }
    }
}

//! A request that fits in, the documented reply out, with what the request and the run changed.

use serde_json::{Map, Value};

use super::auth;
use super::check::Sent;
use super::document::{Media, Operation};
use super::echo::{Change, Echo, holds};
use super::error::Refusal;
use super::list;
use super::message::{Reply, Request};
use super::names::{self, Renaming};
use super::sample::sample;
use super::service::Service;
use super::store::Store;

/// Where documented redirections lead: the pages do not say.
pub(super) const REDIRECTED: &str = "/redirected";

pub(super) struct Answer<'a> {
    pub service: &'a Service,
    pub operation: &'a Operation,
    pub request: &'a Request,
    /// The path from where the documented one starts, percent-decoded.
    pub segments: Vec<String>,
    pub sent: &'a Sent<'a>,
}

/// The documented reply that was chosen.
struct Documented<'a> {
    status: u16,
    media: Option<(&'a str, &'a Media)>,
    /// The page whose example it is.
    page: String,
    body: Option<Value>,
    /// The body that the same page sends.
    shown: Option<&'a Value>,
}

impl<'a> Answer<'a> {
    pub(super) fn reply(&self) -> Result<Reply, Refusal> {
        let documented = self.documented()?;
        let mut store = self.service.store();
        if !self.service.stateless {
            self.exists(&store)?;
        }
        let (mut body, location) = self.body(&documented, &mut store);
        drop(store);
        if let (Some(body), Some((_, media)), false) = (&mut body, documented.media, self.service.stateless) {
            media.check.prune(&self.service.shapes, body);
        }
        let mut reply = Reply {
            status: documented.status,
            media_type: documented.media.map(|(name, _)| name.to_owned()).filter(|_| body.is_some()),
            body,
            operation: self.operation.id.clone(),
            page: documented.page,
            notes: self.sent.notes.clone(),
            ..Reply::default()
        };
        match reply.status {
            201 | 202 => reply.headers.extend(location.map(|place| ("location", place))),
            300..=399 if reply.status != 304 => {
                reply.headers.push(("location", format!("{}{REDIRECTED}", self.request.origin())));
            }
            _ => {}
        }
        self.tag(&mut reply);
        Ok(reply)
    }

    fn documented(&self) -> Result<Documented<'a>, Refusal> {
        let wanted = self.request.prefers("code").and_then(|code| code.parse().ok());
        let status =
            wanted.or_else(|| self.operation.successes().find(|status| *status != 304)).unwrap_or(200);
        let replies = &self.operation.replies;
        let reply = replies.get(&status.to_string()).or_else(|| replies.get("default"));
        let Some(reply) = reply else {
            let known: Vec<&str> = replies.keys().map(String::as_str).collect();
            let what = format!("status {status} is not documented; documented: {}", known.join(", "));
            return Err(Refusal::new(400, what));
        };
        let media = reply.content.iter().next().map(|(name, media)| (name.as_str(), media));
        let variant = self.variant();
        let page = || variant.map_or_else(|| self.operation.pages.join(","), |(key, _)| key.to_owned());
        let shown = variant.map(|(_, example)| example);
        let Some((name, of_media)) = media else {
            return Ok(Documented { status, media, page: page(), body: None, shown });
        };
        if !accepts(self.request.header("accept"), name) {
            return Err(Refusal::new(406, format!("the reply is documented as `{name}` only")));
        }
        let find = |key: &str| of_media.examples.iter().find(|(known, _)| known == key);
        let example = match self.request.prefers("example") {
            Some(key) => Some(find(key).ok_or_else(|| {
                let known: Vec<&str> = of_media.examples.iter().map(|(key, _)| key.as_str()).collect();
                Refusal::new(400, format!("no example is called `{key}`; there are {}", known.join(", ")))
            })?),
            None => match variant.and_then(|(key, _)| find(key)) {
                Some(example) => Some(example),
                // The page that sends this shows no body, where another of the same route does.
                None if variant.is_some()
                    && self.operation.pages.len() > 1
                    && !of_media.examples.is_empty() =>
                {
                    return Ok(Documented { status, media: None, page: page(), body: None, shown });
                }
                None => of_media.examples.first(),
            },
        };
        Ok(match example {
            Some((key, body)) => {
                Documented { status, media, page: key.clone(), body: Some(body.clone()), shown }
            }
            None => {
                let body = Some(sample(&self.service.shapes, &of_media.check.schema));
                Documented { status, media, page: page(), body, shown }
            }
        })
    }

    /// The page's own request that is most like what was sent, with the page's id.
    fn variant(&self) -> Option<(&'a str, &'a Value)> {
        let media = self.sent.media?;
        let tag = self.service.shapes.tag(&media.check.schema);
        let same = |example: &Value| match (tag, &self.sent.value) {
            (Some(tag), Some(value)) => example[tag] == value[tag],
            _ => true,
        };
        let example = media.examples.iter().find(|(_, example)| same(example));
        example.map(|(key, example)| (key.as_str(), example))
    }

    /// What was created by the mock and is not there, or was deleted, is not found.
    fn exists(&self, store: &Store) -> Result<(), Refusal> {
        for (at, held) in &self.operation.params {
            let path = self.segments[..=*at].join("/");
            if store.is_deleted(&path)
                || *held && names::is_ours(&self.segments[*at]) && store.get(&path).is_none()
            {
                return Err(Refusal::new(404, format!("there is no /{path}")));
            }
        }
        Ok(())
    }

    /// The body to send and where what was made is found.
    fn body(&self, documented: &Documented<'a>, store: &mut Store) -> (Option<Value>, Option<String>) {
        let example = documented.body.clone();
        let renaming = self.renaming(example.as_ref().unwrap_or(&Value::Null));
        let path = self.segments.join("/");
        let method = self.operation.method.as_str();
        if method == "POST" && !self.operation.is_item() && documented.status < 300 {
            return self.create(documented, renaming, store, &path);
        }
        let mut body = example;
        body.iter_mut().for_each(|body| renaming.apply(body));
        if self.service.stateless {
            self.echo(&mut body, documented);
            return (body, None);
        }
        match method {
            "GET" | "HEAD" => match store.get(&path) {
                Some(kept) if body.is_some() => body = Some(kept.clone()),
                _ if self.operation.is_item() => {}
                _ => self.list(&mut body, store, &path),
            },
            "PUT" | "PATCH" => self.change(&mut body, documented, store, path),
            "DELETE" => {
                let last = self.segments.last().is_some_and(|last| names::is_ours(last));
                store.delete(&path, last);
            }
            _ => {
                self.echo(&mut body, documented);
                if let (Some(kept), Some(Value::Object(done))) = (store.get(&path), &body) {
                    // What the action shows of the resource is what it is from now on.
                    let mut kept = kept.clone();
                    for (key, value) in done.iter().filter(|(key, _)| key.as_str() != "_links") {
                        if kept.get(key).is_some() {
                            kept[key] = value.clone();
                        }
                    }
                    store.put(path, kept);
                }
            }
        }
        (body, None)
    }

    fn create(
        &self,
        documented: &Documented<'a>,
        mut renaming: Renaming<'_>,
        store: &mut Store,
        path: &str,
    ) -> (Option<Value>, Option<String>) {
        let mut body = documented.body.clone();
        let item = self.operation.item.map(|index| &self.service.operations[index]);
        let mut kept = match &body {
            Some(_) => None,
            // The pages show no body; what is read later is what they show then.
            None => item.and_then(shown).cloned(),
        };
        let whole = body.as_ref().or(kept.as_ref());
        let documented_id = whole.map_or(&Value::Null, |whole| &whole["id"]);
        let is_new = match documented_id {
            Value::String(text) => !renaming.knows(text),
            Value::Number(number) => !renaming.knows(&number.to_string()),
            _ => false,
        };
        let mut location = None;
        let mut id = String::new();
        if is_new {
            let value = names::id(store.number(), documented_id);
            id = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            renaming.add(documented_id, &id);
        }
        if let Some(body) = &mut body {
            renaming.apply(body);
            if auth::is_token_reply(body) {
                body["access_token"] = auth::token(store.token()).into();
            }
        }
        if let Some(kept) = &mut kept {
            renaming.apply(kept);
        }
        self.echo(&mut body, documented);
        if is_new && self.operation.keeps {
            location = Some(format!("{}{}/{id}", self.request.origin(), self.request.path));
            if let Some(value) = body.clone().or(kept).filter(|_| !self.service.stateless) {
                store.put(format!("{path}/{id}"), value);
            }
        }
        let own = body.as_ref().and_then(|body| body["_links"]["self"]["href"].as_str()).map(str::to_owned);
        (body, own.or(location))
    }

    fn change(&self, body: &mut Option<Value>, documented: &Documented<'a>, store: &mut Store, path: String) {
        let before = body.clone().unwrap_or(Value::Null);
        self.echo(body, documented);
        let reads = self.operation.item.map(|index| &self.service.operations[index]);
        let Some(mut now) = store.get(&path).cloned() else {
            let first = body.clone().or_else(|| {
                let mut shown = reads.and_then(shown).cloned()?;
                self.renaming(&shown).apply(&mut shown);
                Some(shown)
            });
            if let Some(value) = first.filter(|_| reads.is_some()) {
                store.put(path, value);
            }
            return;
        };
        if let Some(Value::Object(sent)) = &self.sent.value {
            let after = body.clone().unwrap_or(Value::Null);
            // What the page shows not to come back does not change, either.
            let taken: Map<String, Value> = sent
                .iter()
                .filter_map(|(name, value)| {
                    let taken = match after.get(name) {
                        None => value,
                        Some(there) if there.is_object() && value.is_object() => value,
                        // The items of a list have what the page adds to them.
                        Some(there) if holds(there, value) => there,
                        Some(_) => return None,
                    };
                    Some((name.clone(), taken.clone()))
                })
                .collect();
            let gone = documented.shown.into_iter().flat_map(super::document::members);
            for (name, value) in gone.filter(|_| self.how() == Change::Whole) {
                if !sent.contains_key(name) && before.get(name) == Some(value) {
                    now.as_object_mut().into_iter().for_each(|now| drop(now.shift_remove(name)));
                }
            }
            let schema = documented.media.map_or(&Value::Null, |(_, media)| &media.check.schema);
            let echo = Echo { shapes: &self.service.shapes, change: Change::Part };
            echo.apply(&mut now, &taken.into(), None, schema);
        }
        if body.is_some() {
            *body = Some(now.clone());
        }
        store.put(path, now);
    }

    fn list(&self, body: &mut Option<Value>, store: &Store, path: &str) {
        let Some(reply) = body else { return };
        let resource = path.rsplit('/').next().unwrap_or_default();
        if list::is_past_the_end(reply, self.request) {
            return list::end(reply, resource);
        }
        let Some(items) = list::items(reply, resource) else { return };
        let before = items.len();
        items.retain(|item| match &item["id"] {
            Value::String(id) => !store.is_deleted(&format!("{path}/{id}")),
            Value::Number(id) => !store.is_deleted(&format!("{path}/{id}")),
            _ => true,
        });
        for item in items.iter_mut() {
            let id = item["id"].as_str().map_or_else(|| item["id"].to_string(), str::to_owned);
            if let Some(changed) = store.get(&format!("{path}/{id}")) {
                *item = changed.clone();
            }
        }
        let known: Vec<Value> = items.iter().map(|item| item["id"].clone()).collect();
        items.extend(store.children(path).filter(|item| !known.contains(&item["id"])).cloned());
        let change = i64::try_from(items.len()).unwrap_or(0) - i64::try_from(before).unwrap_or(0);
        list::count(reply, change);
        if let Some(limit) = list::wanted(self.operation, self.request) {
            list::shorten(reply, resource, limit);
        }
    }

    fn echo(&self, body: &mut Option<Value>, documented: &Documented<'a>) {
        if let (Some(body), Some(sent), Some((_, media))) = (body, &self.sent.value, documented.media) {
            let echo = Echo { shapes: &self.service.shapes, change: self.how() };
            echo.apply(body, sent, documented.shown, &media.check.schema);
        }
    }

    fn how(&self) -> Change {
        if self.operation.method == "PATCH" { Change::Part } else { Change::Whole }
    }

    fn renaming(&self, example: &Value) -> Renaming<'_> {
        let origin = self.request.origin();
        Renaming::learn(self.operation, &self.segments, example, &self.service.servers, origin)
    }

    /// An entity tag where the pages document that nothing may have changed.
    fn tag(&self, reply: &mut Reply) {
        if !self.operation.replies.contains_key("304") || reply.status != 200 {
            return;
        }
        let text = reply.body.as_ref().map(Value::to_string).unwrap_or_default();
        // FNV-1a: equal bodies have equal tags, in every run.
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let tag = format!("\"{hash:016x}\"");
        if self.request.header("if-none-match") == Some(&tag) {
            reply.status = 304;
            reply.body = None;
            reply.media_type = None;
        }
        reply.headers.push(("etag", tag));
    }
}

/// The first example of a successful reply.
fn shown(operation: &Operation) -> Option<&Value> {
    let medias = operation.successes().filter_map(|status| operation.replies.get(&status.to_string()));
    medias
        .flat_map(|reply| reply.content.values())
        .flat_map(|media| &media.examples)
        .map(|(_, value)| value)
        .next()
}

/// Whether an `Accept` header lets `media_type` through (RFC 9110 section 12.5.1).
fn accepts(header: Option<&str>, media_type: &str) -> bool {
    let Some(header) = header.filter(|header| !header.trim().is_empty()) else { return true };
    let (kind, _) = media_type.split_once('/').unwrap_or((media_type, ""));
    header.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused =
            parts.any(|part| matches!(part.strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000")));
        !refused && (range == "*/*" || range == media_type || range.strip_suffix("/*") == Some(kind))
    })
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn ranges_let_through_what_is_in_them() {
        for (header, through) in [
            (None, true),
            (Some("*/*"), true),
            (Some("text/html, application/*;q=0.5"), true),
            (Some("application/json;q=0"), false),
            (Some("text/plain"), false),
        ] {
            assert_eq!(accepts(header, "application/json"), through, "{header:?}");
        }
    }
}

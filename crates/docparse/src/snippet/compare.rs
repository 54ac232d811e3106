//! A page's request and a sample in, the places where they differ out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Header, Reading, SnippetBody, Text, Unread, decoded};
use crate::ir::{self, HeaderValue};
use crate::json::{self, Json, Member, Value};
use crate::source::{Span, Spanned};
use crate::{is_secret_name, mask_secrets};

/// More differences than this in one sample are not looked for: it shows another request.
const MANY: usize = 16;

/// The request as the page itself states it.
#[derive(Clone, Debug)]
pub struct PageRequest<'a> {
    /// The request line: `POST {{apiPath}}/v1/things`.
    pub line: Spanned<&'a str>,
    /// A first segment that the line may lack, having lost it on some way to the page.
    pub prefix: Option<&'a str>,
    /// The headers. None at all say nothing.
    pub headers: &'a [ir::Header],
    /// The page's text.
    pub text: &'a str,
    /// What is sent.
    pub body: PageBody<'a>,
}

/// The body as the page itself states it.
#[derive(Clone, Copy, Debug)]
pub enum PageBody<'a> {
    /// It cannot be told.
    Unknown,
    /// There is none.
    None,
    /// JSON.
    Json(&'a Json),
}

/// One thing that a sample and the page say differently.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What it is about: two samples that differ here have an equal place.
    pub place: String,
    /// What the sample says instead, to be compared. May hold a secret.
    pub said: String,
    /// `sends` or `does not send`, of one sample.
    pub verb: &'static str,
    /// The same of several.
    pub verbs: &'static str,
    /// The rest of the sentence.
    pub rest: String,
    /// Where in the sample.
    pub at: Span,
    /// Where on the page.
    pub page: Span,
    /// What to write instead in the sample, and where.
    pub edit: Option<(Span, String)>,
}

/// Every difference between a page's request and one sample of it. `same` is a body of text
/// that is known to say what the page's body says; it is set once one is met.
pub fn compare<'r, 'a>(
    page: &PageRequest<'_>,
    sample: &'r Reading<'a>,
    same: &mut Option<&'r str>,
) -> Result<Vec<Difference>, Unread> {
    let mut found = Vec::new();
    request_line(page, sample, &mut found);
    if !page.headers.is_empty() {
        headers(page, sample, &mut found);
    }
    body(page, sample, same, &mut found)?;
    Ok(found)
}

const SENDS: (&str, &str) = ("sends", "send");
const LACKS: (&str, &str) = ("does not send", "do not send");

fn difference(
    place: impl Into<String>,
    (verb, verbs): (&'static str, &'static str),
    rest: String,
    at: Span,
    page: Span,
) -> Difference {
    Difference { place: place.into(), said: String::new(), verb, verbs, rest, at, page, edit: None }
}

fn request_line(page: &PageRequest<'_>, sample: &Reading<'_>, found: &mut Vec<Difference>) {
    let line = page.line.value.trim_start();
    let Some((method, target)) = line.split_once(' ') else { return };
    let part = |text: &str| {
        let start =
            page.line.span.start as usize + (text.as_ptr() as usize - page.line.value.as_ptr() as usize);
        Span::new(page.line.span.source, start, start + text.len())
    };
    if !sample.method.value.eq_ignore_ascii_case(method) {
        let rest = format!("`{}`, and the page's request line says `{method}`", sample.method.value);
        let uses = difference("method", ("uses", "use"), rest, sample.method.span, part(method));
        found.push(Difference { said: sample.method.value.to_string(), ..uses });
    }
    let target = target.trim();
    if !same_target(page, target, sample) {
        let (said, at) = address(target, sample);
        let rest = format!(
            "`{}`, and the page's request line says `{}`",
            short(&mask_secrets(&said)),
            short(&mask_secrets(target))
        );
        let calls = difference("url", ("calls", "call"), rest, at, part(target));
        found.push(Difference { said, ..calls });
    }
}

fn same_target(page: &PageRequest<'_>, target: &str, sample: &Reading<'_>) -> bool {
    let whole: Cow<'_, str> = match &sample.host {
        Some(host) => format!("{}{}", host.value, sample.url.value).into(),
        None => Cow::Borrowed(&sample.url.value),
    };
    if whole == target {
        return true;
    }
    let whole = plain(&whole);
    let target = plain(target);
    // A sample may say the server's address without its scheme.
    let bare = |text: &str| text.split_once("://").map_or(text, |(_, rest)| rest).to_owned();
    whole == target
        || sample.host.is_some() && bare(&whole) == bare(&target)
        || page.prefix.is_some_and(|prefix| {
            let base = target.find("}}").map_or(0, |end| end + 2);
            whole == format!("{}/{prefix}{}", &target[..base], &target[base..])
        })
}

/// An address without what may be written in several ways.
fn plain(target: &str) -> String {
    let target = decoded(target.trim());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let path = path.trim_end_matches('/');
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What a sample calls, and the part of it that is not what the page says.
fn address(target: &str, sample: &Reading<'_>) -> (String, Span) {
    match &sample.host {
        Some(host) => {
            let whole = format!("{}{}", host.value, sample.url.value);
            let at = if target.starts_with(&*host.value) { &sample.url } else { host };
            (whole, at.whole())
        }
        None => (sample.url.value.to_string(), sample.url.whole()),
    }
}

fn headers(page: &PageRequest<'_>, sample: &Reading<'_>, found: &mut Vec<Difference>) {
    let named = |name: &str| {
        let name = name.to_owned();
        sample.headers.iter().filter(move |header| header.name.value.eq_ignore_ascii_case(&name))
    };
    for header in page.headers {
        let name = &header.name.wire;
        let value = value_text(&header.value);
        let place = || format!("header {}", name.to_ascii_lowercase());
        // Only the samples show what is sent in a header with nothing behind its name.
        let stated = page.text.get(header.span.range()).unwrap_or_default();
        if value.is_empty()
            || stated.trim() == name
            || named(name).any(|sent| same_value(&sent.value.value, &value))
        {
            continue;
        }
        // What is sent instead of one of two headers of a name is that which is neither.
        let mut sent = named(name);
        match sent.next() {
            Some(sent) => found.push(other_value(header, sent, &value, place())),
            None if name.eq_ignore_ascii_case("content-length") => {}
            None => {
                let at = sample.headers.last().map_or(sample.url.whole(), |header| header.name.whole());
                let rest = format!("the header `{name}`, which the page lists");
                found.push(difference(place(), LACKS, rest, at, header.span));
            }
        }
    }
    let last = page.headers.last().map_or(page.line.span, |header| header.span);
    for sent in &sample.headers {
        let name = &*sent.name.value;
        // Tools add these of their own.
        let added = ["content-length", "content-type", "host", "user-agent"];
        let listed = page.headers.iter().any(|header| header.name.wire.eq_ignore_ascii_case(name));
        if !listed && !added.iter().any(|added| added.eq_ignore_ascii_case(name)) {
            let rest = format!("the header `{}`, which the page does not list", short(name));
            let place = format!("header {}", name.to_ascii_lowercase());
            found.push(difference(place, SENDS, rest, sent.name.whole(), last));
        }
    }
}

fn other_value(header: &ir::Header, sent: &Header<'_>, value: &str, place: String) -> Difference {
    let name = &header.name.wire;
    let secret = is_secret_name(name)
        || ["authorization", "proxy-authorization", "cookie"].contains(&name.to_ascii_lowercase().as_str());
    // A placeholder is no secret, and what is no placeholder may be one.
    let shown = |value: &str| !secret || value.split_whitespace().all(is_scheme_or_placeholder);
    let rest = if shown(&sent.value.value) && shown(value) {
        format!(
            "the header `{name}` = `{}`, and the page says `{}`",
            short(&mask_secrets(&sent.value.value)),
            short(&mask_secrets(value))
        )
    } else {
        format!("another value in the header `{name}` than the page")
    };
    let mut found = difference(place, SENDS, rest, sent.value.whole(), header.span);
    found.said = sent.value.value.to_string();
    // Text that means itself in every language.
    let safe = |c: char| c.is_ascii_alphanumeric() || " {}/.+-_=;,:*".contains(c);
    if !secret && value.chars().all(safe) {
        found.edit = Some((sent.value.whole(), value.to_owned()));
    }
    found
}

fn is_scheme_or_placeholder(word: &str) -> bool {
    matches!(word, "Bearer" | "Basic") || json::placeholder(word).is_some()
}

fn value_text(value: &HeaderValue) -> String {
    match value {
        // A flattened page keeps the backslashes of its Markdown.
        HeaderValue::Fixed(value) => value.replace('\\', ""),
        HeaderValue::Credential { scheme, placeholder } => format!("{scheme} {{{{{placeholder}}}}}"),
        HeaderValue::From(name) => format!("{{{{{name}}}}}"),
    }
}

fn same_value(one: &str, other: &str) -> bool {
    one == other || one.replace('\\', "").split_whitespace().eq(other.split_whitespace())
}

fn body<'r>(
    page: &PageRequest<'_>,
    sample: &'r Reading<'_>,
    same: &mut Option<&'r str>,
    found: &mut Vec<Difference>,
) -> Result<(), Unread> {
    let json = match page.body {
        PageBody::Unknown => return Ok(()),
        PageBody::None => {
            let at = match &sample.body {
                SnippetBody::Text(text, _) => text.trimmed().whole(),
                SnippetBody::Value(json, _) => json.span,
                SnippetBody::Form(fields) if !fields.is_empty() => fields[0].name.whole(),
                _ => return Ok(()),
            };
            let rest = "a body, and the page shows none".to_owned();
            found.push(difference("body", SENDS, rest, at, page.line.span));
            return Ok(());
        }
        PageBody::Json(json) => json,
    };
    match &sample.body {
        SnippetBody::Value(value, words) => {
            let mut walk = Walk::new(found, |span| span, |value| words.scalar(value));
            walk.value(json, value);
        }
        SnippetBody::Text(text, written) => {
            if *same == Some(&*text.value) {
                return Ok(());
            }
            let place = |span: Span| text.span(span.start as usize, span.end as usize);
            let reading = json::read(json.span.source, &text.value, 0);
            let Some(value) = reading.value.as_ref().filter(|_| reading.is_whole()) else {
                let problem = reading.problems.iter().find(|problem| !problem.kind.is_slip());
                let span = problem.map_or(text.whole(), |problem| place(problem.span));
                return Err(Unread { span, why: "its body is not JSON".into() });
            };
            let before = found.len();
            let mut walk = Walk::new(found, place, |value| written.write(&value.to_string()));
            walk.value(json, value);
            if found.len() == before {
                *same = Some(&text.value);
            }
        }
        SnippetBody::Form(_) => {
            let rest = "a form, and the page's body is JSON".to_owned();
            found.push(difference("body", SENDS, rest, sample.url.whole(), open(json)));
        }
        SnippetBody::None | SnippetBody::File => {
            let rest = "no body, and the page shows one".to_owned();
            found.push(difference("body", SENDS, rest, sample.url.whole(), open(json)));
        }
    }
    Ok(())
}

/// Two JSON values side by side.
struct Walk<'f, P, W> {
    found: &'f mut Vec<Difference>,
    /// Where a span of the sample's value stands on the page.
    place: P,
    /// A scalar as the sample writes it.
    write: W,
    path: String,
    secret: bool,
}

impl<'f, P: Fn(Span) -> Span, W: Fn(&serde_json::Value) -> String> Walk<'f, P, W> {
    fn new(found: &'f mut Vec<Difference>, place: P, write: W) -> Self {
        Self { found, place, write, path: String::new(), secret: false }
    }

    fn value(&mut self, page: &Json, sample: &Json) {
        if self.found.len() >= MANY {
            return;
        }
        match (&page.value, &sample.value) {
            (Value::Object(page_members), Value::Object(members)) => {
                self.object(page, page_members, sample, members);
            }
            (Value::Array(page_items), Value::Array(items)) => self.array(page, page_items, sample, items),
            (one, other) if same_scalar(one, other) => {}
            _ => self.differs(page, sample),
        }
    }

    /// Enters a part of the value.
    fn inside(&mut self, step: impl FnOnce(&mut String), secret: bool, visit: impl FnOnce(&mut Self)) {
        let (len, before) = (self.path.len(), self.secret);
        step(&mut self.path);
        self.secret |= secret;
        visit(self);
        self.path.truncate(len);
        self.secret = before;
    }

    fn member(&mut self, key: &str, visit: impl FnOnce(&mut Self)) {
        let step = |path: &mut String| {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key);
        };
        self.inside(step, false, visit);
    }

    fn object(&mut self, page: &Json, page_members: &[Member], sample: &Json, members: &[Member]) {
        let aligned = page_members.len() == members.len()
            && page_members.iter().zip(members).all(|(one, other)| one.key.value == other.key.value);
        if aligned {
            for (one, other) in page_members.iter().zip(members) {
                self.pair(one, other);
            }
            return;
        }
        // Of two equal keys the last one counts.
        let map = |members: &[Member]| -> BTreeMap<String, usize> {
            members.iter().enumerate().map(|(at, member)| (member.key.value.clone(), at)).collect()
        };
        let (page_keys, keys) = (map(page_members), map(members));
        let mut near = open(sample);
        for (at, one) in page_members.iter().enumerate() {
            let key = &one.key.value;
            if page_keys.get(key) != Some(&at) {
                continue;
            }
            match keys.get(key) {
                Some(other) => {
                    self.pair(one, &members[*other]);
                    near = members[*other].key.span;
                }
                None => self.member(key, |walk| {
                    walk.lacks((walk.place)(near), one.key.span, "and the page's body has it");
                }),
            }
        }
        for (at, other) in members.iter().enumerate() {
            let key = &other.key.value;
            if !page_keys.contains_key(key) && keys.get(key) == Some(&at) {
                self.member(key, |walk| walk.extra((walk.place)(other.key.span), open(page)));
            }
        }
    }

    fn pair(&mut self, one: &Member, other: &Member) {
        // Most pairs are equal scalars.
        if same_scalar(&one.value.value, &other.value.value) {
            return;
        }
        let secret = is_secret_name(&one.key.value);
        self.member(&one.key.value, |walk| {
            walk.inside(|_| {}, secret, |walk| walk.value(&one.value, &other.value));
        });
    }

    fn array(&mut self, page: &Json, page_items: &[Json], sample: &Json, items: &[Json]) {
        let step = |at: usize| move |path: &mut String| path.push_str(&format!("[{at}]"));
        for (at, (one, other)) in page_items.iter().zip(items).enumerate() {
            if !same_scalar(&one.value, &other.value) {
                self.inside(step(at), false, |walk| walk.value(one, other));
            }
        }
        let shorter = page_items.len().min(items.len());
        if let Some(item) = page_items.get(shorter) {
            let near = items.last().map_or(open(sample), |item| item.span);
            self.inside(step(shorter), false, |walk| {
                walk.lacks((walk.place)(near), item.span, "and the page's body has it");
            });
        }
        if let Some(item) = items.get(shorter) {
            let near = page_items.last().map_or(open(page), |item| item.span);
            self.inside(step(shorter), false, |walk| walk.extra((walk.place)(item.span), near));
        }
    }

    fn lacks(&mut self, at: Span, page: Span, why: &str) {
        let rest = format!("`{}`, {why}", short(&self.path));
        self.found.push(difference(format!("body {}", self.path), LACKS, rest, at, page));
    }

    fn extra(&mut self, at: Span, page: Span) {
        let rest = format!("`{}`, and the page's body does not have it", short(&self.path));
        self.found.push(difference(format!("body {}", self.path), SENDS, rest, at, page));
    }

    fn differs(&mut self, page: &Json, sample: &Json) {
        let name =
            if self.path.is_empty() { "a body".to_owned() } else { format!("`{}`", short(&self.path)) };
        let rest = if self.secret {
            format!("another value of {name} than the page's body")
        } else {
            format!("{name} = {}, and the page's body says {}", shown(sample), shown(page))
        };
        let at = (self.place)(sample.inner());
        let mut found = difference(format!("body {}", self.path), SENDS, rest, at, page.inner());
        found.said = match scalar(sample) {
            Some(value) => value.to_string(),
            None => sample.type_word().to_owned(),
        };
        // The values of secrets are not copied about.
        if !self.secret
            && scalar(sample).is_some()
            && let Some(value) = scalar(page)
        {
            found.edit = Some(((self.place)(sample.span), (self.write)(&value)));
        }
        self.found.push(found);
    }
}

/// The bracket that a value opens with.
fn open(json: &Json) -> Span {
    Span { end: (json.span.start + 1).min(json.span.end), ..json.span }
}

fn scalar(json: &Json) -> Option<serde_json::Value> {
    match json.value {
        Value::Object(_) | Value::Array(_) | Value::Placeholder(_) => None,
        _ => Some(json.to_value()),
    }
}

/// Whether both are scalars and equal. Languages write `1.0` as `1`, and lose what a double
/// cannot hold; a placeholder may have got quotes.
fn same_scalar(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Null, Value::Null) => true,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::String(one), Value::String(other)) | (Value::Placeholder(one), Value::Placeholder(other)) => {
            one == other
        }
        (Value::String(text), Value::Placeholder(name)) | (Value::Placeholder(name), Value::String(text)) => {
            json::placeholder(text) == Some(name)
        }
        _ => false,
    }
}

fn shown(json: &Json) -> String {
    match &json.value {
        Value::Object(_) => "an object".into(),
        Value::Array(_) => "a list".into(),
        Value::Placeholder(name) => format!("`{{{{{name}}}}}`"),
        _ => format!("`{}`", short(&json.to_value().to_string())),
    }
}

/// Text for a message: one line, not too long, without what would end code marks.
fn short(text: &str) -> String {
    const LONG: usize = 80;
    let clean = |c: char| if c.is_control() || c == '`' { '\u{fffd}' } else { c };
    let mut out: String = text.chars().take(LONG).map(clean).collect();
    if text.chars().nth(LONG).is_some() {
        out.push('…');
    }
    out
}

/// The fields of a form, written alike whatever the language, in the order of their names.
pub fn fields(reading: &Reading<'_>) -> Option<Vec<(String, Option<String>)>> {
    let SnippetBody::Form(fields) = &reading.body else { return None };
    let text = |text: &Text<'_>| decoded(&text.value).into_owned();
    let mut fields: Vec<_> =
        fields.iter().map(|field| (text(&field.name), field.value.as_ref().map(text))).collect();
    fields.sort();
    Some(fields)
}

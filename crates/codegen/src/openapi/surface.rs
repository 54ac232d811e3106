//! Every public fact on a line of its own, sorted: what a reviewer reads first.
//!
//! ```text
//! POST /v1/stores  PingOne  configuration.REGION  string  required
//! POST /v1/stores  PingOne  201  id  string
//! ```
//!
//! No line numbers, so that an inserted row adds its own line and touches no other.

use std::collections::BTreeSet;

use docparse::ir::{Api, Field, Header, HeaderValue, How, Presence, Type};

use super::context::{Context, type_words};
use super::routes::{Arm, Route};
use super::walk;

/// The facts of `routes`, one a line.
pub(super) fn surface(cx: &Context<'_>, routes: &[Route<'_>]) -> String {
    let mut lines = BTreeSet::new();
    for route in routes {
        for (name, param) in &route.params {
            let ty = type_words(&param.ty.value);
            lines.insert(row(&[&route.heading(), "*", &format!("(path) {name}"), &ty, "required"]));
        }
        for arm in &route.arms {
            operation(cx, route, *arm, &mut lines);
        }
    }
    lines.into_iter().fold(String::new(), |text, line| text + &line + "\n")
}

fn operation(cx: &Context<'_>, route: &Route<'_>, arm: Arm<'_>, lines: &mut BTreeSet<String>) {
    let (heading, label) = (route.heading(), arm.label());
    let mut add = |columns: &[&str]| {
        let mut all = vec![heading.as_str(), label.as_str()];
        all.extend(columns);
        lines.insert(row(&all));
    };
    let page = arm.operation;
    let id = cx.names.operation(arm.endpoint.0, arm.call.0);
    add(&["(operation)", id, cx.page_id(page.page)]);
    for param in &page.query {
        let ty = type_words(&param.ty.value);
        add(&["(query)", &param.name.wire, &ty, presence_word(param.presence.value)]);
    }
    if page.deprecated.is_some() {
        add(&["(deprecated)"]);
    }
    for header in &page.headers {
        add(&["(header)", &header.name.wire, &header_value(header)]);
    }
    if let Some(body) = &page.body {
        add(&["(body)", &body.media_type.value, &whole(&body.ty)]);
        fields(cx, &body.ty, &mut |columns| add(columns), true);
    }
    for response in &page.responses {
        let status = response.status.value.to_string();
        let shape = response.ty.as_ref().map_or_else(|| "no body".to_owned(), whole);
        add(&[&status, "(reply)", &shape]);
        if let Some(ty) = &response.ty {
            fields(cx, ty, &mut |columns| add(&[&[status.as_str()], columns].concat()), false);
        }
    }
}

fn fields(cx: &Context<'_>, ty: &Type, add: &mut dyn FnMut(&[&str]), sent: bool) {
    walk::fields(cx.api, ty, &mut |path, field| {
        if is_implied(cx.api, field) {
            return;
        }
        let words = type_words(&field.ty.value);
        let flags = flags(field, sent);
        let mut columns = vec![path, words.as_str()];
        columns.extend(flags.iter().map(String::as_str));
        add(&columns);
    });
}

/// Whether the lines of what is in the object say all there is to say: a row for
/// `image.href` must not add a line for `image` too.
pub(crate) fn is_implied(api: &Api, field: &Field) -> bool {
    let children = match &field.ty.value {
        Type::Model(id) => !api.model(*id).fields.is_empty(),
        _ => false,
    };
    children && field.presence.from.how < How::Stated && field.deprecated.is_none()
}

fn flags(field: &Field, sent: bool) -> Vec<String> {
    let mut flags = Vec::new();
    if sent {
        flags.push(presence_word(field.presence.value).to_owned());
    }
    let literal = |literal| serde_json::to_string(literal).expect("a literal is plain JSON");
    let visible = field.secret.is_none();
    flags.extend(field.nullable.map(|_| "nullable".to_owned()));
    flags.extend(field.deprecated.as_ref().map(|_| "deprecated".to_owned()));
    flags.extend(field.secret.map(|_| "secret".to_owned()));
    let constant = field.constant.as_ref().filter(|_| visible);
    flags.extend(constant.map(|fact| format!("const={}", literal(&fact.value))));
    let default = field.default.as_ref().filter(|_| visible);
    flags.extend(default.map(|fact| format!("default={}", literal(&fact.value))));
    flags
}

fn presence_word(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Unstated => "unstated",
    }
}

fn header_value(header: &Header) -> String {
    match &header.value {
        HeaderValue::Fixed(text) => text.clone(),
        HeaderValue::Credential { scheme, placeholder } => format!("{scheme} {{{{{placeholder}}}}}"),
        HeaderValue::From(placeholder) => format!("{{{{{placeholder}}}}}"),
    }
}

/// The word for a whole body.
fn whole(ty: &Type) -> String {
    type_words(ty)
}

/// Two spaces part the columns; a column has no line break and no two spaces in it.
fn row(columns: &[&str]) -> String {
    let clean = |column: &&str| column.split_whitespace().collect::<Vec<_>>().join(" ");
    columns.iter().map(clean).collect::<Vec<_>>().join("  ")
}

//! Two objects in, how their properties differ out.

use docparse::ir::{
    Api, Deprecation, Evidence, Fact, Field, Format, How, Limits, Literal, ModelId, Presence, Role, Type,
};
use docparse::page::Text;
use docparse::source::Span;
use serde_json::Number;

use super::kinds::*;
use super::shapes;
use super::walk::{About, Found, Pair, Shape, Walk};
use super::{Kind, Subject};

/// The properties that both have.
pub(super) fn common<'a>(walk: &Walk<'a>, old: ModelId, new: ModelId) -> Vec<(&'a Field, &'a Field)> {
    let old = walk.old.api.model(old);
    let fields = walk.new.api.model(new).fields.iter();
    fields.filter_map(|field| Some((named(&old.fields, &field.name.wire)?, field))).collect()
}

/// Where a model stands.
pub(super) fn span(api: &Api, model: ModelId) -> Option<Span> {
    let model = api.model(model);
    let page = || Some(api.page(*model.pages.first()?)?.id.span());
    model.fields.first().map(place).or_else(page)
}

fn named<'a>(fields: &'a [Field], wire: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name.wire == wire)
}

/// Its row, if it has one.
fn place(field: &Field) -> Span {
    field.row.as_ref().map_or(field.ty.span(), |row| row.span)
}

/// Compares the properties of two models.
pub(super) fn compare(walk: &mut Walk<'_>, old: ModelId, new: ModelId) {
    let pair = (Shape::Model(old), Shape::Model(new));
    // What a table requires, it requires of requests: of a shape that only comes back, the table
    // says what does.
    let promised = [walk.old.api.model(old).role, walk.new.api.model(new).role] == [Role::Response; 2];
    for (before, after) in common(walk, old, new) {
        Both { walk, pair, before, after, promised }.compare();
    }
    let (old, new) = (walk.old.api.model(old), walk.new.api.model(new));
    for field in old.fields.iter().filter(|field| named(&new.fields, &field.name.wire).is_none()) {
        lone(walk, pair, field, &REMOVED, Some(place(field)), None);
    }
    for field in new.fields.iter().filter(|field| named(&old.fields, &field.name.wire).is_none()) {
        let required = field.presence.value == Presence::Required && field.read_only.is_none();
        let kind = if required { &ADDED_REQUIRED } else { &ADDED };
        lone(walk, pair, field, kind, None, Some(place(field)));
    }
}

/// A property that only one edition has.
fn lone(
    walk: &mut Walk<'_>,
    pair: Pair,
    field: &Field,
    kind: &'static Kind,
    old: Option<Span>,
    new: Option<Span>,
) {
    let about = About::Shapes {
        pair,
        request: field.read_only.is_none(),
        reply: field.write_only.is_none(),
        path: field.name.wire.clone(),
    };
    walk.found(about, Found::new(kind, Subject::Property(String::new()), old, new));
}

/// A property that both have.
struct Both<'w, 'a> {
    walk: &'w mut Walk<'a>,
    pair: Pair,
    before: &'a Field,
    after: &'a Field,
    promised: bool,
}

impl Both<'_, '_> {
    fn compare(&mut self) {
        let (before, after) = (self.before, self.after);
        self.travel();
        let mut found = Vec::new();
        let (old, new) = (self.walk.old.api, self.walk.new.api);
        value(&Said::of_field(before, old), &Said::of_field(after, new), &mut found);
        let (sent, comes) = (
            before.read_only.is_none() && after.read_only.is_none(),
            before.write_only.is_none() && after.write_only.is_none(),
        );
        for mut one in found {
            one.subject = Subject::Property(String::new());
            let presence = [MADE_REQUIRED.id, MADE_OPTIONAL.id].contains(&one.kind.id);
            self.push(one, sent, comes && (!presence || self.promised));
        }
    }

    /// Which way it travels, and whether it may be changed.
    fn travel(&mut self) {
        let (before, after) = (self.before, self.after);
        let writable = if after.presence.value == Presence::Required {
            &MADE_WRITABLE_AND_REQUIRED
        } else {
            &MADE_WRITABLE
        };
        for (old, new, set, unset) in [
            (before.read_only, after.read_only, &MADE_READ_ONLY, writable),
            (before.write_only, after.write_only, &MADE_WRITE_ONLY, &MADE_READABLE),
            (before.immutable, after.immutable, &MADE_IMMUTABLE, &MADE_MUTABLE),
        ] {
            // What was concluded from examples changes with them, and they are compared.
            let said = |evidence: &Evidence| evidence.how >= How::Prose;
            if !old.iter().chain(&new).all(said) {
                continue;
            }
            if let Some(kind) = flipped(old.is_some(), new.is_some(), set, unset) {
                self.push(flag(kind, (old, before), (new, after)), true, true);
            }
        }
        if let Some(kind) =
            flipped(before.secret.is_some(), after.secret.is_some(), &MADE_SECRET, &NOT_SECRET)
        {
            self.push(flag(kind, (before.secret, before), (after.secret, after)), true, true);
        }
    }

    fn push(&mut self, found: Found, request: bool, reply: bool) {
        let path = self.after.name.wire.clone();
        self.walk.found(About::Shapes { pair: self.pair, request, reply, path }, found);
    }
}

fn flag(kind: &'static Kind, old: (Option<Evidence>, &Field), new: (Option<Evidence>, &Field)) -> Found {
    let at = |(evidence, field): (Option<Evidence>, &Field)| {
        Some(evidence.map_or_else(|| place(field), |evidence| evidence.span))
    };
    Found::new(kind, Subject::Property(String::new()), at(old), at(new))
}

/// What became of a mark.
pub(super) fn flipped(
    old: bool,
    new: bool,
    set: &'static Kind,
    unset: &'static Kind,
) -> Option<&'static Kind> {
    match (old, new) {
        (false, true) => Some(set),
        (true, false) => Some(unset),
        _ => None,
    }
}

/// What pages say of a value, be it a property's or a parameter's.
pub(super) struct Said<'a> {
    pub(super) at: Span,
    pub(super) ty: &'a Fact<Type>,
    pub(super) presence: Option<&'a Fact<Presence>>,
    pub(super) nullable: Option<Evidence>,
    pub(super) deprecated: Option<&'a Deprecation>,
    pub(super) values: &'a [Fact<Literal>],
    pub(super) constant: Option<&'a Fact<Literal>>,
    pub(super) default: Option<&'a Fact<Literal>>,
    pub(super) limits: Option<&'a Limits>,
    pub(super) format: Option<&'a Fact<Format>>,
    pub(super) docs: &'a [Fact<Text>],
    /// Whether there are no values but those listed.
    pub(super) closed: bool,
    /// Whether no value may be shown.
    pub(super) secret: bool,
}

impl<'a> Said<'a> {
    /// What is said where nothing but the type is.
    pub(super) fn of_type(ty: &'a Fact<Type>) -> Self {
        Self {
            at: ty.span(),
            ty,
            presence: None,
            nullable: None,
            deprecated: None,
            values: &[],
            constant: None,
            default: None,
            limits: None,
            format: None,
            docs: &[],
            closed: false,
            secret: false,
        }
    }

    fn of_field(field: &'a Field, api: &Api) -> Self {
        Self {
            at: place(field),
            ty: &field.ty,
            presence: Some(&field.presence),
            nullable: field.nullable,
            deprecated: field.deprecated.as_ref(),
            values: &field.values,
            constant: field.constant.as_ref(),
            default: field.default.as_ref(),
            limits: Some(&field.limits),
            format: field.format.as_ref(),
            docs: &field.docs,
            closed: api.service.closed_enums.is_some(),
            secret: field.secret.is_some(),
        }
    }

    fn shown(&self, literal: &Fact<Literal>) -> String {
        if self.secret { "***".to_owned() } else { text(&literal.value) }
    }
}

/// A literal, as JSON.
pub(super) fn text(literal: &Literal) -> String {
    serde_json::to_string(literal).expect("a literal is plain JSON")
}

/// How what is said of a value differs. The subject of what is found is the caller's.
pub(super) fn value(old: &Said<'_>, new: &Said<'_>, found: &mut Vec<Found>) {
    types(old, new, found);
    presence(old, new, found);
    marks(old, new, found);
    literals(old, new, found);
    if let (Some(before), Some(after)) = (old.limits, new.limits) {
        limits((old.at, before), (new.at, after), found);
    }
    if let (Some(before), Some(after)) = (old.format, new.format)
        && before.value != after.value
    {
        let word = |format: &Fact<Format>| format!("{:?}", format.value).to_lowercase();
        let one = at(&FORMAT_CHANGED, before.span(), after.span());
        found.push(one.saying(word(before), word(after)));
    }
    // What follows from a sentence says more than that it changed.
    if found.is_empty() && said(old.docs) != said(new.docs) {
        let place = |docs: &[Fact<Text>], at: Span| docs.first().map_or(at, |doc| doc.value.span);
        found.push(at(&TEXT_CHANGED, place(old.docs, old.at), place(new.docs, new.at)));
    }
}

/// The words of sentences, whatever white space is between.
pub(super) fn said(docs: &[Fact<Text>]) -> Vec<String> {
    docs.iter()
        .flat_map(|doc| doc.value.plain().split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn at(kind: &'static Kind, old: Span, new: Span) -> Found {
    Found::new(kind, Subject::Operation, Some(old), Some(new))
}

fn types(old: &Said<'_>, new: &Said<'_>, found: &mut Vec<Found>) {
    let Some(kind) = shapes::kind(&old.ty.value, &new.ty.value) else { return };
    let stated = old.ty.from.how < How::Prose && new.ty.from.how >= How::Prose;
    let kind = if stated { &TYPE_STATED } else { kind };
    let one = at(kind, old.ty.span(), new.ty.span());
    found.push(one.saying(shapes::words(&old.ty.value), shapes::words(&new.ty.value)));
}

fn presence(old: &Said<'_>, new: &Said<'_>, found: &mut Vec<Found>) {
    let (Some(before), Some(after)) = (old.presence, new.presence) else { return };
    let required = |fact: &Fact<Presence>| fact.value == Presence::Required;
    if let Some(kind) = flipped(required(before), required(after), &MADE_REQUIRED, &MADE_OPTIONAL) {
        found.push(at(kind, before.span(), after.span()));
    }
}

fn marks(old: &Said<'_>, new: &Said<'_>, found: &mut Vec<Found>) {
    let span = |evidence: Option<Evidence>, at: Span| evidence.map_or(at, |evidence| evidence.span);
    if let Some(kind) =
        flipped(old.nullable.is_some(), new.nullable.is_some(), &NULL_ALLOWED, &NULL_FORBIDDEN)
    {
        found.push(at(kind, span(old.nullable, old.at), span(new.nullable, new.at)));
    }
    let deprecated = |said: &Said<'_>| said.deprecated.map(|deprecation| deprecation.evidence);
    let (before, after) = (deprecated(old), deprecated(new));
    if let Some(kind) = flipped(before.is_some(), after.is_some(), &DEPRECATED, &NOT_DEPRECATED) {
        found.push(at(kind, span(before, old.at), span(after, new.at)));
    }
}

fn literals(old: &Said<'_>, new: &Said<'_>, found: &mut Vec<Found>) {
    for (before, after, [added, changed, removed]) in [
        (old.constant, new.constant, [&CONSTANT_ADDED, &VALUE_CHANGED, &CONSTANT_REMOVED]),
        (old.default, new.default, [&DEFAULT_STATED, &DEFAULT_CHANGED, &DEFAULT_REMOVED]),
    ] {
        let kind = match (before, after) {
            (None, Some(_)) => added,
            (Some(_), None) => removed,
            (Some(before), Some(after)) if before.value != after.value => changed,
            _ => continue,
        };
        let one = at(kind, before.map_or(old.at, Fact::span), after.map_or(new.at, Fact::span));
        let shown = |said: &Said<'_>, fact: Option<&Fact<Literal>>| fact.map(|fact| said.shown(fact));
        found.push(one.saying(shown(old, before), shown(new, after)));
    }
    values(old, new, found);
}

fn values(old: &Said<'_>, new: &Said<'_>, found: &mut Vec<Found>) {
    // A constant is a list of one, and is compared as such.
    if old.constant.is_some() || new.constant.is_some() {
        return;
    }
    let list =
        |said: &Said<'_>| said.values.iter().map(|value| said.shown(value)).collect::<Vec<_>>().join(", ");
    let closed = |said: &Said<'_>| said.closed && !said.values.is_empty();
    let (first, last) = (old.values.first(), new.values.first());
    let places = (first.map_or(old.at, Fact::span), last.map_or(new.at, Fact::span));
    let mut whole = |kind: &'static Kind| {
        let none = |said: &Said<'_>| (!said.values.is_empty()).then(|| list(said));
        found.push(at(kind, places.0, places.1).saying(none(old), none(new)));
    };
    match (closed(old), closed(new)) {
        (false, true) => return whole(&VALUES_CLOSED),
        (true, false) => return whole(&VALUES_OPENED),
        _ => {}
    }
    match (old.values, new.values) {
        ([], []) => {}
        ([], _) => whole(&VALUES_LISTED),
        (_, []) => whole(&VALUES_NOT_LISTED),
        (before, after) => {
            let lacks = |list: &[Fact<Literal>], value: &Fact<Literal>| {
                !list.iter().any(|other| other.value == value.value)
            };
            for value in before.iter().filter(|value| lacks(after, value)) {
                found.push(at(&VALUE_REMOVED, value.span(), new.at).saying(old.shown(value), None));
            }
            let added = if new.closed { &CLOSED_VALUE_ADDED } else { &VALUE_ADDED };
            for value in after.iter().filter(|value| lacks(before, value)) {
                found.push(at(added, old.at, value.span()).saying(None, new.shown(value)));
            }
        }
    }
}

fn limits(old: (Span, &Limits), new: (Span, &Limits), found: &mut Vec<Found>) {
    let number = |bound: &Option<Fact<Number>>| {
        bound
            .as_ref()
            .map(|fact| (fact.value.as_f64().unwrap_or_default(), fact.value.to_string(), fact.span()))
    };
    let count = |bound: &Option<Fact<u64>>| {
        bound.as_ref().map(|fact| (fact.value as f64, fact.value.to_string(), fact.span()))
    };
    type Bound = Option<(f64, String, Span)>;
    let (before, after) = (old.1, new.1);
    let bounds: [(&str, bool, Bound, Bound); 6] = [
        ("minimum", true, number(&before.minimum), number(&after.minimum)),
        ("maximum", false, number(&before.maximum), number(&after.maximum)),
        ("minimum length", true, count(&before.min_length), count(&after.min_length)),
        ("maximum length", false, count(&before.max_length), count(&after.max_length)),
        ("minimum items", true, count(&before.min_items), count(&after.min_items)),
        ("maximum items", false, count(&before.max_items), count(&after.max_items)),
    ];
    for (name, is_least, before, after) in bounds {
        let tighter = match (&before, &after) {
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(before), Some(after)) if before.0 != after.0 => (after.0 > before.0) == is_least,
            _ => continue,
        };
        let words = |bound: &Bound| match bound {
            Some((_, number, _)) => format!("{name} {number}"),
            None => format!("no {name}"),
        };
        let place = |bound: &Bound, at: Span| bound.as_ref().map_or(at, |bound| bound.2);
        let kind = if tighter { &LIMIT_TIGHTENED } else { &LIMIT_LOOSENED };
        let one = at(kind, place(&before, old.0), place(&after, new.0));
        found.push(one.saying(words(&before), words(&after)));
    }
}

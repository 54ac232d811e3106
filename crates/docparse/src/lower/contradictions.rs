//! A draft in, what it contradicts itself in out. Page by page, before shapes that
//! several pages share become one model.

use super::draft::Draft;
use super::shape::{Prop, Shape};
use crate::ir::{Contradiction, ContradictionKind, Evidence, Fact, How, Presence, Statement};
use crate::source::SourceId;

/// Everything that table, example and text of one page disagree about.
pub(super) fn of(draft: &Draft<'_>) -> Vec<Contradiction> {
    let mut found = Found { page: draft.page.source, contradictions: Vec::new() };
    if let Some(request) = &draft.request {
        found.children(request);
    }
    found.contradictions
}

struct Found {
    page: SourceId,
    contradictions: Vec<Contradiction>,
}

impl Found {
    fn children(&mut self, parent: &Prop) {
        let props = &parent.node.props;
        // An object with a row of its own, and none for what is in it, is described by the example.
        let last = props.iter().rfind(|prop| is_listed(prop));
        for prop in props {
            match last {
                Some(last) if !is_listed(prop) => self.not_in_table(prop, last),
                _ => {}
            }
            // An example that lacks the object lacks what is in it, and is not told so twice.
            if prop.shown.is_empty() && !parent.shown.is_empty() {
                self.required_not_shown(prop, parent);
            }
            self.type_differs(prop);
            self.presence_differs(prop);
            self.children(prop);
        }
    }

    fn add(&mut self, kind: ContradictionKind, prop: &Prop, winner: Statement, losers: Vec<Statement>) {
        let property = prop.path.clone();
        self.contradictions.push(Contradiction { kind, page: self.page, property, winner, losers });
    }

    fn not_in_table(&mut self, prop: &Prop, last: &Prop) {
        let table = Evidence::new(How::Stated, last.row.unwrap_or(last.first.span));
        let winner = says(format!("a property of type {}", word(&prop.shape().value)), prop.first);
        self.add(ContradictionKind::NotInTable, prop, winner, vec![says("no row", table)]);
    }

    fn required_not_shown(&mut self, prop: &Prop, parent: &Prop) {
        let Some(presence) = required(prop) else { return };
        let example = parent.shown.first().map_or(parent.first.span, |(_, json)| json.span);
        let loser = says("not in the example", Evidence::new(How::Shown, example));
        self.add(ContradictionKind::RequiredNotShown, prop, says("required", presence.from), vec![loser]);
    }

    fn type_differs(&mut self, prop: &Prop) {
        let shape = prop.shape();
        if shape.against.is_empty() || shape.from.how < How::Stated {
            return;
        }
        // Where two rows disagree, it is on what there is one or several of.
        let rows = shape.against.iter().any(|claim| claim.evidence.how >= How::Stated);
        let (kind, word): (_, fn(&Shape) -> &'static str) = match rows {
            true => (ContradictionKind::ParentNotObject, word_of_one),
            false => (ContradictionKind::TypeDiffers, word),
        };
        let losers = shape.against.iter().map(|claim| says(word(&claim.value), claim.evidence)).collect();
        self.add(kind, prop, says(word(&shape.value), shape.from), losers);
    }

    fn presence_differs(&mut self, prop: &Prop) {
        let Some(presence) = required(prop) else { return };
        let prose = presence.against.iter().filter(|claim| claim.evidence.how == How::Prose);
        let losers: Vec<Statement> = prose.map(|claim| says("may be left out", claim.evidence)).collect();
        if !losers.is_empty() {
            self.add(ContradictionKind::PresenceDiffers, prop, says("required", presence.from), losers);
        }
    }
}

/// Whether a row names the property or something in it.
fn is_listed(prop: &Prop) -> bool {
    prop.row.is_some() || prop.first.how >= How::Stated
}

/// Required of a request: what is read-only too is always in replies.
fn required(prop: &Prop) -> Option<Fact<Presence>> {
    Fact::settle(prop.presence.clone())
        .filter(|fact| fact.value == Presence::Required && fact.from.how >= How::Stated)
        .filter(|_| prop.only_comes_back().is_none())
}

fn says(text: impl Into<String>, evidence: Evidence) -> Statement {
    Statement { says: text.into(), evidence }
}

fn word(shape: &Shape) -> &'static str {
    match shape {
        Shape::String => "string",
        Shape::Boolean => "boolean",
        Shape::Integer => "integer",
        Shape::Number => "number",
        Shape::Object | Shape::Map(_) => "object",
        Shape::List(_) => "array",
        Shape::Any | Shape::OneOf(_) => "any",
    }
}

fn word_of_one(shape: &Shape) -> &'static str {
    match shape {
        Shape::List(item) => word_of_one(item),
        one => word(one),
    }
}

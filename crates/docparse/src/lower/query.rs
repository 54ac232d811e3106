//! Query parameters: what a request line shows behind its `?`, and what tables say.

use super::columns::Columns;
use super::constraints;
use super::rows::{self, Context, ModelRow};
use super::text::sentences;
use super::values;
use crate::diag::Sink;
use crate::ir::{Fact, How, Limits, Name, Presence, QueryParam, Type};
use crate::json::placeholder;
use crate::page::{Block, Page, SectionKind, Table, Text};
use crate::source::{Span, Spanned};
use crate::vocabulary::TypeWord;

/// The parameters in the order of the tables, then those only the request line has.
pub(super) fn read(page: &Page, line: &Spanned<String>, cx: Context<'_>, sink: &mut Sink) -> Vec<QueryParam> {
    let mut params: Vec<QueryParam> = Vec::new();
    for block in page.sections(SectionKind::QueryParameters).flat_map(|section| &section.blocks) {
        let Block::Table(table) = block else { continue };
        params.extend(match Columns::of(table) {
            Some(_) => rows::of_table(table, cx, sink).into_iter().map(of_row).collect(),
            None => described(table),
        });
    }
    for (name, value) in shown(line) {
        let example = placeholder(&value.value)
            .is_none()
            .then(|| Fact::new(decoded(&value.value), How::Shown, value.span))
            .filter(|example| !example.value.is_empty());
        match params.iter_mut().find(|param| param.name.wire == name.value) {
            Some(param) => param.example = param.example.take().or(example),
            None => params.push(QueryParam {
                name: Name::new(name.value),
                ty: Fact::new(Type::String, How::Inferred, name.span),
                format: None,
                presence: Fact::new(Presence::Optional, How::Shown, name.span),
                docs: Vec::new(),
                example,
                values: Vec::new(),
                default: None,
                limits: Limits::default(),
            }),
        }
    }
    params
}

fn of_row(row: ModelRow) -> QueryParam {
    let span = row.name.span;
    let stated = row.ty.as_ref().and_then(|claim| {
        let format = values::stated_format(&claim.value)?;
        Some(Fact::new(format, claim.evidence.how, claim.evidence.span))
    });
    let ty = row.ty.map_or_else(
        || Fact::new(Type::String, How::Inferred, span),
        |claim| Fact::new(scalar(&claim.value), claim.evidence.how, claim.evidence.span),
    );
    let presence = row.presence.map_or_else(
        || Fact::new(Presence::Unstated, How::Inferred, span),
        |claim| Fact::new(claim.value, claim.evidence.how, claim.evidence.span),
    );
    let param = param(Name::new(row.name.value), ty, presence, row.description.as_ref());
    QueryParam { format: stated, ..param }
}

/// `Parameter | Description`: names and what they do, with no types.
fn described(table: &Table) -> Vec<QueryParam> {
    let read = |row: &crate::page::Row| {
        let name = &row.cells.first()?.text;
        let plain = name.plain();
        if plain.is_empty() || plain.contains(char::is_whitespace) {
            return None;
        }
        let ty = Fact::new(Type::String, How::Inferred, name.span);
        let presence = Fact::new(Presence::Unstated, How::Inferred, name.span);
        Some(param(Name::new(plain), ty, presence, row.cells.get(1).map(|cell| &cell.text)))
    };
    table.rows.iter().filter_map(read).collect()
}

/// A parameter with what its description says of its values.
fn param(name: Name, ty: Fact<Type>, presence: Fact<Presence>, description: Option<&Text>) -> QueryParam {
    let docs: Vec<Fact<Text>> = description.into_iter().flat_map(docs_of).collect();
    let said = constraints::read(&docs);
    // A description that bounds a number tells the type where no column does.
    let ty = match ty.from.how {
        How::Inferred if said.are_of_integer() => Fact { value: Type::Integer, ..ty },
        _ => ty,
    };
    let limits = said.limits(&ty.value);
    let values = if ty.value == Type::String { said.values } else { Vec::new() };
    QueryParam {
        name,
        ty,
        format: None,
        presence,
        docs,
        example: None,
        values,
        default: said.default,
        limits,
    }
}

fn docs_of(text: &Text) -> Vec<Fact<Text>> {
    sentences(text)
        .into_iter()
        .map(|sentence| Fact::new(sentence.clone(), How::Stated, sentence.span))
        .collect()
}

/// A query holds text; what is in a list is text too.
fn scalar(word: &TypeWord) -> Type {
    match word {
        TypeWord::Boolean => Type::Boolean,
        TypeWord::Integer => Type::Integer,
        TypeWord::Number => Type::Number,
        TypeWord::OneOf(words) => Type::OneOf(words.iter().map(scalar).collect()),
        TypeWord::List(item) => Type::List(Box::new(scalar(item))),
        _ => Type::String,
    }
}

/// `?limit=10&filter=name eq "x"`, raw or encoded: keys and values with their places.
fn shown(line: &Spanned<String>) -> Vec<(Spanned<String>, Spanned<String>)> {
    let Some(question) = line.value.find('?') else { return Vec::new() };
    let mut start = question + 1;
    let mut pairs = Vec::new();
    for pair in line.value[start..].split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let at = |from: usize, len: usize| {
            let base = line.span.start as usize + from;
            Span::new(line.span.source, base, base + len)
        };
        if !key.trim().is_empty() {
            let value_start = start + key.len() + 1;
            pairs.push((
                Spanned::new(key.to_owned(), at(start, key.len())),
                Spanned::new(value.to_owned(), at(value_start, value.len())),
            ));
        }
        start += pair.len() + 1;
    }
    pairs
}

/// RFC 3986 section 2.1, and only where what comes out is text.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.filter(|_| bytes[at] == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn raw_and_encoded_queries() {
        let line = "GET {{apiPath}}/users/?filter=name eq \"a b\"&limit={{limit}}";
        let line = Spanned::new(line.to_owned(), Span::new(SourceId(0), 10, 10 + line.len()));
        let pairs = shown(&line);
        let plain: Vec<_> =
            pairs.iter().map(|(key, value)| (key.value.as_str(), value.value.as_str())).collect();
        assert_eq!(plain, [("filter", "name eq \"a b\""), ("limit", "{{limit}}")]);
        assert_eq!(pairs[0].0.span.range(), 33..39);
        assert_eq!(decoded("name%20eq%20%22x%22%zz%"), "name eq \"x\"%zz%");
        assert_eq!(decoded("%ff"), "%ff");
    }
}

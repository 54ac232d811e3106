//! Properties that only an example has in, the rows that tables lack out, as those tables are laid out.

use docparse::ir::{Contradiction, ContradictionKind, Type};
use docparse::source::{LineCol, SourceFile, SourceKind};

use crate::finding::Fix;
use crate::read::Reading;

/// A row for each property without one, where the rows of its object end.
pub(crate) fn rows(reading: &Reading) -> Vec<Fix> {
    let missing = reading.api.contradictions.iter();
    missing
        .filter(|found| found.kind == ContradictionKind::NotInTable)
        .filter_map(|found| row(found, reading))
        .collect()
}

fn row(found: &Contradiction, reading: &Reading) -> Option<Fix> {
    let last = found.losers.first()?.evidence.span;
    let file = reading.sources.get(last.source);
    if file.kind != SourceKind::Page {
        return None;
    }
    let ty = type_word(found, reading)?;
    let line = file.line_span(file.line(last.start)).range();
    let (at, text) = if file.text[line.clone()].contains('|') {
        (line.end, table_row(&file.text[line.clone()], ending(file, line.end), &found.property, ty)?)
    } else {
        flat_row(&file.text, line.end, &found.property, ty)?
    };
    // Where an edit is made is known by its bytes.
    let nowhere = LineCol { line: 1, column: 1 };
    Some(Fix { span: file.span(at..at), start: nowhere, end: nowhere, text, secret: false })
}

/// The word for what the example shows, if it shows one type.
fn type_word(found: &Contradiction, reading: &Reading) -> Option<&'static str> {
    let models = reading.api.models.iter().filter(|model| model.pages.contains(&found.page));
    let shown = found.winner.evidence.span;
    let fields =
        || models.clone().flat_map(|model| &model.fields).filter(|field| field.path == found.property);
    let field = fields().find(|field| field.seen.iter().any(|seen| seen.span == shown));
    match field.or_else(|| fields().next())?.ty.value {
        Type::String => Some("String"),
        Type::Boolean => Some("Boolean"),
        Type::Integer => Some("Integer"),
        Type::Number => Some("Number"),
        Type::List(_) => Some("Array"),
        Type::Map(_) | Type::Model(_) | Type::Union(_) => Some("Object"),
        Type::OneOf(_) | Type::Any | Type::Binary => None,
    }
}

fn is_type(word: &str) -> bool {
    const WORDS: [&str; 8] = ["String", "Boolean", "Integer", "Number", "Array", "Object", "Date", "UUID"];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn is_presence(word: &str) -> bool {
    word.eq_ignore_ascii_case("required") || word.eq_ignore_ascii_case("optional")
}

/// The line ending that stands at `at`.
fn ending(file: &SourceFile, at: usize) -> &'static str {
    if file.text[at..].starts_with("\r\n") { "\r\n" } else { "\n" }
}

/// A row like `last`, with its line ending in front; `None` if its cells are not understood.
fn table_row(last: &str, ending: &str, property: &str, ty: &str) -> Option<String> {
    let cells: Vec<&str> = last.split('|').collect();
    let (&before, rest) = cells.split_first()?;
    let (&after, inner) = rest.split_last()?;
    let (&name, others) = inner.split_first()?;
    let name = if name.contains('`') { format!("`{property}`") } else { property.to_owned() };
    let mut texts = vec![name];
    for cell in others {
        texts.push(match cell.trim() {
            word if is_type(word) => ty.to_owned(),
            word if is_presence(word) => "Optional".to_owned(),
            _ => String::new(),
        });
    }
    if !texts.iter().any(|text| text == ty) || last.contains("\\|") {
        return None;
    }
    let mut row = format!("{ending}{before}");
    for (text, like) in texts.iter().zip(inner) {
        let width = like.chars().count().saturating_sub(1);
        row += &format!("| {text:<width$}");
        // A cell that is as wide as its column keeps a space before the next bar.
        if text.chars().count() >= width {
            row.push(' ');
        }
    }
    Some(format!("{row}|{after}"))
}

/// Three paragraphs like those of the row whose name ends at `at`, and where they go.
fn flat_row(text: &str, at: usize, property: &str, ty: &str) -> Option<(usize, String)> {
    let next = |from: usize| {
        let start = from + (text[from..].len() - text[from..].trim_start().len());
        let length = text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
        (start, start + length)
    };
    let (ty_start, ty_end) = next(at);
    let (presence_start, end) = next(ty_end);
    if !is_type(text[ty_start..ty_end].trim()) || !is_presence(text[presence_start..end].trim()) {
        return None;
    }
    let (gap, second) = (&text[at..ty_start], &text[ty_end..presence_start]);
    Some((end, format!("{gap}{property}{gap}{ty}{second}Optional")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_wide_as_the_last() {
        let row = table_row("> | `a.bc`   | Boolean | Required  |", "\r\n", "a.d", "String");
        assert_eq!(row.unwrap(), "\r\n> | `a.d`    | String  | Optional  |");
        let row = table_row("| `a` | String | x | Optional |", "\n", "longer", "Boolean");
        assert_eq!(row.unwrap(), "\n| `longer` | Boolean |   | Optional |");
    }

    #[test]
    fn a_row_that_is_not_understood_has_no_successor() {
        assert_eq!(table_row("| Property | Kind |", "\n", "a", "String"), None);
        assert_eq!(flat_row("a\n\nwhat\n\nRequired", 1, "b", "String"), None);
    }

    #[test]
    fn flat_rows_keep_their_gaps() {
        let text = "a\r\n\r\nString\r\n\r\nRequired\r\n";
        let expected = (text.len() - 2, "\r\n\r\nb\r\n\r\nNumber\r\n\r\nOptional".to_owned());
        assert_eq!(flat_row(text, 1, "b", "Number"), Some(expected));
    }
}

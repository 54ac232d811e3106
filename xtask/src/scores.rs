//! What was read in, a line for each page out: how much of it is understood.

use std::fmt::Write as _;

use docparse::diag::Severity;
use docparse::ir::{How, PageRef, Type};
use serde::Serialize;

use crate::read::Reading;

/// How one page does.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Score {
    /// The page's path.
    pub page: String,
    pub page_id: String,
    /// Rows of tables that became properties.
    pub rows_read: usize,
    /// Of these, rows with a type that a table or a person states.
    pub rows_typed: usize,
    pub contradictions: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

/// The scores of all pages, in order of path.
pub(crate) fn of(reading: &Reading) -> Vec<Score> {
    reading.api.pages.iter().map(|page| score(page, reading)).collect()
}

fn score(page: &PageRef, reading: &Reading) -> Score {
    let api = &reading.api;
    let rows = api.models.iter().flat_map(|model| &model.fields);
    let rows: std::collections::BTreeMap<_, _> = rows
        .filter_map(|field| Some((field.row?.span, &field.ty)))
        .filter(|(span, _)| span.source == page.source)
        .collect();
    let found = |severity| {
        let here = |finding: &&crate::finding::Finding| finding.place.path == page.path;
        reading.findings.iter().filter(here).filter(|finding| finding.severity == severity).count()
    };
    Score {
        page: page.path.clone(),
        page_id: page.id.value.clone(),
        rows_read: rows.len(),
        rows_typed: rows.values().filter(|ty| ty.from.how >= How::Stated && ty.value != Type::Any).count(),
        contradictions: api.contradictions.iter().filter(|found| found.page == page.source).count(),
        errors: found(Severity::Error),
        warnings: found(Severity::Warning),
        infos: found(Severity::Info),
    }
}

const HEADS: [&str; 7] = ["page", "rows read", "rows typed", "contradictions", "errors", "warnings", "infos"];

/// The scores as a table, with a line of sums.
pub(crate) fn table(scores: &[Score]) -> String {
    let mut all = Score { page: "all".into(), ..Score::default() };
    for score in scores {
        all.rows_read += score.rows_read;
        all.rows_typed += score.rows_typed;
        all.contradictions += score.contradictions;
        all.errors += score.errors;
        all.warnings += score.warnings;
        all.infos += score.infos;
    }
    let lines: Vec<&Score> = scores.iter().chain([&all]).collect();
    let pages = lines.iter().map(|score| score.page.chars().count()).chain([HEADS[0].len()]);
    let width = pages.max().unwrap_or_default();
    let mut text = format!("{:width$}", HEADS[0]);
    HEADS[1..].iter().for_each(|head| text += &format!("  {head}"));
    text.push('\n');
    for score in lines {
        let _ = write!(text, "{:width$}", crate::render::excerpt::clean(&score.page));
        let numbers = [
            score.rows_read,
            score.rows_typed,
            score.contradictions,
            score.errors,
            score.warnings,
            score.infos,
        ];
        for (number, head) in numbers.iter().zip(&HEADS[1..]) {
            let _ = write!(text, "  {number:>0$}", head.len());
        }
        text.push('\n');
    }
    text
}

/// One score as one JSON object on a line.
pub(crate) fn json(score: &Score) -> String {
    serde_json::to_string(score).expect("a score is strings and numbers only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_their_heads() {
        let score = Score { page: "a.md".into(), rows_read: 12, infos: 3, ..Score::default() };
        let expected = "\
page  rows read  rows typed  contradictions  errors  warnings  infos
a.md         12           0               0       0         0      3
all          12           0               0       0         0      3
";
        assert_eq!(table(&[score]), expected);
    }
}

//! Edits that findings offer in, changed pages out. Nothing else ever writes to a page.

use std::collections::BTreeMap;

use docparse::diag::codes;
use docparse::source::{SourceFile, SourceKind};
use similar::TextDiff;

use crate::docs::Docs;
use crate::failure::Failure;
use crate::finding::{Finding, Fix};
use crate::read::Reading;
use crate::{suggest, write};

/// Makes every edit. Returns the pages that were changed, and in how many places.
pub(crate) fn apply(
    reading: &Reading,
    docs: &Docs,
    suggested: bool,
) -> Result<Vec<(String, usize)>, Failure> {
    let mut changed = Vec::new();
    for (file, text, count) in pages(reading, suggested) {
        let path = docs.folder.join(&file.path);
        write::replace(&path, &text).map_err(Failure::io("write", &path))?;
        changed.push((format!("{}{}", docs.shown, file.path), count));
    }
    Ok(changed)
}

/// Every edit as a unified diff, with the values of secrets hidden.
pub(crate) fn diff(reading: &Reading, docs: &Docs, suggested: bool) -> String {
    let mut text = String::new();
    for (file, new, _) in pages(reading, suggested) {
        let path = format!("{}{}", docs.shown, file.path);
        let diff = TextDiff::from_lines(&*file.text, new.as_str());
        text += &diff.unified_diff().header(&path, &path).to_string();
    }
    let secrets = reading.api.secrets.iter().map(|span| reading.sources.text(*span));
    docparse::mask_values(&text, &secrets.filter(|secret| !secret.is_empty()).collect())
}

/// The pages that have edits, with the edits made, and how many there were.
fn pages(reading: &Reading, suggested: bool) -> Vec<(&SourceFile, String, usize)> {
    let rows = if suggested { suggest::rows(reading) } else { Vec::new() };
    // Several pages may stand in one file.
    let mut by_file: BTreeMap<_, Vec<&Fix>> = BTreeMap::new();
    let path = |fix: &Fix| reading.sources.get(fix.span.source).path.as_str();
    for fix in &rows {
        by_file.entry(path(fix)).or_default().push(fix);
    }
    for fix in reading
        .findings
        .iter()
        .filter(|finding| suggested || !is_suggestion(finding))
        .filter_map(|finding| finding.fix.as_ref())
    {
        by_file.entry(path(fix)).or_default().push(fix);
    }
    let repaired =
        |path: &str| reading.sources.pages().any(|file| file.path == path && file.repaired.is_some());
    let pages = by_file.into_values().map(|fixes| (reading.sources.get(fixes[0].span.source), fixes));
    pages
        // What was read of a file that is not UTF-8 is not what stands in it.
        .filter(|(file, _)| file.kind == SourceKind::Page && !repaired(&file.path))
        .map(|(file, fixes)| {
            let (text, count) = edited(file, fixes);
            (file, text, count)
        })
        .collect()
}

/// Whether the edit writes down what was concluded: from other pages, and not from this one.
fn is_suggestion(finding: &Finding) -> bool {
    finding.code == &codes::PATH_PREFIX_MISSING
}

/// The text with the edits made, the last first so that the others keep their places.
/// Of two that overlap, the earlier is left for the next time.
fn edited(file: &SourceFile, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    // Two that replace the same are one; two that insert at one place are two.
    fixes
        .dedup_by(|a, b| a.span.range() == b.span.range() && (a.span.start < a.span.end || a.text == b.text));
    let mut text = file.text.to_string();
    let (mut count, mut free) = (0, text.len());
    for fix in fixes.into_iter().rev() {
        if fix.span.range().end <= free {
            text.replace_range(fix.span.range(), &fix.text);
            free = fix.span.range().start;
            count += 1;
        }
    }
    (text, count)
}

#[cfg(test)]
mod tests {
    use docparse::source::{LineCol, SourceId, SourceSet};

    use super::*;

    fn check(text: &str, edits: &[(usize, usize, &str)], expected: (&str, usize)) {
        let set = SourceSet::new(vec![("a.md".into(), SourceKind::Page, text.into())]);
        let file = set.get(SourceId(0));
        let at = LineCol { line: 1, column: 1 };
        let fix = |(start, end, text): &(usize, usize, &str)| Fix {
            span: file.span(*start..*end),
            start: at,
            end: at,
            text: (*text).into(),
            secret: false,
        };
        let fixes: Vec<_> = edits.iter().map(fix).collect();
        let (text, count) = edited(file, fixes.iter().collect());
        assert_eq!((text.as_str(), count), expected);
    }

    #[test]
    fn edits_do_not_move_each_other() {
        check("one two", &[(0, 3, "1"), (4, 7, "second")], ("1 second", 2));
        check("ab", &[(1, 1, "-")], ("a-b", 1));
    }

    #[test]
    fn of_edits_that_overlap_one_is_made() {
        check("abcd", &[(0, 3, "x"), (2, 4, "y")], ("aby", 1));
        check("abcd", &[(0, 1, "x"), (0, 1, "x")], ("xbcd", 1));
    }
}

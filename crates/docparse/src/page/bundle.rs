//! A file in, the pages that were put one behind another in it out.

use std::ops::Range;

use super::{snippets, titles};

/// The bytes of each page in `text`; one range, all of it, if it holds one page.
///
/// A Markdown page in a bundle opens with front matter of its own, and a rule of `---` closes
/// the page before it. A flattened bundle has the product's name above every title.
pub(crate) fn parts(text: &str) -> Vec<Range<usize>> {
    let marked = marked(text);
    let bounds = if marked.len() > 1 { marked } else { flattened(text) };
    if bounds.len() < 2 { std::iter::once(0..text.len()).collect() } else { bounds }
}

/// A line's offset, and its text without its ending.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end())
    })
}

fn marked(text: &str) -> Vec<Range<usize>> {
    let lines: Vec<(usize, &str)> = lines(text).collect();
    if lines.first().is_none_or(|(_, line)| line.trim_start_matches('\u{feff}') != "---") {
        return Vec::new();
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut rule = None;
    let mut start = 0;
    let mut at = closing(&lines, 0).map_or(lines.len(), |end| end + 1);
    while at < lines.len() {
        match lines[at].1 {
            "---" => match (rule, closing(&lines, at)) {
                (Some(closed), Some(end)) => {
                    parts.push(start..closed);
                    start = lines[at].0;
                    rule = None;
                    at = end;
                }
                _ => rule = Some(lines[at].0),
            },
            "" => {}
            _ => rule = None,
        }
        at += 1;
    }
    parts.push(start..rule.filter(|_| !parts.is_empty()).unwrap_or(text.len()));
    parts
}

/// The line that closes front matter which line `open` opens; `None` if that is only a rule.
fn closing(lines: &[(usize, &str)], open: usize) -> Option<usize> {
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
    };
    lines.get(open + 1).filter(|(_, line)| is_key(line))?;
    let body = lines[open + 1..].iter();
    let length = body.take_while(|(_, line)| *line != "---" && !line.is_empty()).count();
    let end = open + 1 + length;
    let named = |(_, line): &(usize, &str)| line.starts_with("title:") || line.starts_with("page_id:");
    (lines.get(end).is_some_and(|(_, line)| *line == "---") && lines[open..end].iter().any(named))
        .then_some(end)
}

fn flattened(text: &str) -> Vec<Range<usize>> {
    let filled: Vec<(usize, &str)> =
        lines(text).map(|(at, line)| (at, line.trim())).filter(|(_, line)| !line.is_empty()).collect();
    let Some((_, product)) = filled.first() else { return Vec::new() };
    let product = product.trim_start_matches('\u{feff}');
    // The name of a product, and no title: below it stand the title, then the request line.
    let opens = |at: usize| {
        let below = |ahead: usize| filled.get(at + ahead).map_or("", |(_, line)| *line);
        titles::known(below(1)).is_none() && snippets::is_request_line(below(2))
    };
    let is_name = titles::known(product).is_none() && !product.starts_with(['#', '`', '-', '{', '|', '>']);
    let starts: Vec<usize> = (0..filled.len()).filter(|at| *at == 0 || filled[*at].1 == product).collect();
    if !is_name || starts.len() < 2 || !starts.iter().all(|at| opens(*at)) {
        return Vec::new();
    }
    let offset = |at: usize| if at == 0 { 0 } else { filled[at].0 };
    let ends = starts.iter().skip(1).map(|at| offset(*at)).chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| offset(*start)..end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        parts(text).into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn front_matter_after_a_rule_opens_a_page() {
        let one = "---\ntitle: A\n---\n\nText.\n\n---\n\nMore: text.\n\n---\nnot: it\n---\n";
        assert_eq!(split(one), [one]);
        let two = "---\ntitle: A\n---\n\nText.\n\n---\n\nMore.\n---\n\n---\ntitle: B\n---\n\nText.\n";
        assert_eq!(
            split(two),
            ["---\ntitle: A\n---\n\nText.\n\n---\n\nMore.\n", "---\ntitle: B\n---\n\nText.\n"]
        );
    }

    #[test]
    fn a_products_name_opens_a_flattened_page() {
        let two = "Docs\n\nA\n\nGET {{x}}/a\n\nText.\n\nDocs\n\nB\n\nGET {{x}}/b\n";
        assert_eq!(split(two), ["Docs\n\nA\n\nGET {{x}}/a\n\nText.\n\n", "Docs\n\nB\n\nGET {{x}}/b\n"]);
        let one = "Docs\n\nA\n\nGET {{x}}/a\n\nDocs\n\nare good.\n";
        assert_eq!(split(one), [one]);
    }
}

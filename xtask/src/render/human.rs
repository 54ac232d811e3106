//! A finding in, text for people out: message, source line, caret, help.

use annotate_snippets::{Annotation, AnnotationKind, Level, Message, Origin, Renderer, Snippet};
use docparse::diag::Severity;

use crate::finding::{Finding, Place};

/// Wider than any excerpt with its label, so that the renderer does not cut a second time.
const WIDTH: usize = 1000;

/// Stands for a path until the text is made. Excerpts never hold it.
pub(super) const MARK: char = '\u{e000}';

/// The finding as text, with colours.
pub(crate) fn render(finding: &Finding) -> String {
    with(&Renderer::styled(), finding)
}

fn with(renderer: &Renderer, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let places: Vec<&Place> = std::iter::once(&finding.place).chain(&finding.related).collect();
    let marks: Vec<String> = (0..places.len()).map(|index| format!("{MARK}{index}")).collect();

    let mut group =
        level.primary_title(finding.message.as_str()).id(finding.code.id).elements([] as [Message; 0]);
    for (index, (place, mark)) in places.iter().zip(&marks).enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        group = match snippet(place, mark, kind) {
            Some(snippet) => group.element(snippet),
            None => group.element(Origin::path(mark.as_str()).line(1).char_column(1)),
        };
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let more = format!("more: cargo xtask explain {}", finding.code.id);
    group = group.element(Level::NOTE.message(more));
    let text = renderer.clone().term_width(WIDTH).render(&[group]);
    places.iter().zip(&marks).fold(text, |text, (place, mark)| located(&text, mark, place)) + "\n"
}

fn snippet<'a>(place: &'a Place, mark: &'a str, kind: AnnotationKind) -> Option<Snippet<'a, Annotation<'a>>> {
    let excerpt = place.excerpt.as_ref()?;
    let label = (!place.text.is_empty()).then_some(place.text.as_str());
    Some(
        Snippet::source(excerpt.text.as_str())
            .line_start(place.start.line as usize)
            .path(mark)
            .annotation(kind.span(excerpt.mark.clone()).label(label)),
    )
}

/// Puts path, line and column where `mark` stands. The renderer would count the
/// column in the excerpt, and a line that was cut gives another there.
fn located(text: &str, mark: &str, place: &Place) -> String {
    let Some((before, after)) = text.split_once(&format!("{mark}:")) else { return text.to_owned() };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    format!("{before}{}{}:{}:{}{rest}", place.folder, place.path, place.start.line, place.start.column)
}

#[cfg(test)]
mod tests {
    use docparse::diag::codes;
    use docparse::source::LineCol;

    use super::*;
    use crate::finding::Place;
    use crate::render::excerpt::Excerpt;

    fn place(path: &str, line: u32, column: u32, text: &str, excerpt: &str, mark: &str) -> Place {
        let at = excerpt.find(mark).unwrap();
        Place {
            folder: "seeds/".into(),
            path: path.into(),
            page_id: None,
            start: LineCol { line, column },
            end: LineCol { line, column: column + mark.len() as u32 },
            text: text.into(),
            excerpt: Some(Excerpt { text: excerpt.into(), mark: at..at + mark.len() }),
        }
    }

    fn finding() -> Finding {
        let mut finding = Finding::of_file(
            &codes::UNKNOWN_TYPE_WORD,
            "",
            "",
            "unknown type word `Sring`, read as `String`",
        );
        finding.place = place("a.md", 41, 58, "not a type these docs use", "> | `ID` | Sring |", "Sring");
        finding.help = Some("write `String`".into());
        finding
    }

    #[test]
    fn message_line_caret_help() {
        let expected = "\
warning[DOC020]: unknown type word `Sring`, read as `String`
  --> seeds/a.md:41:58
   |
41 | > | `ID` | Sring |
   |            ^^^^^ not a type these docs use
   |
   = help: write `String`
   = note: more: cargo xtask explain DOC020
";
        assert_eq!(with(&Renderer::plain(), &finding()), expected);
    }

    #[test]
    fn related_places_follow() {
        let mut finding = finding();
        finding.related = vec![place("b.md", 7, 3, "so it is here", "  String", "String")];
        let shown = with(&Renderer::plain(), &finding);
        assert!(shown.contains("--> seeds/a.md:41:58"), "{shown}");
        assert!(shown.contains("::: seeds/b.md:7:3"), "{shown}");
        assert!(shown.contains("------ so it is here"), "{shown}");
    }

    #[test]
    fn a_file_that_was_not_read_has_no_line() {
        let finding = Finding::of_file(&codes::PAGE_TOO_LARGE, "docs/", "a.md", "70 MiB");
        let shown = with(&Renderer::plain(), &finding);
        assert!(shown.starts_with("error[DOC004]: 70 MiB\n--> docs/a.md:1:1\n"), "{shown}");
    }
}

//! Which front end reads a page, decided from its content.

use super::{PageFormat, titles};

/// Markdown marks its structure; a page that has none of the marks, but has our
/// section titles as bare lines, was flattened.
pub(super) fn format(text: &str) -> PageFormat {
    if text.starts_with("---\n") || text.starts_with("---\r\n") {
        return PageFormat::Markdown;
    }
    let mut bare = false;
    for line in text.lines() {
        if line.starts_with("```")
            || line.starts_with("# ")
            || line.starts_with("## ")
            || line.starts_with("### ")
        {
            return PageFormat::Markdown;
        }
        bare |= titles::known(line).is_some()
            || super::snippets::is_request_line(line)
            || super::flat::is_table_head(line);
    }
    if bare { PageFormat::Flat } else { PageFormat::Markdown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(format("---\ntitle: x\n---\n"), PageFormat::Markdown);
        assert_eq!(format("# Title\n\nHeaders\n"), PageFormat::Markdown);
        assert_eq!(format("Docs\n\nTitle\n\nPOST {{apiPath}}/things\n\nHeaders\n"), PageFormat::Flat);
        assert_eq!(format("Just words.\n"), PageFormat::Markdown);
    }
}

//! Bytes in, positions out: sources, spans in them, and values that remember theirs.

use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::page::bundle;

/// Sources larger than this are refused with a diagnostic, in bytes.
pub const MAX_SOURCE_BYTES: u64 = 64 * 1024 * 1024;

/// A source in its [`SourceSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceId(pub u32);

/// Bytes in one source, half open. Line and column are computed when shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source the bytes are in.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `source` from byte `start` up to, not including, byte `end`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        // Sources are bounded by MAX_SOURCE_BYTES, so offsets fit.
        Self { source, start: start as u32, end: end.max(start) as u32 }
    }

    /// The bytes, as a range that indexes the source's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both. Both must be in one source; else `self`.
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Spans serialize as `source:start..end`, for dumps.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}:{}..{}", self.source.0, self.start, self.end))
    }
}

/// Both count from one; columns count characters, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LineCol {
    /// The line, from one.
    pub line: u32,
    /// The character in the line, from one. A byte-order mark is not a character of line one.
    pub column: u32,
}

/// A value and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, read at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// What a source is to the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A documentation page.
    Page,
    /// The settings of the docs set.
    Docset,
    /// The names that generated code has had so far.
    Names,
    /// Changes that people want in the OpenAPI documents.
    Overlay,
}

/// One source: a file, or one page of a file that holds several.
#[derive(Debug)]
pub struct SourceFile {
    /// The source's number.
    pub id: SourceId,
    /// Page or settings.
    pub kind: SourceKind,
    /// With `/`, relative to the folder that was loaded. Never absolute.
    pub path: String,
    /// The text of the whole file. Bytes that are not UTF-8 are U+FFFD here.
    pub text: Arc<str>,
    /// The bytes of `text` that are this source's. Positions are always those of the file.
    pub part: Range<usize>,
    /// Where the first byte that is not UTF-8 stood, in `text`.
    pub repaired: Option<Span>,
    lines: Arc<[u32]>,
}

impl SourceFile {
    /// The source's own text with a leading byte-order mark left out, and the offset it starts at.
    pub fn body(&self) -> (&str, usize) {
        let text = &self.text[self.part.clone()];
        match text.strip_prefix(BOM) {
            Some(rest) => (rest, self.part.start + BOM.len_utf8()),
            None => (text, self.part.start),
        }
    }

    /// The source's first line, without its line ending.
    pub fn first_line(&self) -> Span {
        self.line_span(self.line(self.part.start as u32))
    }

    /// The number of the line that byte `offset` is in, from one.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines.partition_point(|start| *start <= offset) as u32
    }

    /// Line and column of byte `offset`. An offset inside a character is that character's.
    pub fn line_col(&self, offset: u32) -> LineCol {
        let offset = offset.min(self.text.len() as u32);
        let line = self.line(offset);
        let start = self.lines[line as usize - 1] as usize;
        let mut end = offset as usize;
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = self.text[start..end].chars().filter(|c| *c != BOM).count() as u32 + 1;
        LineCol { line, column }
    }

    /// The bytes of line `line` (from one), without its line ending.
    pub fn line_span(&self, line: u32) -> Span {
        let start = self.lines[line as usize - 1] as usize;
        let end = self.lines.get(line as usize).map_or(self.text.len(), |next| *next as usize);
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(self.id, start, start + text.len())
    }

    /// A span in this source.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.id, range.start, range.end)
    }
}

const BOM: char = '\u{feff}';

/// All sources of one run, in the order of their paths.
#[derive(Debug, Default)]
pub struct SourceSet {
    files: Vec<SourceFile>,
}

impl SourceSet {
    /// A set of sources from path, kind and bytes. The set is sorted by path, so
    /// the order in which a file system lists a folder changes nothing. A file that
    /// holds several pages gives a source for each.
    pub fn new(mut sources: Vec<(String, SourceKind, Vec<u8>)>) -> Self {
        sources.sort();
        sources.dedup_by(|a, b| a.0 == b.0);
        let mut files = Vec::with_capacity(sources.len());
        for (path, kind, bytes) in sources {
            read(&mut files, kind, path, bytes);
        }
        Self { files }
    }

    /// The sources that `keep` holds for, numbered anew. What is left of a file that holds
    /// several pages keeps its positions.
    pub fn only(&self, keep: impl Fn(&SourceFile) -> bool) -> Self {
        let kept = self.files.iter().filter(|file| keep(file));
        let numbered = (0..).map(SourceId).zip(kept).map(|(id, file)| SourceFile {
            id,
            kind: file.kind,
            path: file.path.clone(),
            text: Arc::clone(&file.text),
            part: file.part.clone(),
            repaired: file.repaired.map(|span| Span { source: id, ..span }),
            lines: Arc::clone(&file.lines),
        });
        Self { files: numbered.collect() }
    }

    /// The source numbered `id`.
    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The pages, in order of path.
    pub fn pages(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.kind == SourceKind::Page)
    }

    /// The settings, if they were loaded.
    pub fn docset(&self) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.kind == SourceKind::Docset)
    }

    /// The names that generated code has had so far, if there are any.
    pub fn names(&self) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.kind == SourceKind::Names)
    }

    /// The changes that people want in the OpenAPI documents, if there are any.
    pub fn overlay(&self) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.kind == SourceKind::Overlay)
    }

    /// The text at `span`.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or_default()
    }

    /// Line and column where `span` starts.
    pub fn start(&self, span: Span) -> LineCol {
        self.get(span.source).line_col(span.start)
    }

    /// Line and column one past the end of `span`.
    pub fn end(&self, span: Span) -> LineCol {
        self.get(span.source).line_col(span.end)
    }
}

impl Ord for SourceKind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

impl PartialOrd for SourceKind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn read(files: &mut Vec<SourceFile>, kind: SourceKind, path: String, bytes: Vec<u8>) {
    let (text, repaired) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(start))
        }
    };
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    let lines: Arc<[u32]> = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
    let parts = match kind {
        SourceKind::Page => bundle::parts(&text),
        SourceKind::Docset | SourceKind::Names | SourceKind::Overlay => {
            std::iter::once(0..text.len()).collect()
        }
    };
    let text: Arc<str> = text.into();
    for part in parts {
        let id = SourceId(files.len() as u32);
        let repaired = repaired
            .filter(|start| part.contains(start))
            .map(|start| Span::new(id, start, start + char::REPLACEMENT_CHARACTER.len_utf8()));
        let (path, text, lines) = (path.clone(), Arc::clone(&text), Arc::clone(&lines));
        files.push(SourceFile { id, kind, path, text, part, repaired, lines });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(bytes: &[u8]) -> SourceSet {
        SourceSet::new(vec![("page.md".into(), SourceKind::Page, bytes.to_vec())])
    }

    fn at(set: &SourceSet, needle: &str) -> (u32, u32) {
        let file = set.get(SourceId(0));
        let position = file.line_col(file.text.find(needle).unwrap() as u32);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(at(&one("a\n\u{a0}\u{e9} b".as_bytes()), "b"), (2, 4));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(at(&one("\u{feff}ab".as_bytes()), "b"), (1, 2));
        assert_eq!(one("\u{feff}ab".as_bytes()).get(SourceId(0)).body(), ("ab", 3));
    }

    #[test]
    fn carriage_returns_end_no_line_and_belong_to_none() {
        let set = one(b"one\r\ntwo\r\n");
        assert_eq!(at(&set, "two"), (2, 1));
        assert_eq!(set.text(set.get(SourceId(0)).line_span(1)), "one");
    }

    #[test]
    fn invalid_bytes_count_as_one_character_each() {
        let set = one(b"ok \xff\xfe here");
        assert_eq!(at(&set, "here"), (1, 7));
        assert_eq!(set.get(SourceId(0)).repaired.unwrap().start, 3);
    }

    #[test]
    fn order_is_that_of_paths() {
        let set = SourceSet::new(vec![
            ("b.md".into(), SourceKind::Page, vec![]),
            ("a.md".into(), SourceKind::Page, vec![]),
        ]);
        let paths: Vec<_> = set.pages().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.md", "b.md"]);
    }
}

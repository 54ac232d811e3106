//! Blocks in, sections out: both front ends put a page together here.

use super::{Block, Page, PageFormat, Section, SectionKind, Text, snippets, titles};
use crate::page::meta::Meta;
use crate::source::{SourceFile, Spanned};

/// A page in the making.
pub(super) struct Builder {
    page: Page,
    /// Whether a heading with no words was the last thing read.
    parted: bool,
    /// The first code that may be the request line, where in the intro it stands, and whether
    /// its place alone tells that it is.
    request: Option<(Spanned<String>, usize, bool)>,
}

impl Builder {
    pub(super) fn new(file: &SourceFile, format: PageFormat) -> Self {
        let page = Page {
            source: file.id,
            format,
            meta: Meta::default(),
            title: None,
            request_line: None,
            intro: Vec::new(),
            sections: Vec::new(),
            refused: false,
            span: file.span(file.part.clone()),
        };
        Self { page, parted: false, request: None }
    }

    pub(super) fn meta(&mut self, meta: Meta) {
        self.page.meta = meta;
    }

    /// A heading of level `level`. One with no words only parts what stands around it.
    pub(super) fn heading(&mut self, level: u8, title: &Text) {
        let title = Spanned::new(title.plain(), title.span);
        if title.value.is_empty() {
            self.parted = true;
            return;
        }
        if level == 1 && self.page.title.is_none() {
            self.page.title = Some(title);
        } else {
            self.section(title);
        }
    }

    /// Opens the section that `title` names.
    pub(super) fn section(&mut self, title: Spanned<String>) {
        let kind = titles::known(&title.value).unwrap_or(SectionKind::Other);
        self.page.sections.push(Section { kind, title: Some(title), blocks: Vec::new() });
    }

    /// After a collapse, text belongs to the operation again.
    pub(super) fn notes(&mut self) {
        self.page.sections.push(Section { kind: SectionKind::Notes, title: None, blocks: Vec::new() });
    }

    pub(super) fn kind(&self) -> Option<SectionKind> {
        self.page.sections.last().map(|section| section.kind)
    }

    /// Whether a section of this kind was just opened.
    pub(super) fn opens(&self, kind: SectionKind) -> bool {
        self.page.sections.last().is_some_and(|section| section.kind == kind && section.blocks.is_empty())
    }

    /// Remembers what may be the request line; the code itself is pushed next.
    /// An overview may show such a line too, so the first that stands right below the
    /// title or an empty heading is it, else the first on a page that is an operation's.
    pub(super) fn maybe_request_line(&mut self, line: Spanned<String>) {
        let sure = self.parted || self.page.intro.is_empty();
        if self.request.as_ref().is_none_or(|(_, _, before)| sure && !before) {
            self.request = Some((line, self.page.intro.len(), sure));
        }
    }

    pub(super) fn request_line(&mut self, line: Spanned<String>) {
        self.page.request_line = Some(line);
    }

    pub(super) fn title(&mut self, title: Spanned<String>) {
        self.page.title = Some(title);
    }

    pub(super) fn paragraph(&mut self, text: Text) {
        if text.inlines.is_empty() {
            return;
        }
        let plain = text.plain();
        if self.kind() == Some(SectionKind::ExampleResponse) && snippets::is_status(&plain) {
            self.push(Block::Status(Spanned::new(plain, text.span)));
        } else {
            self.push(Block::Paragraph(text));
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        self.parted = false;
        self.blocks().push(block);
    }

    /// The blocks of the section being read.
    pub(super) fn blocks(&mut self) -> &mut Vec<Block> {
        match self.page.sections.last_mut() {
            Some(section) => &mut section.blocks,
            None => &mut self.page.intro,
        }
    }

    pub(super) fn finish(mut self) -> Page {
        let of_operation = |section: &Section| section.kind.is_of_operation();
        if let Some((line, at, sure)) = self.request
            && (sure || self.page.sections.iter().any(of_operation))
        {
            self.page.intro.remove(at);
            self.page.request_line = Some(line);
        }
        self.page.sections.retain(|section| section.title.is_some() || !section.blocks.is_empty());
        self.page
    }
}

//! Blocks in, sections out: both front ends put a page together here.

use super::{Block, Page, PageFormat, Section, SectionKind, Text, snippets, titles};
use crate::page::meta::Meta;
use crate::source::{SourceFile, Spanned};

/// A page in the making.
pub(super) struct Builder {
    page: Page,
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
            span: file.span(file.part.clone()),
        };
        Self { page }
    }

    pub(super) fn meta(&mut self, meta: Meta) {
        self.page.meta = meta;
    }

    /// A heading of level `level`. One with no words only parts what stands around it.
    pub(super) fn heading(&mut self, level: u8, title: &Text) {
        let title = Spanned::new(title.plain(), title.span);
        if title.value.is_empty() {
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

    pub(super) fn has_request_line(&self) -> bool {
        self.page.request_line.is_some()
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
        self.page.sections.retain(|section| section.title.is_some() || !section.blocks.is_empty());
        self.page
    }
}

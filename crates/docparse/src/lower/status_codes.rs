//! `Code | Message` tables in, documented statuses of the operations they hold for out.
//!
//! A table on an operation's own page is about that operation. One on an overview page holds
//! for the operations whose ids stand under the page's, or that link to a place on it. It
//! lists what the family answers with as a whole: every error, but of its successes only
//! what the page itself documents, or what the method means where it documents nothing.

use super::data_models::links;
use super::draft::Draft;
use super::replies::Reply;
use crate::ir::{Fact, How, Method, PageRef};
use crate::page::{Block, Page, Table, Text};

/// The table of one page.
pub(super) struct Codes<'a> {
    page: &'a PageRef,
    family: Option<&'a str>,
    codes: Vec<Code>,
}

#[derive(Clone)]
struct Code {
    status: Fact<u16>,
    message: Fact<Text>,
}

/// The codes of a page, if it lists any.
pub(super) fn of_page<'a>(page: &'a Page, reference: &'a PageRef) -> Option<Codes<'a>> {
    let mut codes: Vec<Code> = Vec::new();
    let sections = page.sections.iter().map(|section| &section.blocks);
    for blocks in std::iter::once(&page.intro).chain(sections) {
        for code in blocks.iter().flat_map(of_table).chain(of_paragraphs(blocks)) {
            if !codes.iter().any(|known| known.status.value == code.status.value) {
                codes.push(code);
            }
        }
    }
    let family = page.meta.page_id.as_ref().map(|id| id.value.as_str());
    (!codes.is_empty()).then_some(Codes { page: reference, family, codes })
}

fn of_table(block: &Block) -> Vec<Code> {
    let Block::Table(Table { head, rows, .. }) = block else { return Vec::new() };
    let is = |at: usize, title: &str| {
        head.get(at).is_some_and(|cell| cell.text.plain().trim().eq_ignore_ascii_case(title))
    };
    if !(is(0, "Code") && is(1, "Message")) {
        return Vec::new();
    }
    let row = |row: &crate::page::Row| code(&row.cells.first()?.text, &row.cells.get(1)?.text);
    rows.iter().filter_map(row).collect()
}

/// Flattened, the table is a paragraph a cell: `Code Message`, then pairs.
fn of_paragraphs(blocks: &[Block]) -> Vec<Code> {
    let text = |block: &Block| match block {
        Block::Paragraph(text) => Some(text.clone()),
        _ => None,
    };
    let head = |block: &Block| text(block).is_some_and(|text| text.plain() == "Code Message");
    let Some(at) = blocks.iter().position(head) else { return Vec::new() };
    let pair = |pair: &[Block]| code(&text(&pair[0])?, &text(&pair[1])?);
    blocks[at + 1..].chunks_exact(2).map_while(pair).collect()
}

/// `404` or `404 Not Found`.
fn code(code: &Text, message: &Text) -> Option<Code> {
    let plain = code.plain();
    let number = plain.split_whitespace().next()?;
    let status = number.parse().ok().filter(|status| (100..600).contains(status))?;
    let message = Fact::new(message.clone(), How::Stated, message.span);
    Some(Code { status: Fact::new(status, How::Stated, code.span), message })
}

/// Adds the statuses that `all` says `draft` may answer with.
pub(super) fn join(draft: &mut Draft<'_>, all: &[Codes<'_>]) {
    let own = all.iter().find(|codes| codes.page.source == draft.page.source);
    let Some(codes) = own.or_else(|| of_family(draft, all)).or_else(|| linked(draft, all)) else { return };
    let documents_success = draft.replies.iter().any(|reply| reply.status.value < 400);
    let usual = match draft.method.value {
        Method::Delete => Some(204),
        Method::Get | Method::Put | Method::Patch => Some(200),
        _ => None,
    };
    for code in &codes.codes {
        let status = code.status.value;
        if let Some(reply) = draft.replies.iter_mut().find(|reply| reply.status.value == status) {
            reply.status.also.push(code.status.from);
            reply.message = Some(code.message.clone());
        } else if status >= 400 || own.is_some() || !documents_success && usual == Some(status) {
            let message = Some(code.message.clone());
            draft.replies.push(Reply {
                status: code.status.clone(),
                message,
                examples: Vec::new(),
                root: None,
            });
        }
    }
}

/// The table of the nearest page above: `…:users` for `…:users/passwords/read-password`.
fn of_family<'c, 'a>(draft: &Draft<'_>, all: &'c [Codes<'a>]) -> Option<&'c Codes<'a>> {
    let mut id = draft.page.meta.page_id.as_ref()?.value.as_str();
    while let Some((above, _)) = id.rsplit_once('/') {
        id = above;
        if let Some(codes) = all.iter().find(|codes| codes.family == Some(id)) {
            return Some(codes);
        }
    }
    None
}

fn linked<'c, 'a>(draft: &Draft<'_>, all: &'c [Codes<'a>]) -> Option<&'c Codes<'a>> {
    let links = links(draft.page);
    all.iter().find(|codes| {
        let url = codes.page.url.as_ref().map(|url| url.value.as_str());
        links.iter().any(|(page, _)| Some(page.as_str()) == url)
    })
}

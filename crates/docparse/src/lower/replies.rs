//! Sections of example responses in, replies by status out.

use super::draft::read_json;
use super::shape::{self, Prop};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Fact, How};
use crate::json::Json;
use crate::page::{Block, Page, SectionKind, Text};

/// A documented reply.
#[derive(Clone)]
pub(super) struct Reply {
    pub(super) status: Fact<u16>,
    /// What a table of codes says it means.
    pub(super) message: Option<Fact<Text>>,
    /// What it may look like: several examples are alternatives.
    pub(super) examples: Vec<Json>,
    /// What its body holds.
    pub(super) root: Option<Prop>,
}

impl Reply {
    fn new(status: Fact<u16>) -> Self {
        Self { status, message: None, examples: Vec::new(), root: None }
    }
}

/// The replies a page documents, in order.
pub(super) fn read(page: &Page, sink: &mut Sink) -> Vec<Reply> {
    let mut replies: Vec<Reply> = Vec::new();
    for section in page.sections(SectionKind::ExampleResponse) {
        let mut open = false;
        for block in &section.blocks {
            match block {
                Block::Status(status) => {
                    let number = status.value.get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(200);
                    let status = Fact::new(number, How::Stated, status.span);
                    replies.push(Reply::new(status));
                    open = true;
                }
                Block::Code(code) => {
                    let json = read_json(code, "reply", sink);
                    if !open {
                        let message = "no status line stands above this reply";
                        let place = section.title.as_ref().map_or(code.body.span, |title| title.span);
                        sink.push(
                            Diagnostic::new(&codes::NO_STATUS, place, message)
                                .help("write `200 OK` or the like above it"),
                        );
                        let status = Fact::new(200, How::Inferred, place);
                        replies.push(Reply::new(status));
                    }
                    open = false;
                    if let (Some(reply), Some(json)) = (replies.last_mut(), json) {
                        reply.examples.push(json);
                    }
                }
                _ => {}
            }
        }
    }
    let replies = one_a_status(replies);
    if replies.is_empty() {
        let place = page.title.as_ref().or(page.request_line.as_ref()).map_or(page.span, |place| place.span);
        sink.push(Diagnostic::new(&codes::NO_RESPONSE, place, "no reply is documented"));
    }
    replies
}

/// Replies of one status are alternatives, and what any of them has may be there.
fn one_a_status(replies: Vec<Reply>) -> Vec<Reply> {
    let mut merged: Vec<Reply> = Vec::new();
    for reply in replies {
        match merged.iter_mut().find(|known| known.status.value == reply.status.value) {
            Some(known) => known.examples.extend(reply.examples),
            None => merged.push(reply),
        }
    }
    for reply in &mut merged {
        reply.root = shape::reply(&reply.examples);
    }
    merged
}

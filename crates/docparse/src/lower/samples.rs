//! Tabs of an example request in, samples out.

use crate::ir::Sample;
use crate::page::{Block, Page, SectionKind};

pub(super) fn read(page: &Page) -> Vec<Sample> {
    let blocks = page.sections(SectionKind::ExampleRequest).flat_map(|section| &section.blocks);
    let tabs = blocks.filter_map(|block| match block {
        Block::Tabs(tabs) => Some(tabs),
        _ => None,
    });
    tabs.flatten().map(|tab| Sample { language: tab.name.clone(), code: tab.code.body.clone() }).collect()
}

//! Drafts in, groups out: the pages that document one method on one route.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::{path, tag};
use crate::ir::Method;

/// The pages of one endpoint, in page order.
pub(super) struct Group<'a> {
    pub(super) drafts: Vec<Draft<'a>>,
    /// The property that tells them apart, if one does.
    pub(super) tag: Option<String>,
}

/// Groups by path, then method.
pub(super) fn by_endpoint(drafts: Vec<Draft<'_>>) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(String, Method), Vec<Draft<'_>>> = BTreeMap::new();
    for draft in drafts {
        groups.entry((path::route(&draft.path), draft.method.value)).or_default().push(draft);
    }
    groups.values_mut().for_each(leave_out_steps);
    groups.into_values().map(|drafts| Group { tag: discriminator(&drafts), drafts }).collect()
}

/// A step of a workflow (`Step 3: Create a user`) that repeats a reference operation is no
/// operation of its own. A step that nothing else documents is.
fn leave_out_steps(drafts: &mut Vec<Draft<'_>>) {
    let is_step = |draft: &Draft<'_>| {
        let number = draft.title.value.strip_prefix("Step ").and_then(|rest| rest.split_once(':'));
        number
            .is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if drafts.iter().any(|draft| !is_step(draft)) {
        drafts.retain(|draft| !is_step(draft));
    }
}

/// The property that every draft's body has, with a value of its own that its text or title
/// confirms. A page alone needs both: its siblings may be in another docs set.
fn discriminator(drafts: &[Draft<'_>]) -> Option<String> {
    let alone = drafts.len() == 1;
    let first = &drafts.first()?.tags;
    let property = first.iter().find(|candidate| {
        let mut values: Vec<&str> = drafts
            .iter()
            .filter_map(|draft| {
                let tag = draft.tags.iter().find(|tag| tag.property == candidate.property)?;
                (!alone || tag::is_said(tag, draft.page)).then_some(tag.value.value.as_str())
            })
            .collect();
        values.sort_unstable();
        values.dedup();
        values.len() == drafts.len()
    })?;
    Some(property.property.clone())
}

//! Groups in, the bodies that several operations on one resource send alike out.

use std::collections::BTreeMap;

use super::super::draft::Draft;
use super::super::group::Group;
use super::super::reads::route;
use super::{Way, fields};
use crate::ir::ModelId;

/// The resource's route, and every property.
pub(super) type Key = (String, String);

/// Bodies that more than one operation sends: they become one model each.
pub(super) fn shared(groups: &[Group<'_>]) -> BTreeMap<Key, Option<ModelId>> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let drafts = groups.iter().filter(|group| group.tag.is_none()).flat_map(|group| &group.drafts);
    for key in drafts.filter_map(key) {
        *places.entry(key).or_default() += 1;
    }
    places.into_iter().filter(|(_, places)| *places > 1).map(|(key, _)| (key, None)).collect()
}

/// What must agree for two operations to send one model.
pub(super) fn key(draft: &Draft<'_>) -> Option<Key> {
    let root = draft.request.as_ref().filter(|root| !root.node.props.is_empty())?;
    Some((route(draft), format!("{:?} {}", root.shape().value, fields::key(root, Way::Sent))))
}

//! Method and path in, the documented operation out; or what is nearest to it.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::document::{Operation, Segment};

/// The operations by the number of segments of their paths.
pub(super) struct Routes {
    by_length: BTreeMap<usize, Vec<usize>>,
    /// What servers' addresses have behind the host: `["api"]`.
    bases: BTreeSet<Vec<String>>,
}

/// What a request leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The index of the operation, and the segments of the path from its start.
    Operation(usize, Vec<String>),
    /// The path is documented, with these methods.
    OtherMethods(Vec<String>),
    /// It is not. The nearest that is, if one differs only in how it starts.
    Nothing(Option<usize>),
}

impl Routes {
    pub(super) fn new(operations: &[Operation], servers: &[String]) -> Self {
        let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, operation) in operations.iter().enumerate() {
            by_length.entry(operation.segments.len()).or_default().push(index);
        }
        // `/books/new` is tried before `/books/{id}` (OpenAPI 3.1, section 4.8.8.2).
        let is_param = |index: &usize| -> Vec<bool> {
            operations[*index].segments.iter().map(|segment| matches!(segment, Segment::Param(_))).collect()
        };
        by_length.values_mut().for_each(|indices| indices.sort_by_key(is_param));
        let bases = servers.iter().filter_map(|url| url.split_once("://")).filter_map(|(_, rest)| {
            let base: Vec<String> = rest.split('/').skip(1).map(str::to_owned).collect();
            (!base.is_empty()).then_some(base)
        });
        Self { by_length, bases: bases.collect() }
    }

    pub(super) fn find(&self, operations: &[Operation], method: &str, path: &str) -> Found {
        let whole = split(path);
        let based = self.bases.iter().filter_map(|base| whole.strip_prefix(base.as_slice()));
        let candidates: Vec<Vec<String>> =
            std::iter::once(whole.clone()).chain(based.map(<[_]>::to_vec)).collect();
        let mut allowed = BTreeSet::new();
        for segments in candidates {
            for index in self.fitting(operations, &segments) {
                if operations[index].method == method {
                    return Found::Operation(index, segments.clone());
                }
                allowed.insert(operations[index].method.clone());
            }
        }
        if allowed.is_empty() {
            self.near(operations, method, &whole)
        } else {
            Found::OtherMethods(allowed.into_iter().collect())
        }
    }

    fn fitting<'a>(
        &'a self,
        operations: &'a [Operation],
        segments: &'a [String],
    ) -> impl Iterator<Item = usize> + 'a {
        let same_length = self.by_length.get(&segments.len()).into_iter().flatten().copied();
        same_length.filter(|index| fits(&operations[*index].segments, segments))
    }

    /// A path that is documented with one or two literals more, one less, or another one at its
    /// start, or without the slash at its end.
    fn near(&self, operations: &[Operation], method: &str, segments: &[String]) -> Found {
        let named = |index: &usize| operations[*index].method == method;
        for more in 1..=2 {
            let longer = self.by_length.get(&(segments.len() + more)).into_iter().flatten().copied();
            let without_start = |index: &usize| {
                let (start, rest) = operations[*index].segments.split_at(more);
                start.iter().all(|segment| matches!(segment, Segment::Literal(_))) && fits(rest, segments)
            };
            let mut near: Vec<usize> = longer.filter(without_start).collect();
            near.sort_by_key(|index| !named(index));
            if let Some(index) = near.first() {
                return Found::Nothing(Some(*index));
            }
        }
        let rest = segments.get(1..).unwrap_or_default();
        let same_length = self.by_length.get(&segments.len()).into_iter().flatten().copied();
        let other_start = same_length.filter(|index| match operations[*index].segments.split_first() {
            Some((Segment::Literal(_), template)) => !rest.is_empty() && fits(template, rest),
            _ => false,
        });
        let unslashed = match segments.split_last() {
            Some((last, others)) if last.is_empty() => others,
            _ => &[],
        };
        let mut near: Vec<usize> = self.fitting(operations, rest).chain(other_start).collect();
        near.extend(self.fitting(operations, unslashed));
        near.sort_by_key(|index| !named(index));
        Found::Nothing(near.first().copied())
    }
}

/// Whether `segments` is a path of `template`.
pub(super) fn fits(template: &[Segment], segments: &[String]) -> bool {
    template.len() == segments.len()
        && template.iter().zip(segments).all(|(segment, text)| match segment {
            Segment::Literal(literal) => literal == text,
            Segment::Param(_) => !text.is_empty(),
        })
}

/// What stands between the slashes of `path`, percent-decoded.
pub(super) fn split(path: &str) -> Vec<String> {
    let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    path.strip_prefix('/').unwrap_or(path).split('/').map(decode).collect()
}

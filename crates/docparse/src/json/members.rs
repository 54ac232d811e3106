//! An object's members: as written, shared between copies, and found by key.

use std::ops::Deref;
use std::sync::Arc;

use super::Member;

/// An object's members, as written. A copy shares them, so that keeping an example's value
/// with each property that it shows takes no room.
#[derive(Clone, Debug)]
pub struct Members(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    list: Vec<Member>,
    /// Indices into the list, by key. Of a short list there are none: it is looked through.
    by_key: Vec<u32>,
    /// The length of the longest key, in bytes.
    longest: usize,
}

/// Lists up to this long are looked through.
const SHORT: usize = 8;

impl Members {
    /// The first member with this key.
    pub fn get(&self, key: &str) -> Option<&Member> {
        let Shared { list, by_key, .. } = &*self.0;
        if by_key.is_empty() {
            return list.iter().find(|member| member.key.value == key);
        }
        let key_of = |index: &u32| list[*index as usize].key.value.as_str();
        let first = by_key.partition_point(|index| key_of(index) < key);
        let found = by_key.get(first).filter(|index| key_of(index) == key)?;
        Some(&list[*found as usize])
    }

    /// The length of the longest key, in bytes; 0 if there is none.
    pub fn longest(&self) -> usize {
        self.0.longest
    }
}

impl From<Vec<Member>> for Members {
    fn from(list: Vec<Member>) -> Self {
        let mut by_key: Vec<u32> = Vec::new();
        if list.len() > SHORT {
            // Sources are bounded by MAX_SOURCE_BYTES, so indices fit.
            by_key.extend(0..list.len() as u32);
            // Stable: of two equal keys the first stays first.
            by_key.sort_by_key(|index| &list[*index as usize].key.value);
        }
        let longest = list.iter().map(|member| member.key.value.len()).max().unwrap_or(0);
        Self(Arc::new(Shared { list, by_key, longest }))
    }
}

impl Deref for Members {
    type Target = [Member];

    fn deref(&self) -> &[Member] {
        &self.0.list
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.0.list == other.0.list
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{Value, read};
    use crate::source::SourceId;

    #[test]
    fn a_key_is_found_in_short_and_long_objects_and_the_first_of_two_counts() {
        for count in [1, 8, 9, 100] {
            let keys: Vec<String> =
                (0..count).rev().map(|at| format!("\"k{at}\": {at}, \"k{at}\": null")).collect();
            let text = format!("{{{}}}", keys.join(","));
            let json = read(SourceId(0), &text, 0).value.unwrap();
            for at in 0..count {
                let found = json.get(&format!("k{at}")).unwrap();
                assert_eq!(found.value.value, Value::Number(at.into()), "{count}");
            }
            assert!(json.get("k").is_none() && json.get("z").is_none());
        }
    }
}

//! A body's type in, its tables out: what all variants have, what each has alone, and both side by side.

use docparse::ir::Type;

use super::rows::{ALWAYS, Row, Scope, merge};
use crate::openapi::type_words;

/// A body, ready to be shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// `object`, `array of object`
    pub(super) words: String,
    /// Properties that every variant has; all of them, if there are no variants.
    pub(super) shared: Vec<Row>,
    /// What each variant has besides.
    pub(super) variants: Vec<Variant>,
    /// The property that tells variants apart.
    pub(super) tag: String,
    /// What is not the same in all, a line a property.
    pub(super) compared: Vec<Compared>,
}

/// One of several objects.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    /// `PingOne`
    pub(super) label: String,
    /// Its anchor.
    pub(super) id: String,
    /// The page of the site that has more of it, if there is one.
    pub(super) href: String,
    /// What it has that not all have.
    pub(super) rows: Vec<Row>,
}

/// A property in all variants.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    pub(super) path: String,
    /// The row's anchor in the tables, if it is the same everywhere.
    pub(super) id: String,
    /// Of each variant: `required`, `optional`, `yes` (that it is there), or nothing.
    pub(super) cells: Vec<&'static str>,
    /// What else it is in each, if all cells say the same: its only value, or its type.
    pub(super) values: Vec<String>,
}

impl Shape {
    /// Whether there is nothing to say.
    pub(super) fn has_rows(&self) -> bool {
        !self.shared.is_empty() || !self.variants.is_empty()
    }
}

/// The shape of `ty`. Anchors start with `prefix`.
pub(super) fn shape(scope: Scope<'_>, ty: &Type, prefix: &str, ids: &mut Ids) -> Shape {
    let words = type_words(ty);
    let Type::Union(id) = ty else {
        let mut shared = scope.rows(ty);
        ids.give(prefix, &mut shared);
        return Shape { words, shared, ..Shape::default() };
    };
    let union = scope.cx.api.union(*id);
    let labels: Vec<String> = union.variants.iter().map(|variant| variant.tag.value.clone()).collect();
    let mut all = merge(scope.arms(union));
    ids.give(prefix, &mut all);
    let compared = compare(&all, &labels);
    let mut variants = Vec::new();
    for label in labels {
        let id = ids.claim(&format!("{prefix}.{label}"));
        let mut rows: Vec<Row> = all.iter().filter(|row| row.only.contains(&label)).cloned().collect();
        for row in &mut rows {
            // A row of two variants stands in the table of each.
            if row.only.first() != Some(&label) {
                row.id = ids.claim(&row.id);
            }
            row.only.retain(|other| *other != label);
            row.also = true;
        }
        variants.push(Variant { label, id, href: String::new(), rows });
    }
    all.retain(|row| row.only.is_empty());
    Shape { words, shared: all, variants, tag: union.tag.wire.clone(), compared }
}

/// A line for each path, in the order of the rows.
fn compare(rows: &[Row], labels: &[String]) -> Vec<Compared> {
    let mut lines: Vec<Compared> = Vec::new();
    for row in rows.iter().filter(|row| !row.only.is_empty()) {
        let path = row.path();
        let cell = if row.presence.is_empty() { "yes" } else { row.presence };
        let at = lines.iter().position(|line| line.path == path).unwrap_or_else(|| {
            lines.push(Compared {
                path,
                id: row.id.clone(),
                cells: vec![""; labels.len()],
                values: vec![String::new(); labels.len()],
            });
            lines.len() - 1
        });
        for (number, _) in labels.iter().enumerate().filter(|(_, label)| row.only.contains(label)) {
            lines[at].cells[number] = cell;
            lines[at].values[number] = value(row);
        }
    }
    for line in &mut lines {
        let same = line.cells.iter().all(|cell| *cell == line.cells[0]);
        if !same || line.values.iter().all(|value| *value == line.values[0]) {
            line.values.iter_mut().for_each(String::clear);
        }
    }
    lines
}

fn value(row: &Row) -> String {
    let constant = row.known.iter().find(|known| known.what == ALWAYS);
    constant.map_or_else(|| row.ty.clone(), |known| known.values.join(" "))
}

/// Anchors of a page that were given out.
#[derive(Default)]
pub(super) struct Ids(std::collections::BTreeSet<String>);

impl Ids {
    /// Gives each row its anchor.
    pub(super) fn give(&mut self, prefix: &str, rows: &mut [Row]) {
        for row in rows {
            row.id = self.claim(&format!("{prefix}.{}", row.path()));
        }
    }

    /// `wanted` with nothing in it that an address would escape, once on the page.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let stem: String =
            wanted.replace("[]", "").chars().map(|c| if plain(&c) { c } else { '-' }).collect();
        let numbered = |number: u32| match number {
            1 => stem.clone(),
            number => format!("{stem}-{number}"),
        };
        let free = (1..).map(numbered).find(|id| self.0.insert(id.clone()));
        free.expect("numbers do not run out")
    }
}

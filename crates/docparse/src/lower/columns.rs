//! A table's head in, which column is which out.

use crate::page::{Cell, Table};
use crate::vocabulary;

/// Which column is which. A table is a model only if its head says so.
pub(super) struct Columns {
    pub(super) name: usize,
    pub(super) ty: usize,
    pub(super) presence: Option<usize>,
    pub(super) mutable: Option<usize>,
    pub(super) description: Option<usize>,
    /// Whether the heading row is missing, so that the first property stands in its place.
    pub(super) head_is_row: bool,
}

/// Titles of the column that names properties.
const NAMES: &[&str] = &["Property", "Field"];

impl Columns {
    pub(super) fn of(table: &Table) -> Option<Self> {
        let find = |title: &str| {
            table
                .head
                .iter()
                .position(|cell| cell.text.plain().trim_end_matches('?').trim().eq_ignore_ascii_case(title))
        };
        let Some(name) = NAMES.iter().find_map(|title| find(title)) else { return Self::of_row(&table.head) };
        Some(Self {
            name,
            ty: find("Type")?,
            presence: find("Required"),
            mutable: find("Mutable"),
            description: find("Description"),
            head_is_row: false,
        })
    }

    /// The columns of a row of properties: what each holds tells them apart.
    fn of_row(cells: &[Cell]) -> Option<Self> {
        let word = |column: usize| cells.get(column).map(|cell| cell.text.plain());
        let name = word(0)?;
        let is_name = !name.is_empty();
        let says = |column: usize, known: fn(&str) -> bool| word(column).is_some_and(|word| known(&word));
        let presence = says(2, |word| !word.is_empty() && vocabulary::presence_word(word).is_some());
        let mutable = says(3, |word| vocabulary::mutable_word(word).is_some());
        (is_name && presence && says(1, |word| vocabulary::type_word(word).is_some())).then(|| Self {
            name: 0,
            ty: 1,
            presence: Some(2),
            mutable: mutable.then_some(3),
            description: (cells.len() > 3).then_some(3 + usize::from(mutable)),
            head_is_row: true,
        })
    }
}

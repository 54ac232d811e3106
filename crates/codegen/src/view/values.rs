//! Values that pages list in, open enumerations out. Fields of one name with the same values
//! share one.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{Api, Field, Literal, ModelId, Name, Type};
use docparse::source::{SourceId, Span};

use super::ValuesView;
use super::build::live;
use super::docs::Docs;
use super::identity::Places;
use super::reach::travels;
use crate::names::{Names, Settled, Table, Wanted};

/// What makes two fields share an enumeration.
type Key<'a> = (&'a [String], BTreeSet<&'a str>);

/// Every enumeration, and which field has which.
pub(super) struct Listed<'a> {
    api: &'a Api,
    /// The first field that has it, and all models that do.
    all: Vec<(&'a Field, Vec<ModelId>)>,
    found: BTreeMap<Key<'a>, usize>,
}

impl<'a> Listed<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut listed = Self { api, all: Vec::new(), found: BTreeMap::new() };
        for (index, model) in api.models.iter().enumerate() {
            for field in model.fields.iter().filter(|field| field.constant.is_none() && travels(model, field))
            {
                let Some(key) = key(field) else { continue };
                let next = listed.all.len();
                let at = *listed.found.entry(key).or_insert(next);
                if at == next {
                    listed.all.push((field, Vec::new()));
                }
                listed.all[at].1.push(ModelId(index as u32));
            }
        }
        listed
    }

    /// The enumeration that a field has.
    pub(super) fn of(&self, field: &Field) -> Option<usize> {
        self.found.get(&key(field)?).copied()
    }

    /// The name of each, where its field stands, where it is used, and its values.
    pub(super) fn wanted(&self, places: &Places<'_>) -> Vec<(Name, Span, Vec<String>, Vec<String>)> {
        let name = |(field, models): &(&Field, Vec<ModelId>)| {
            let model = &self.api.model(models[0]).name.words;
            // `status status` says nothing twice.
            let field_words =
                field.name.words.iter().skip(usize::from(model.last() == field.name.words.first()));
            let name = Name::from_words(model.iter().chain(field_words).cloned());
            (
                name,
                field.ty.span(),
                places.field(models, field),
                texts(field).map(|(name, _)| name.wire).collect(),
            )
        };
        self.all.iter().map(name).collect()
    }

    /// What will be printed.
    pub(super) fn views(
        &self,
        docs: &Docs<'_>,
        symbols: Vec<Settled>,
        home: impl Fn(ModelId) -> Option<usize>,
        names: &mut Names<'_>,
    ) -> Vec<ValuesView> {
        let view = |((field, models), symbol): (&(&Field, Vec<ModelId>), Settled)| {
            let texts: Vec<(Name, Span)> = texts(field).collect();
            let wanted: Vec<Wanted<'_>> = texts.iter().map(|(name, span)| live(name, *span)).collect();
            let arms = names.settle(Table::Arms, Some(&symbol), &wanted).into_iter().map(|arm| arm.name);
            let first = home(models[0]);
            let pages: BTreeSet<SourceId> =
                models.iter().flat_map(|id| self.api.model(*id).pages.iter().copied()).collect();
            ValuesView {
                name: symbol.name,
                was: symbol.was,
                home: first.filter(|_| models.iter().all(|id| home(*id) == first)),
                doc: docs.values(&field.path, self.api.model(models[0])),
                arms: arms.zip(texts.into_iter().map(|(name, _)| name.wire)).collect(),
                pages: pages.into_iter().collect(),
            }
        };
        self.all.iter().zip(symbols).map(view).collect()
    }
}

/// The texts among a field's values, each once.
fn texts(field: &Field) -> impl Iterator<Item = (Name, Span)> {
    let mut seen = BTreeSet::new();
    field.values.iter().filter_map(move |value| match &value.value {
        Literal::String(text) if seen.insert(text) => Some((Name::new(text.clone()), value.span())),
        _ => None,
    })
}

/// `None` if a field's values are not all texts, or are nobody's to see.
fn key(field: &Field) -> Option<Key<'_>> {
    let text = match &field.ty.value {
        Type::List(item) => **item == Type::String,
        ty => *ty == Type::String,
    };
    if !text || field.values.is_empty() || field.secret.is_some() || field.constant.is_some() {
        return None;
    }
    let values = field.values.iter().map(|value| match &value.value {
        Literal::String(text) => Some(text.as_str()),
        _ => None,
    });
    Some((&field.name.words, values.collect::<Option<_>>()?))
}

//! The pieces that every generated Rust file is made of.

use std::collections::BTreeSet;

use docparse::ir::{Literal, ModelId};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::layout;
use crate::RenderError;
use crate::view::{ResourceView, TypeView, View};

/// What a file is written with.
pub(super) struct Writer<'a> {
    pub(super) view: &'a View,
    /// Names of our types in the file. One of the standard library's among them is written with its whole path.
    ours: BTreeSet<String>,
}

/// Where a type is mentioned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the file of this resource's models (shared ones, if none).
    Models(Option<usize>),
    /// Anywhere else.
    Outside,
}

impl<'a> Writer<'a> {
    /// For the file of a resource's models (shared ones, if none).
    pub(super) fn models(view: &'a View, home: Option<usize>) -> Self {
        let models = view.models_of(home);
        let models = models.flat_map(|model| model.builder.iter().chain([&model.name]).chain(&model.was));
        let unions = view.unions.iter().filter(|union| union.home == home);
        let unions = unions.flat_map(|union| union.was.iter().chain([&union.name]));
        let values = view.values.iter().filter(|values| values.home == home);
        let values = values.flat_map(|values| values.was.iter().chain([&values.name]));
        Self { view, ours: models.chain(unions).chain(values).cloned().collect() }
    }

    /// For the file of the error body.
    pub(super) fn errors(view: &'a View) -> Self {
        Self { view, ours: view.errors.iter().map(|error| error.name.clone()).collect() }
    }

    /// Whose models file has the type: that of one resource, or the shared one.
    pub(super) fn home(&self, ty: &TypeView) -> Option<usize> {
        match ty {
            TypeView::Model(id) => self.view.models[id.0 as usize].home,
            TypeView::Union(id) => self.view.unions[id.0 as usize].home,
            TypeView::Values(index) => self.view.values[*index].home,
            TypeView::List(item) | TypeView::Map(item) => self.home(item),
            _ => None,
        }
    }

    /// For code of others.
    pub(super) fn outside(view: &'a View) -> Self {
        Self { view, ours: BTreeSet::new() }
    }

    /// For the file of a resource's calls.
    pub(super) fn calls(view: &'a View, resource: &ResourceView) -> Self {
        let calls = resource.calls.iter().flat_map(|call| call.type_was.iter().chain([&call.type_name]));
        let own = resource.name_was.iter().chain([&resource.name]);
        Self { view, ours: calls.chain(own).cloned().collect() }
    }

    /// `name` of the standard prelude; with its path, where one of our own types is called so.
    pub(super) fn std(&self, name: &'static str) -> &'static str {
        if !self.ours.contains(name) {
            return name;
        }
        match name {
            "Option" => "::std::option::Option",
            "String" => "::std::string::String",
            "Vec" => "::std::vec::Vec",
            "Box" => "::std::boxed::Box",
            "Into" => "::std::convert::Into",
            "From" => "::std::convert::From",
            "AsRef" => "::std::convert::AsRef",
            "IntoIterator" => "::std::iter::IntoIterator",
            other => unreachable!("`{other}` has no path here"),
        }
    }

    /// A type.
    pub(super) fn ty(&self, ty: &TypeView, place: Place) -> String {
        match ty {
            TypeView::String => self.std("String").to_owned(),
            TypeView::Secret => "crate::Secret".to_owned(),
            TypeView::Boolean => "bool".to_owned(),
            TypeView::Integer => "i64".to_owned(),
            TypeView::Number => "f64".to_owned(),
            TypeView::Any => "::serde_json::Value".to_owned(),
            TypeView::Binary => "::bytes::Bytes".to_owned(),
            TypeView::List(item) => format!("{}<{}>", self.std("Vec"), self.ty(item, place)),
            TypeView::Map(item) => {
                format!("::std::collections::BTreeMap<{}, {}>", self.std("String"), self.ty(item, place))
            }
            TypeView::Model(id) => self.model(*id, place),
            TypeView::Union(id) => {
                let union = &self.view.unions[id.0 as usize];
                located(&union.name, union.home, place)
            }
            TypeView::Values(index) => {
                let values = &self.view.values[*index];
                located(&values.name, values.home, place)
            }
        }
    }

    /// The name of a model.
    pub(super) fn model(&self, id: ModelId, place: Place) -> String {
        let model = &self.view.models[id.0 as usize];
        located(&model.name, model.home, place)
    }

    /// The name of what builds a type, if something does.
    pub(super) fn builder(&self, ty: &TypeView, place: Place) -> Option<String> {
        let TypeView::Model(id) = ty else { return None };
        let model = &self.view.models[id.0 as usize];
        Some(located(model.builder.as_ref()?, model.home, place))
    }
}

fn located(name: &str, home: Option<usize>, place: Place) -> String {
    match place {
        Place::Models(here) if here == home => name.to_owned(),
        Place::Models(_) => format!("super::{name}"),
        Place::Outside => format!("models::{name}"),
    }
}

/// Code being written, a line at a time. All text of pages that goes in is either behind
/// a comment mark ([`doc`](Self::doc)) or a literal ([`quoted`]).
#[derive(Default)]
pub(super) struct Code {
    text: String,
    depth: usize,
}

impl Code {
    /// How much was written.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// A line; an empty one has no indentation.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        debug_assert!(!line.contains('\n'), "{line}");
        for (deeper, line) in layout::lines(line, self.depth) {
            if !line.is_empty() {
                self.depth += deeper;
                self.indent();
                self.depth -= deeper;
                self.text.push_str(&line);
            }
            self.text.push('\n');
        }
    }

    /// An empty line between items.
    pub(super) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") && !self.text.ends_with("{\n") {
            self.line("");
        }
    }

    /// Puts `end` behind the last line.
    pub(super) fn end_with(&mut self, end: &str) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// `head {`, what `inside` writes, and `}`.
    pub(super) fn block(&mut self, head: impl AsRef<str>, inside: impl FnOnce(&mut Self)) {
        self.nest(format!("{} {{", head.as_ref()), inside, "}");
    }

    /// `start`, what `inside` writes, and `end`.
    pub(super) fn nest(&mut self, start: impl AsRef<str>, inside: impl FnOnce(&mut Self), end: &str) {
        self.line(start);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(end);
    }

    /// What a reader should know of the next item.
    pub(super) fn doc<S: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = S>) {
        for line in lines {
            self.indent();
            self.text.push_str("///");
            let line = line.as_ref();
            if !line.is_empty() {
                self.text.push(' ');
                // Whatever ends a line would end the comment.
                self.text.extend(line.chars().map(|c| if super::docs::visible(c) { c } else { ' ' }));
            }
            self.text.push('\n');
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
    }

    /// The file: header, what it is, and all that was written.
    pub(super) fn file(&self, about: &str) -> String {
        let about: String = about.chars().map(|c| if super::docs::visible(c) { c } else { ' ' }).collect();
        format!("{}\n\n//! {about}\n\n{}\n", super::HEADER, self.text.trim_end())
    }
}

/// Text as a literal in which everything can be seen.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '\'' => literal.push(c),
            _ => literal.extend(c.escape_debug()),
        }
    }
    literal.push('"');
    literal
}

/// A constant as something that can be written as JSON.
pub(super) fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "()".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => format!("{number}i64"),
            (None, Some(number), _) => format!("{number}u64"),
            (None, None, number) => format!("{:?}f64", number.unwrap_or_default()),
        },
        Literal::String(value) => quoted(value),
    }
}

/// An identifier, raw ones included.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Text as a literal, among tokens.
pub(super) fn text(text: &str) -> TokenStream {
    quoted(text).parse().expect("an escaped string is a literal")
}

/// Doc comments. One attribute a line: prettyplease writes those as `///`.
pub(super) fn doc<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> TokenStream {
    let lines = lines.into_iter().map(|line| {
        let line = line.as_ref();
        if line.is_empty() { String::new() } else { format!(" {line}") }
    });
    quote!(#(#[doc = #lines])*)
}

/// A file: the header, what the file is, its items.
pub(super) fn file(path: &str, about: &str, items: TokenStream) -> Result<String, RenderError> {
    let about = format!(" {about}");
    let file: syn::File =
        syn::parse2(quote!(#![doc = #about] #items)).map_err(|error| RenderError::new(path, error))?;
    Ok(format!("{}\n\n{}", super::HEADER, spaced(&prettyplease::unparse(&file))))
}

/// Puts an empty line between items; prettyplease leaves none. Only items end in a brace that
/// far to the left, and no literal holds a line break.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(next) = lines.peek() else { break };
        let item = ["}", "    }"].contains(&line) && next.trim_start() != "}";
        let head = |line: &str, start: &str| line.starts_with(start);
        let ends = |start: &str| head(line, start) && !head(next, start);
        let preamble =
            ends("//!") || (ends("use ") || ends("pub use ") || ends("mod ")) && line.ends_with(';');
        if item || preamble || line == ")]" && !head(next, "#") {
            out.push('\n');
        }
    }
    out
}

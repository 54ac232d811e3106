//! The pieces that every generated Rust file is made of.

use std::collections::BTreeSet;

use docparse::ir::{Literal, ModelId};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::RenderError;
use crate::view::{TypeView, View};

/// What a file is written with.
pub(super) struct Writer<'a> {
    pub(super) view: &'a View,
    /// Names of our types. One of the standard library's among them is written with its whole path.
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
    pub(super) fn new(view: &'a View) -> Self {
        let models = view.models.iter().flat_map(|model| model.builder.iter().chain([&model.name]));
        let unions = view.unions.iter().map(|union| &union.name);
        let calls = view
            .resources
            .iter()
            .flat_map(|resource| resource.calls.iter().map(|call| &call.type_name).chain([&resource.name]));
        Self { view, ours: models.chain(unions).chain(calls).cloned().collect() }
    }

    /// `name` of the standard prelude; with its path, where one of our own types is called so.
    pub(super) fn std(&self, name: &str) -> TokenStream {
        let identifier = ident(name);
        if !self.ours.contains(name) {
            return quote!(#identifier);
        }
        match name {
            "Option" => quote!(::std::option::Option),
            "String" => quote!(::std::string::String),
            "Vec" => quote!(::std::vec::Vec),
            "Box" => quote!(::std::boxed::Box),
            "Result" => quote!(::std::result::Result),
            "Into" => quote!(::std::convert::Into),
            "From" => quote!(::std::convert::From),
            "AsRef" => quote!(::std::convert::AsRef),
            "IntoIterator" => quote!(::std::iter::IntoIterator),
            "Default" => quote!(::std::default::Default),
            "Self" => quote!(Self),
            other => unreachable!("`{other}` has no path here"),
        }
    }

    /// A type.
    pub(super) fn ty(&self, ty: &TypeView, place: Place) -> TokenStream {
        match ty {
            TypeView::String => self.std("String"),
            TypeView::Secret => quote!(crate::Secret),
            TypeView::Boolean => quote!(bool),
            TypeView::Integer => quote!(i64),
            TypeView::Number => quote!(f64),
            TypeView::Any => quote!(::serde_json::Value),
            TypeView::List(item) => {
                let (vec, item) = (self.std("Vec"), self.ty(item, place));
                quote!(#vec<#item>)
            }
            TypeView::Map(item) => {
                let (string, item) = (self.std("String"), self.ty(item, place));
                quote!(::std::collections::BTreeMap<#string, #item>)
            }
            TypeView::Model(id) => self.model(*id, place),
            TypeView::Union(id) => {
                let union = &self.view.unions[id.0 as usize];
                located(&union.name, union.home, place)
            }
        }
    }

    /// The name of a model.
    pub(super) fn model(&self, id: ModelId, place: Place) -> TokenStream {
        let model = &self.view.models[id.0 as usize];
        located(&model.name, model.home, place)
    }
}

fn located(name: &str, home: Option<usize>, place: Place) -> TokenStream {
    let name = ident(name);
    match place {
        Place::Models(here) if here == home => quote!(#name),
        Place::Models(_) => quote!(super::#name),
        Place::Outside => quote!(models::#name),
    }
}

/// An identifier, raw ones included.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Text as a literal in which everything can be seen.
pub(super) fn text(text: &str) -> TokenStream {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\'' => escaped.push(c),
            _ => escaped.extend(c.escape_debug()),
        }
    }
    format!("\"{escaped}\"").parse().expect("an escaped string is a literal")
}

/// A constant as something that can be written as JSON.
pub(super) fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Null => quote!(()),
        Literal::Boolean(value) => quote!(#value),
        Literal::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => quote!(#number),
            (None, Some(number), _) => quote!(#number),
            (None, None, number) => {
                let number = number.unwrap_or_default();
                quote!(#number)
            }
        },
        Literal::String(value) => text(value),
    }
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

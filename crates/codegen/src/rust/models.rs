//! A model's struct, its builder, and how it is read and written.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{Place, Writer, doc, ident, literal, text};
use crate::view::{FieldView, ModelView, TypeView};

/// Names that are derive macros too, in every module.
const DERIVES: &[&str] =
    &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// How a model's builder keeps what was set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Build {
    /// The builder has a field for each of the model's: the model's own are not optional.
    Own,
    /// The builder holds the model itself.
    Inside,
}

/// Everything about one model.
pub(super) fn model(writer: &Writer<'_>, model: &ModelView) -> TokenStream {
    let one = One { writer, model, place: Place::Models(model.home) };
    let definition = one.definition();
    let debug = one.debug(&model.name, &ident(&model.name));
    let serialize = one.serialize();
    let builder = model.builder.as_deref().map(|name| one.builder(name));
    let reader = one.reader();
    quote!(#definition #debug #builder #reader #serialize)
}

struct One<'a> {
    writer: &'a Writer<'a>,
    model: &'a ModelView,
    place: Place,
}

impl One<'_> {
    /// Nothing that comes back may be assumed to be there; what is sent is checked by the builder.
    fn strict(&self, field: &FieldView) -> bool {
        field.required && !self.model.received
    }

    fn build(&self) -> Build {
        if self.model.received { Build::Inside } else { Build::Own }
    }

    /// Whether a derived `Debug` would show values that might be secrets.
    fn opaque(&self) -> bool {
        self.model.fields.iter().any(|field| field.hidden || untyped(&field.ty))
    }

    /// The field's type, were it required.
    fn inner(&self, field: &FieldView) -> TokenStream {
        let ty = self.writer.ty(&field.ty, self.place);
        if !field.recursive {
            return ty;
        }
        let boxed = self.writer.std("Box");
        quote!(#boxed<#ty>)
    }

    fn definition(&self) -> TokenStream {
        let name = ident(&self.model.name);
        let docs = doc(&self.model.doc);
        let option = self.writer.std("Option");
        let fields = self.model.fields.iter().map(|field| {
            let (name, ty, docs) = (ident(&field.name), self.inner(field), doc(&field.doc));
            let ty = if self.strict(field) { ty } else { quote!(#option<#ty>) };
            let deprecated = deprecated(field);
            quote!(#docs #deprecated pub #name: #ty,)
        });
        let mut derives = vec![quote!(Clone)];
        if !self.opaque() {
            derives.push(quote!(Debug));
        }
        if self.model.received {
            derives.push(quote!(Default));
        }
        derives.push(quote!(PartialEq));
        quote! {
            #docs
            #[derive(#(#derives),*)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                /// Members that the documentation does not name.
                pub extra: crate::Extra,
            }
        }
    }

    /// A `Debug` that shows no value of a field that might hold a secret.
    fn debug(&self, shown: &str, name: &proc_macro2::Ident) -> Option<TokenStream> {
        if !self.opaque() {
            return None;
        }
        let fields = self.model.fields.iter().map(|field| {
            let (name, shown) = (ident(&field.name), text(field.name.trim_start_matches("r#")));
            let value = if field.hidden {
                quote!(&model::Hidden)
            } else if untyped(&field.ty) {
                quote!(&model::Shape(&self.#name))
            } else {
                quote!(&self.#name)
            };
            quote!(.field(#shown, #value))
        });
        let shown = text(shown);
        Some(quote! {
            impl ::std::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(#shown)#(#fields)*.field("extra", &self.extra).finish()
                }
            }
        })
    }

    fn builder(&self, builder: &str) -> TokenStream {
        let (name, builder_name) = (ident(&self.model.name), ident(builder));
        // rustdoc cannot tell a struct from the macro of that name.
        let kind = if DERIVES.contains(&self.model.name.as_str()) { "struct@" } else { "" };
        let about = doc([format!("Builds [`{kind}{}`].", self.model.name)]);
        let start = doc(["Starts building.".to_owned()]);
        let (option, into, string) =
            (self.writer.std("Option"), self.writer.std("Into"), self.writer.std("String"));
        let (derive, members, debug) = match self.build() {
            Build::Inside => (quote!(Clone, Debug, Default), quote!(model: #name,), None),
            Build::Own => {
                let fields = self.model.fields.iter().map(|field| {
                    let (name, ty) = (ident(&field.name), self.inner(field));
                    quote!(#name: #option<#ty>,)
                });
                let debug = self.debug(builder, &builder_name);
                let derive =
                    if debug.is_some() { quote!(Clone, Default) } else { quote!(Clone, Debug, Default) };
                (derive, quote!(#(#fields)* extra: crate::Extra,), debug)
            }
        };
        let setters = self.model.fields.iter().map(|field| self.setter(field));
        let extra = self.slot("extra");
        // A field may be called `default`.
        let default = self.writer.std("Default");
        let build = self.build_function();
        quote! {
            impl #name {
                #start
                pub fn builder() -> #builder_name {
                    #default::default()
                }
            }

            #about
            #[derive(#derive)]
            #[must_use = "a builder makes nothing before `build`"]
            pub struct #builder_name {
                #members
            }

            #debug

            impl #builder_name {
                #(#setters)*

                /// Sets a member that the documentation does not name.
                pub fn extra(mut self, key: impl #into<#string>, value: impl #into<::serde_json::Value>) -> Self {
                    #extra.insert(key, value);
                    self
                }

                #build
            }
        }
    }

    /// Where the builder keeps a field.
    fn slot(&self, field: &str) -> TokenStream {
        let field = ident(field);
        match self.build() {
            Build::Own => quote!(self.#field),
            Build::Inside => quote!(self.model.#field),
        }
    }

    fn setter(&self, field: &FieldView) -> TokenStream {
        let plain = field.name.trim_start_matches("r#");
        let about = doc([format!("Sets [`{plain}`]({}::{plain}).", self.model.name)]);
        let (name, slot, deprecated) = (ident(&field.name), self.slot(&field.name), deprecated(field));
        let (ty, value) = self.accepted(&field.ty);
        let value = if field.recursive {
            let boxed = self.writer.std("Box");
            quote!(#boxed::new(#value))
        } else {
            value
        };
        quote! {
            #about
            #deprecated
            pub fn #name(mut self, value: #ty) -> Self {
                #slot = Some(#value);
                self
            }
        }
    }

    /// What a setter takes, and how that becomes the field's type.
    fn accepted(&self, ty: &TypeView) -> (TokenStream, TokenStream) {
        let own = self.writer.ty(ty, self.place);
        let into = self.writer.std("Into");
        match ty {
            TypeView::Boolean | TypeView::Integer | TypeView::Number | TypeView::Model(_) => {
                (own, quote!(value))
            }
            TypeView::String | TypeView::Secret | TypeView::Union(_) | TypeView::Any => {
                (quote!(impl #into<#own>), quote!(value.into()))
            }
            TypeView::List(item) => {
                let (iterator, item) = (self.writer.std("IntoIterator"), self.writer.ty(item, self.place));
                (
                    quote!(impl #iterator<Item = impl #into<#item>>),
                    quote!(value.into_iter().map(#into::into).collect()),
                )
            }
            TypeView::Map(item) => {
                let (iterator, item) = (self.writer.std("IntoIterator"), self.writer.ty(item, self.place));
                let string = self.writer.std("String");
                (
                    quote!(impl #iterator<Item = (impl #into<#string>, impl #into<#item>)>),
                    quote!(value.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
                )
            }
        }
    }

    fn build_function(&self) -> TokenStream {
        let name = ident(&self.model.name);
        let result = self.writer.std("Result");
        let required: Vec<&FieldView> = self.model.fields.iter().filter(|field| field.required).collect();
        let head = quote!(pub fn build(self) -> #result<#name, crate::Error>);
        let docs = match required.as_slice() {
            [] => doc([format!("The `{}`.", self.model.name), String::new(), "# Errors".into(), String::new(), "None: nothing is required.".into()]),
            _ => doc([
                format!("The `{}`.", self.model.name),
                String::new(),
                "# Errors".into(),
                String::new(),
                "[`is_build`](crate::Error::is_build), with the names of all required fields that are missing.".into(),
            ]),
        };
        let shown = text(&self.model.name);
        let checks: Vec<TokenStream> = required
            .iter()
            .map(|field| {
                let (name, slot) = (text(field.name.trim_start_matches("r#")), self.slot(&field.name));
                quote!(required.check(#name, &#slot);)
            })
            .collect();
        let body = match self.build() {
            Build::Inside if required.is_empty() => quote!(Ok(self.model)),
            Build::Inside => quote! {
                let mut required = model::Required::of(#shown);
                #(#checks)*
                required.finish(self.model)
            },
            Build::Own => {
                let all = self.model.fields.iter().map(|field| {
                    let name = ident(&field.name);
                    if self.strict(field) { quote!(#name) } else { quote!(#name: self.#name) }
                });
                let model = quote!(#name { #(#all,)* extra: self.extra });
                let names: Vec<_> = required.iter().map(|field| ident(&field.name)).collect();
                match names.as_slice() {
                    [] => quote!(Ok(#model)),
                    [one] => quote! {
                        let mut required = model::Required::of(#shown);
                        #(#checks)*
                        match self.#one {
                            Some(#one) => Ok(#model),
                            None => Err(required.error()),
                        }
                    },
                    names => quote! {
                        let mut required = model::Required::of(#shown);
                        #(#checks)*
                        match (#(self.#names),*) {
                            (#(Some(#names)),*) => Ok(#model),
                            _ => Err(required.error()),
                        }
                    },
                }
            }
        };
        quote! {
            #docs
            #head {
                #body
            }
        }
    }

    /// Reading: into the builder if it has to be checked, else into the model.
    fn reader(&self) -> TokenStream {
        let name = ident(&self.model.name);
        let result = self.writer.std("Result");
        let (object, read) = match (&self.model.builder, self.build()) {
            (Some(builder), Build::Own) => {
                let builder = ident(builder);
                let read = quote! {
                    model::object::<#builder, D>(deserializer)?.build().map_err(::serde::de::Error::custom)
                };
                (builder, read)
            }
            _ => (name.clone(), quote!(model::object(deserializer))),
        };
        let fields = self.model.fields.iter().map(|field| {
            let (wire, name) = (text(&field.wire), ident(&field.name));
            let method = match field.ty {
                TypeView::List(_) if !field.recursive => quote!(list),
                TypeView::Map(_) if !field.recursive => quote!(map),
                _ => quote!(set),
            };
            quote!(#wire => value.#method(&mut self.#name),)
        });
        let constants = self.model.constants.iter().map(|constant| {
            let (wire, value) = (text(&constant.wire), literal(&constant.value));
            quote!(#wire => value.constant(#value, &mut self.extra),)
        });
        let arms: Vec<TokenStream> = constants.chain(fields).collect();
        let (key, body) = if arms.is_empty() {
            (quote!(_key), quote!(value.extra(&mut self.extra)))
        } else {
            (quote!(key), quote!(match key { #(#arms)* _ => value.extra(&mut self.extra), }))
        };
        quote! {
            impl model::Object for #object {
                fn read<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self,
                    #key: &str,
                    value: model::Value<'_, A>,
                ) -> #result<(), A::Error> {
                    #body
                }
            }

            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                    #read
                }
            }
        }
    }

    fn serialize(&self) -> TokenStream {
        let name = ident(&self.model.name);
        let result = self.writer.std("Result");
        let constants = self.model.constants.iter().map(|constant| {
            let (wire, value) = (text(&constant.wire), literal(&constant.value));
            quote!(object.field(#wire, &#value)?;)
        });
        let fields = self.model.fields.iter().map(|field| {
            let (wire, name) = (text(&field.wire), ident(&field.name));
            let method = if self.strict(field) { quote!(field) } else { quote!(optional) };
            quote!(object.#method(#wire, &self.#name)?;)
        });
        let members: Vec<TokenStream> = constants.chain(fields).collect();
        let mutable = if members.is_empty() { quote!() } else { quote!(mut) };
        quote! {
            impl ::serde::Serialize for #name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                    let #mutable object = model::Writer::new(serializer, &self.extra)?;
                    #(#members)*
                    object.end()
                }
            }
        }
    }
}

fn deprecated(field: &FieldView) -> Option<TokenStream> {
    let note = text(field.deprecated.as_ref()?);
    Some(quote!(#[deprecated(note = #note)]))
}

fn untyped(ty: &TypeView) -> bool {
    match ty {
        TypeView::Any => true,
        TypeView::List(item) | TypeView::Map(item) => untyped(item),
        _ => false,
    }
}

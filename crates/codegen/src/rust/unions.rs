//! A union's enum, and how it is read and written.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{Place, Writer, doc, ident, text};
use crate::view::UnionView;

/// Everything about one union.
pub(super) fn union(writer: &Writer<'_>, union: &UnionView) -> TokenStream {
    let place = Place::Models(union.home);
    let (name, docs, tag) = (ident(&union.name), doc(&union.doc), text(&union.tag));
    let (boxed, from, result) = (writer.std("Box"), writer.std("From"), writer.std("Result"));
    let (mut arms, mut reads, mut writes, mut conversions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for variant in &union.variants {
        let (arm, docs, tag) = (ident(&variant.name), doc(&variant.doc), text(&variant.tag));
        let model = writer.model(variant.model, place);
        arms.push(quote!(#docs #arm(#boxed<#model>),));
        reads.push(quote!(Some(#tag) => object.read_as(Self::#arm),));
        writes.push(quote!(Self::#arm(model) => ::serde::Serialize::serialize(model, serializer),));
        if variant.only {
            conversions.push(quote! {
                impl #from<#model> for #name {
                    fn from(model: #model) -> Self {
                        Self::#arm(#boxed::new(model))
                    }
                }
            });
        }
    }
    let read = match reads.as_slice() {
        [] => quote!(Ok(Self::Unknown(object.unknown()))),
        reads => quote!(match object.tag() { #(#reads)* _ => Ok(Self::Unknown(object.unknown())), }),
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#arms)*
            /// An object that this version of the client does not know, as it came.
            Unknown(crate::UnknownVariant),
        }

        #(#conversions)*

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                let object = model::Tagged::read(#tag, deserializer)?;
                #read
            }
        }

        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                match self {
                    #(#writes)*
                    Self::Unknown(raw) => ::serde::Serialize::serialize(raw, serializer),
                }
            }
        }
    }
}

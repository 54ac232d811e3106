//! A resource's client, and a type for each call under construction.

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use super::tokens::{Place, Writer, doc, ident, text};
use crate::view::{CallView, OperationView, PathPart, ResourceView, TypeView};

/// The functions of the client that lead to resources.
pub(super) fn entry(resources: &[ResourceView]) -> TokenStream {
    let modules = resources.iter().map(|resource| {
        let stem = ident(&resource.stem);
        let docs = doc([format!("Calls about {}.", resource.words)]);
        quote!(#docs pub mod #stem;)
    });
    let functions = resources.iter().map(|resource| {
        let (function, stem, name) =
            (ident(&resource.function), ident(&resource.stem), ident(&resource.name));
        let docs = doc([format!("Calls about {}.", resource.words)]);
        quote! {
            #docs
            pub fn #function(&self) -> #stem::#name {
                #stem::#name { client: self.clone() }
            }
        }
    });
    let entry = (!resources.is_empty()).then(|| quote!(impl crate::Client { #(#functions)* }));
    quote!(#(#modules)* #entry)
}

/// A resource's file.
pub(super) fn resource(writer: &Writer<'_>, resource: &ResourceView) -> TokenStream {
    let name = ident(&resource.name);
    let entry = resource.function.trim_start_matches("r#");
    let docs = doc([
        format!("Calls about {}.", resource.words),
        String::new(),
        format!("[`Client::{entry}`](crate::Client::{entry}) leads here."),
    ]);
    let functions = resource.calls.iter().map(|call| function(writer, resource, call));
    let types = resource.calls.iter().map(|call| call_type(writer, resource, call));
    let bodies = |call: &CallView| call.body.as_ref().and_then(|body| body.ty.clone());
    let named = resource.calls.iter().any(|call| bodies(call).iter().chain(&call.reply).any(named));
    let models = named.then(|| {
        quote!(
            use crate::models;
        )
    });
    quote! {
        #models
        use crate::runtime::call;

        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            pub(super) client: crate::Client,
        }

        impl #name {
            #(#functions)*
        }

        #(#types)*
    }
}

fn function(writer: &Writer<'_>, resource: &ResourceView, call: &CallView) -> TokenStream {
    let (name, type_name) = (ident(&call.name), ident(&call.type_name));
    let docs = doc(docs(writer, resource, call));
    let as_ref = writer.std("AsRef");
    let params = call.path.iter().filter_map(|part| match part {
        PathPart::Param { name, integer, .. } => {
            let name = ident(name);
            Some(if *integer { quote!(#name: i64) } else { quote!(#name: impl #as_ref<str>) })
        }
        PathPart::Literal(_) => None,
    });
    let path = call.path.iter().map(|part| match part {
        PathPart::Literal(literal) => {
            let literal = text(literal);
            quote!(.path(#literal))
        }
        PathPart::Param { name, integer, .. } => {
            let (shown, name) = (text(name.trim_start_matches("r#")), ident(name));
            if *integer {
                quote!(.value(#shown, &#name.to_string()))
            } else {
                quote!(.value(#shown, #name.as_ref()))
            }
        }
    });
    let headers = call.fixed_headers.iter().map(|(name, value)| {
        let (name, value) = (text(name), text(value));
        quote!(.header(#name, #value))
    });
    let method = ident(&call.method);
    let base = text(&call.base);
    let page =
        text(call.operations.iter().find_map(|operation| operation.url.as_deref()).unwrap_or_default());
    let body = call.body.as_ref().map(|_| quote!(, body: None));
    quote! {
        #docs
        pub fn #name(&self, #(#params),*) -> #type_name {
            let call = call::Call::new(&self.client, ::http::Method::#method, #base, #page)#(#path)*#(#headers)*;
            #type_name { call #body }
        }
    }
}

fn call_type(writer: &Writer<'_>, resource: &ResourceView, call: &CallView) -> TokenStream {
    let type_name = ident(&call.type_name);
    let (option, into) = (writer.std("Option"), writer.std("Into"));
    let as_ref = writer.std("AsRef");
    let path = format!("{}::{}", resource.name, call.name);
    let docs = doc([format!("[`{}`] under construction.", path.replace("r#", ""))]);
    let mut members = vec![quote!(call: call::Call,)];
    let mut setters = Vec::new();
    let mut prepared = quote!(self.call);
    if let Some(body) = &call.body {
        let (ty, taken) = match &body.ty {
            Some(ty) => {
                let ty = writer.ty(ty, Place::Outside);
                (ty.clone(), quote!(impl #into<#ty>))
            }
            None => (quote!(::bytes::Bytes), quote!(impl #into<::bytes::Bytes>)),
        };
        members.push(quote!(body: #option<#ty>,));
        setters.push(quote! {
            /// What to send.
            pub fn body(mut self, body: #taken) -> Self {
                self.body = Some(body.into());
                self
            }
        });
        let media_type = text(&body.media_type);
        prepared = match body.ty {
            Some(_) => quote!(self.call.json(#media_type, self.body.as_ref())),
            None => quote!(self.call.raw(#media_type, self.body)),
        };
    }
    for (name, wire) in &call.headers {
        let about = doc([format!("Sets the header {}.", code(wire))]);
        let (name, wire) = (ident(name), text(wire));
        setters.push(quote! {
            #about
            pub fn #name(mut self, value: impl #as_ref<str>) -> Self {
                self.call = self.call.header(#wire, value.as_ref());
                self
            }
        });
    }
    let (reply, ending) = match &call.reply {
        Some(ty) => (writer.ty(ty, Place::Outside), quote!(reply)),
        None => (quote!(()), quote!(done)),
    };
    let debug = call.body.as_ref().is_some_and(|body| body.ty.is_none() || is_any(body.ty.as_ref()));
    let derive = if debug { quote!(Clone) } else { quote!(Clone, Debug) };
    let debug = debug.then(|| {
        let shown = text(&call.type_name);
        quote! {
            impl ::std::fmt::Debug for #type_name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(#shown).field("call", &self.call).finish_non_exhaustive()
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(#derive)]
        #[must_use = "nothing is sent before `send`"]
        pub struct #type_name {
            #(#members)*
        }

        #debug

        impl #type_name {
            #(#setters)*

            /// Sets a header, instead of what the client would send.
            pub fn header(mut self, name: impl #as_ref<str>, value: impl #as_ref<str>) -> Self {
                self.call = self.call.header(name.as_ref(), value.as_ref());
                self
            }

            /// Sends the call and reads the reply.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub async fn send(self) -> crate::Result<#reply> {
                self.send_raw().await.map(crate::Response::into_value)
            }

            /// Sends the call and reads the reply, status and headers included.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub async fn send_raw(self) -> crate::Result<crate::Response<#reply>> {
                #prepared.#ending().await
            }
        }
    }
}

fn is_any(ty: Option<&TypeView>) -> bool {
    match ty {
        Some(TypeView::Any) => true,
        Some(TypeView::List(item) | TypeView::Map(item)) => is_any(Some(item)),
        _ => false,
    }
}

/// Whether a type is written with one of our names.
fn named(ty: &TypeView) -> bool {
    match ty {
        TypeView::Model(_) | TypeView::Union(_) => true,
        TypeView::List(item) | TypeView::Map(item) => named(item),
        _ => false,
    }
}

/// What to say of a call: once what it is, then what each page says of it.
fn docs(writer: &Writer<'_>, resource: &ResourceView, call: &CallView) -> Vec<String> {
    let mut lines = vec![call.summary.clone()];
    let several = call.operations.len() > 1;
    for operation in &call.operations {
        lines.push(String::new());
        if several {
            lines.extend([format!("# {}", operation.title), String::new()]);
        }
        lines.extend(operation.doc.iter().cloned());
        if !several {
            lines.extend([String::new(), format!("Documented as {}.", operation.title)]);
        }
        lines.extend(shown(
            writer,
            resource,
            call,
            operation,
            if several { None } else { Some("# Example") },
        ));
    }
    lines
}

fn shown(
    writer: &Writer<'_>,
    resource: &ResourceView,
    call: &CallView,
    operation: &OperationView,
    title: Option<&str>,
) -> Vec<String> {
    let mut lines = vec![String::new()];
    if let Some(title) = title {
        lines.extend([title.to_owned(), String::new()]);
    }
    lines.push("```no_run".to_owned());
    lines.extend(example::call(writer, resource, call, operation));
    lines.push("```".to_owned());
    lines
}

fn code(text: &str) -> String {
    // Names of headers hold no backticks, or the call fails when it is sent.
    format!("`{}`", text.replace(['`', '\n', '\r'], ""))
}

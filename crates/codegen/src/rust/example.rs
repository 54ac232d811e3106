//! A call as somebody would write it, made from a page's own body.

use std::collections::BTreeSet;

use docparse::ir::ModelId;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::tokens::{ident, quoted, text};
use crate::view::{CallView, Expr, OperationView, PathPart, QueryView, ResourceView, TypeView, View};

/// The lines of an example, with those hidden that make it compile.
pub(super) fn call(
    view: &View,
    resource: &ResourceView,
    call: &CallView,
    operation: &OperationView,
) -> Vec<String> {
    let krate = super::crate_name(&view.package);
    let mut lines = vec![format!("# async fn example(client: {krate}::Client) -> {krate}::Result<()> {{")];
    lines.extend(statements(view, resource, call, operation));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    lines
}

/// The lines that somebody would write.
pub(crate) fn statements(
    view: &View,
    resource: &ResourceView,
    call: &CallView,
    operation: &OperationView,
) -> Vec<String> {
    let mut script = Script { view, used: BTreeSet::new(), names: BTreeSet::new(), lines: Vec::new() };
    script.names.extend(["client", "reply"].map(str::to_owned));
    let body = operation.example.as_ref().map(|body| {
        // The call takes an arm's model as it is.
        let body = match body {
            Expr::Arm(id, arm, model) if view.unions[id.0 as usize].variants[*arm].only => model,
            other => other,
        };
        let value = script.value(body, "body");
        quote!(.body(#value))
    });
    let (function, name) = (ident(&resource.function), ident(&call.name));
    let arguments = call.path.iter().filter_map(|part| match part {
        PathPart::Literal(_) => None,
        PathPart::Param { integer: true, .. } => Some(quote!(1)),
        PathPart::Param { wire, .. } => Some(text(&stands_for(wire))),
    });
    let query = call.query.iter().filter(|param| param.required).map(|param| {
        let (setter, value) = (ident(&param.name), queried(view, param, &param.ty));
        quote!(.#setter(#value))
    });
    let sent = quote!(client.#function().#name(#(#arguments),*)#(#query)*#body.send().await?;);
    let last = if call.reply.is_some() { quote!(let reply = #sent) } else { sent };
    script.lines.push(last);
    script.print()
}

/// A value for a parameter of the query: the page's own, if it fits.
fn queried(view: &View, param: &QueryView, ty: &TypeView) -> TokenStream {
    let shown = param.example.as_deref().filter(|_| !docparse::is_secret_name(&param.wire));
    match ty {
        TypeView::Boolean => {
            let value = shown.and_then(|shown| shown.parse().ok()).unwrap_or(true);
            quote!(#value)
        }
        TypeView::Integer => {
            let value = shown.and_then(|shown| shown.parse::<i64>().ok()).unwrap_or(1);
            number(&value.to_string())
        }
        TypeView::Number => {
            let value = shown.and_then(|shown| shown.parse::<f64>().ok()).filter(|value| value.is_finite());
            number(&format!("{:?}", value.unwrap_or(1.0)))
        }
        TypeView::List(item) => {
            let item = queried(view, param, item);
            quote!([#item])
        }
        TypeView::Values(index) => {
            let first = view.values[*index].arms.first().map(|(_, text)| text.as_str());
            text(shown.or(first).unwrap_or_default())
        }
        _ if docparse::is_secret_name(&param.wire) => quote!("***"),
        _ => text(shown.map_or_else(|| stands_for(&param.wire), str::to_owned).as_str()),
    }
}

/// A call before anything is set: `client.stores().read_one("id")`.
pub(super) fn start(resource: &ResourceView, call: &CallView) -> String {
    let arguments = call.path.iter().filter_map(|part| match part {
        PathPart::Literal(_) => None,
        PathPart::Param { integer: true, .. } => Some("1".to_owned()),
        PathPart::Param { wire, .. } => Some(quoted(&stands_for(wire))),
    });
    let arguments: Vec<String> = arguments.collect();
    format!("client.{}().{}({})", resource.function, call.name, arguments.join(", "))
}

/// What stands for the value of a placeholder.
pub(super) fn stands_for(wire: &str) -> String {
    let value = docparse::words(wire).join("-");
    if value.is_empty() { "value".to_owned() } else { value }
}

struct Script<'a> {
    view: &'a View,
    /// Types that are named.
    used: BTreeSet<String>,
    /// Variables that are taken.
    names: BTreeSet<String>,
    lines: Vec<TokenStream>,
}

impl Script<'_> {
    /// An expression; models that stand alone get a variable first.
    fn value(&mut self, expr: &Expr, name: &str) -> TokenStream {
        match expr {
            Expr::Model(id, fields) => {
                let built = self.model(*id, fields);
                let variable = self.variable(name);
                self.lines.push(quote!(let #variable = #built;));
                quote!(#variable)
            }
            Expr::Arm(..) => {
                let built = self.inline(expr);
                let variable = self.variable(name);
                self.lines.push(quote!(let #variable = #built;));
                quote!(#variable)
            }
            _ => self.inline(expr),
        }
    }

    /// An expression in one piece.
    fn inline(&mut self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::String(value) => text(value),
            Expr::Secret => quote!("***"),
            Expr::Boolean(value) => quote!(#value),
            Expr::Integer(value) => number(&value.to_string()),
            Expr::Number(value) => number(&format!("{value:?}")),
            Expr::List(items) => {
                let items = items.iter().map(|item| self.inline(item)).collect::<Vec<_>>();
                quote!([#(#items),*])
            }
            Expr::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let (key, value) = (text(key), self.inline(value));
                    quote!((#key, #value))
                });
                let entries = entries.collect::<Vec<_>>();
                quote!([#(#entries),*])
            }
            Expr::Model(id, fields) => self.model(*id, fields),
            Expr::Arm(id, arm, model) => {
                let union = &self.view.unions[id.0 as usize];
                let model = self.inline(model);
                let (name, variant) = (self.used(&union.name), &union.variants[*arm]);
                if variant.only {
                    return quote!(#name::from(#model));
                }
                let variant = ident(&variant.name);
                quote!(#name::#variant(Box::new(#model)))
            }
            Expr::Any(value) => {
                let json = json(value);
                quote!(serde_json::json!(#json))
            }
        }
    }

    fn model(&mut self, id: ModelId, fields: &[(usize, Expr)]) -> TokenStream {
        let model = &self.view.models[id.0 as usize];
        let setters: Vec<TokenStream> = fields
            .iter()
            .map(|(index, value)| {
                let field = &model.fields[*index];
                let setter = ident(&field.name);
                let value = self.value(value, field.name.trim_start_matches("r#"));
                quote!(.#setter(#value))
            })
            .collect();
        let name = self.used(&model.name);
        quote!(#name::builder()#(#setters)*.build()?)
    }

    fn used(&mut self, name: &str) -> Ident {
        self.used.insert(name.to_owned());
        ident(name)
    }

    fn variable(&mut self, name: &str) -> Ident {
        let mut free = name.to_owned();
        let mut number = 2;
        // A keyword as a variable is legal when raw, and no example for anybody.
        while syn::parse_str::<Ident>(&free).is_err() || !self.names.insert(free.clone()) {
            free = format!("{name}_{number}");
            number += 1;
        }
        format_ident!("{free}")
    }

    /// The statements, formatted.
    fn print(self) -> Vec<String> {
        let krate = ident(&super::crate_name(&self.view.package));
        let used: Vec<Ident> = self.used.iter().map(|name| ident(name)).collect();
        let import = (!used.is_empty()).then(|| quote!(use #krate::models::{#(#used),*};));
        let lines = &self.lines;
        let file =
            syn::parse2(quote!(fn example() { #import #(#lines)* })).expect("an example is a function");
        let text = prettyplease::unparse(&file);
        let body = text.lines().skip(1).take_while(|line| *line != "}");
        let mut lines: Vec<String> =
            body.map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect();
        // Names first, then an empty line.
        if import.is_some()
            && let Some(end) = lines.iter().position(|line| line.ends_with(';'))
        {
            lines.insert(end + 1, String::new());
        }
        lines
    }
}

/// A number as it is written, sign included.
fn number(text: &str) -> TokenStream {
    text.parse().expect("a number is a literal")
}

/// JSON as tokens, text escaped as Rust has it.
fn json(value: &serde_json::Value) -> TokenStream {
    match value {
        serde_json::Value::Null => quote!(null),
        serde_json::Value::Bool(value) => quote!(#value),
        serde_json::Value::Number(value) => number(&value.to_string()),
        serde_json::Value::String(value) => text(value),
        serde_json::Value::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        serde_json::Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let (key, value) = (text(key), json(value));
                quote!(#key: #value)
            });
            quote!({#(#members),*})
        }
    }
}

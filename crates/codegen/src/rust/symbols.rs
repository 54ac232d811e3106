//! The view in, the names of the crate's public interface out: what another crate can write, and
//! what each name is. Two editions of them tell what does not compile any more.

use docparse::ir::{ModelId, UnionId};

use super::tokens::{Place, Writer};
use super::{errors, models};
use crate::diff::{Origin, Symbol, Symbols};
use crate::view::{
    CallView, ErrorView, ModelView, PathPart, ResourceView, TypeView, UnionView, ValuesView, View,
};

/// Every public name that comes from the pages.
pub(crate) fn symbols(view: &View) -> Symbols {
    let mut all = All { writer: Writer::outside(view), symbols: Symbols::new() };
    let used = view.models.iter().enumerate().filter(|(_, model)| model.used);
    used.for_each(|(at, model)| all.model(at, model));
    view.unions.iter().enumerate().for_each(|(at, union)| all.union(at, union));
    view.values.iter().for_each(|values| all.values(values));
    view.resources.iter().for_each(|resource| all.resource(resource));
    view.errors.iter().for_each(|error| all.error(error));
    for (function, _) in view.token_endpoint.iter().flat_map(|endpoint| &endpoint.values) {
        all.put(format!("ClientCredentials.{}()", plain(function)), "impl AsRef<str>", Origin::Service);
    }
    for region in &view.regions {
        all.put(format!("Region::{}", region.name), "an arm", Origin::Service);
    }
    all.symbols
}

struct All<'a> {
    writer: Writer<'a>,
    symbols: Symbols,
}

impl All<'_> {
    fn put(&mut self, name: String, is: impl Into<String>, origin: Origin) -> &mut Symbol {
        let symbol = Symbol { is: is.into(), ..Symbol::of(origin) };
        self.symbols.entry(name).or_insert(symbol)
    }

    /// What belongs to `owner`, and is written behind it.
    fn part(&mut self, owner: &str, rest: &str, is: impl Into<String>, origin: Origin) -> &mut Symbol {
        let symbol = self.put(format!("{owner}{rest}"), is, origin);
        symbol.owner = Some(owner.to_owned());
        symbol
    }

    fn ty(&self, ty: &TypeView) -> String {
        self.writer.ty(ty, Place::Outside)
    }

    fn model(&mut self, at: usize, model: &ModelView) {
        let id = ModelId(at as u32);
        let own = Origin::Model(id);
        let name = format!("models::{}", model.name);
        self.put(name.clone(), "a struct", own.clone()).was = types(&model.was);
        if model.builder.is_some() {
            self.part(&name, "::builder()", "a builder", own.clone());
        }
        if model.received {
            self.part(&name, "::default()", "a value", own.clone());
        }
        for field in &model.fields {
            let ty = models::field_type(&self.writer, model, field);
            let origin = Origin::Field(id, field.wire.clone());
            let symbol = self.part(&name, &format!(".{}", field.name), ty, origin);
            symbol.must = field.required && model.builder.is_some();
            symbol.deprecated = field.deprecated.is_some();
            // A field has no alias: a function of that name gives what it holds.
            symbol.renamed = field.was.iter().map(|old| format!("{name}.{old}")).collect();
        }
        for back in &model.send_back {
            let ty = self.ty(&back.ty);
            self.part(&name, &format!("::to_{}()", plain(&back.call)), ty, own.clone());
        }
    }

    fn union(&mut self, at: usize, union: &UnionView) {
        let origin = Origin::Union(UnionId(at as u32));
        let name = format!("models::{}", union.name);
        self.put(name.clone(), "an enum", origin.clone()).was = types(&union.was);
        for variant in &union.variants {
            let model = self.writer.model(variant.model, Place::Outside);
            if variant.only {
                self.part(&name, &format!("::from({})", variant.name), model.clone(), origin.clone());
            }
            self.part(&name, &format!("::{}", variant.name), model, origin.clone());
        }
    }

    fn error(&mut self, error: &ErrorView) {
        self.put(error.name.clone(), "a struct", Origin::Service);
        for field in &error.fields {
            let ty = errors::ty(&self.writer, field);
            self.part(&error.name, &format!(".{}", plain(&field.name)), ty, Origin::Service);
        }
    }

    fn values(&mut self, values: &ValuesView) {
        let origin = Origin::Pages(values.pages.clone());
        let name = format!("models::{}", values.name);
        self.put(name.clone(), "an enum", origin.clone()).was = types(&values.was);
        for (arm, text) in &values.arms {
            self.part(&name, &format!("::{arm}"), format!("{text:?}"), origin.clone());
        }
    }

    fn resource(&mut self, resource: &ResourceView) {
        let pages = resource.calls.iter().flat_map(|call| call.pages.iter().copied()).collect();
        let function = format!("Client::{}()", resource.function);
        self.put(function.clone(), "a function", Origin::Pages(pages)).was =
            resource.was.iter().map(|old| format!("Client::{old}()")).collect();
        resource.calls.iter().for_each(|call| self.call(&function, call));
    }

    fn call(&mut self, resource: &str, call: &CallView) {
        let origin = Origin::Pages(call.pages.clone());
        let params = call.path.iter().filter_map(|part| match part {
            PathPart::Param { integer: true, .. } => Some("i64"),
            PathPart::Param { .. } => Some("impl AsRef<str>"),
            PathPart::Literal(_) => None,
        });
        let takes = format!("({})", params.collect::<Vec<_>>().join(", "));
        let symbol = self.part(resource, &format!(".{}()", call.name), takes, origin.clone());
        symbol.was = call.was.iter().map(|old| format!("{resource}.{old}()")).collect();
        symbol.deprecated = call.deprecated;
        let name = format!("{resource}.{}()", call.name);
        if let Some(body) = &call.body {
            let ty = self.ty(body.ty.as_ref().unwrap_or(&TypeView::Binary));
            self.part(&name, ".body()", ty, origin.clone()).must = true;
        }
        for param in &call.query {
            let ty = self.ty(&param.ty);
            let origin = Origin::Parameter(call.pages.clone(), param.wire.clone());
            let symbol = self.part(&name, &format!(".{}()", param.name), ty, origin);
            symbol.must = param.required;
            symbol.was = param.was.iter().map(|old| format!("{name}.{old}()")).collect();
        }
        for (header, wire) in &call.headers {
            let origin = Origin::Parameter(call.pages.clone(), wire.clone());
            self.part(&name, &format!(".{header}()"), "impl AsRef<str>", origin);
        }
        let reply = call.reply.as_ref().map_or_else(|| "()".to_owned(), |ty| self.ty(ty));
        self.part(&name, ".send()", reply, origin.clone());
        if let Some(paging) = call.paging.as_ref().filter(|_| call.body.is_none()) {
            let item = self.ty(&paging.item);
            self.part(&name, ".items()", item, origin);
        }
    }
}

fn types(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("models::{name}")).collect()
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

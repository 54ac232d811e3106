//! A model's struct, its builder, and the table by which it is read and written.

use super::tokens::{Code, Place, Writer, literal, quoted};
use super::{Rust, aliases, features};
use crate::view::{FieldView, Language as _, ModelView, SendBackView, TypeView};

/// Names that are derive macros too, in every module.
const DERIVES: &[&str] =
    &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// A table that is no longer than this stands on one line.
const SHORT: usize = 76;

/// Everything about one model.
pub(super) fn model(writer: &Writer<'_>, model: &ModelView, code: &mut Code) {
    let one = One { writer, model, place: Place::Models(model.home) };
    one.definition(code);
    one.getters(code);
    one.debug(&model.name, code);
    if let Some(builder) = &model.builder {
        one.builder(builder, code);
    }
    one.table(code);
    send_back(writer, &model.name, &model.send_back, one.place, code, |view| {
        let function = if matches!(view.ty, TypeView::Model(_)) { "start" } else { "convert" };
        call(function, &keys(&view.left_out))
    });
    let builder = model.builder.as_deref();
    for old in &model.was {
        aliases::ty(old, &model.name, code);
        if let Some(builder) = builder {
            aliases::ty(&Rust.builder(old), builder, code);
        }
    }
}

/// The type of a field, as code of others sees it.
pub(super) fn field_type(writer: &Writer<'_>, model: &ModelView, field: &FieldView) -> String {
    One { writer, model, place: Place::Outside }.own(field)
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

    /// Whether a derived `Debug` would show values that might be secrets.
    fn opaque(&self) -> bool {
        self.model.fields.iter().any(|field| field.hidden || untyped(&field.ty))
    }

    /// The field's type, were it required.
    fn inner(&self, field: &FieldView) -> String {
        let mut ty = self.writer.ty(&field.ty, self.place);
        if field.recursive {
            ty = format!("{}<{ty}>", self.writer.std("Box"));
        }
        if field.nullable { format!("crate::Nullable<{ty}>") } else { ty }
    }

    fn optional(&self, field: &FieldView) -> String {
        format!("{}<{}>", self.writer.std("Option"), self.inner(field))
    }

    /// The type that the field has.
    fn own(&self, field: &FieldView) -> String {
        if self.strict(field) { self.inner(field) } else { self.optional(field) }
    }

    fn definition(&self, code: &mut Code) {
        let mut derives = vec!["Clone"];
        if !self.opaque() {
            derives.push("Debug");
        }
        if self.model.received {
            derives.push("Default");
        }
        derives.push("PartialEq");
        code.space();
        code.doc(&self.model.doc);
        code.line(format!("#[derive({})]", derives.join(", ")));
        code.line("#[non_exhaustive]");
        code.block(format!("pub struct {}", self.model.name), |code| {
            for field in &self.model.fields {
                let ty = self.own(field);
                code.doc(&field.doc);
                deprecated(field, code);
                code.line(format!("pub {}: {ty},", field.name));
            }
            code.doc(["Members that the documentation does not name."]);
            code.line("pub extra: crate::Extra,");
        });
    }

    /// A `Debug` that shows no value of a field that might hold a secret.
    fn debug(&self, name: &str, code: &mut Code) {
        if !self.opaque() {
            return;
        }
        code.space();
        code.block(format!("impl ::std::fmt::Debug for {name}"), |code| {
            code.block("fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result", |code| {
                code.line(format!("let mut shown = f.debug_struct({});", quoted(name)));
                for field in &self.model.fields {
                    let plain = plain(&field.name);
                    let value = match field {
                        field if field.hidden => "&model::Hidden".to_owned(),
                        field if untyped(&field.ty) => format!("&model::Shape(&self.{})", field.name),
                        field => format!("&self.{}", field.name),
                    };
                    code.line(format!("shown.field(\"{plain}\", {value});"));
                }
                code.line("shown.field(\"extra\", &self.extra).finish()");
            });
        });
    }

    fn builder(&self, builder: &str, code: &mut Code) {
        let model = &self.model.name;
        // rustdoc cannot tell a struct from the macro of that name.
        let kind = if DERIVES.contains(&model.as_str()) { "struct@" } else { "" };
        let own_debug = !self.model.received && self.opaque();
        code.space();
        code.doc([format!("Builds [`{kind}{model}`].")]);
        code.line(if own_debug { "#[derive(Clone, Default)]" } else { "#[derive(Clone, Debug, Default)]" });
        code.line("#[must_use = \"a builder makes nothing before `build`\"]");
        code.block(format!("pub struct {builder}"), |code| {
            if self.model.received {
                code.line(format!("model: {model},"));
                return;
            }
            for field in &self.model.fields {
                code.line(format!("{}: {},", field.name, self.optional(field)));
            }
            code.line("extra: crate::Extra,");
        });
        if own_debug {
            self.debug(builder, code);
        }
        if self.model.fields.is_empty() {
            return;
        }
        code.space();
        code.block(format!("impl {builder}"), |code| {
            for field in &self.model.fields {
                self.setter(field, code);
                let (ty, _) = self.accepted(field);
                let name = &field.name;
                for old in &field.was {
                    aliases::deprecated(name, code);
                    code.block(format!("pub fn {old}(self, value: {ty}) -> Self"), |code| {
                        code.line(format!("self.{name}(value)"));
                    });
                }
            }
        });
    }

    /// Functions that give what fields with another name held.
    fn getters(&self, code: &mut Code) {
        let renamed = || self.model.fields.iter().filter(|field| !field.was.is_empty());
        if renamed().next().is_none() {
            return;
        }
        code.space();
        code.block(format!("impl {}", self.model.name), |code| {
            for field in renamed() {
                let ty = self.own(field);
                for old in &field.was {
                    aliases::deprecated(&field.name, code);
                    code.block(format!("pub fn {old}(&self) -> &{ty}"), |code| {
                        code.line(format!("&self.{}", field.name));
                    });
                }
            }
        });
    }

    fn setter(&self, field: &FieldView, code: &mut Code) {
        let (name, plain) = (&field.name, plain(&field.name));
        let (ty, value) = self.accepted(field);
        let slot = if self.model.received { "self.model" } else { "self" };
        code.space();
        code.doc([format!("Sets [`{plain}`]({}::{plain}).", self.model.name)]);
        deprecated(field, code);
        code.block(format!("pub fn {name}(mut self, value: {ty}) -> Self"), |code| {
            code.line(format!("{slot}.{name} = Some({value});"));
            code.line("self");
        });
    }

    /// What a setter takes, and how that becomes the field's type.
    fn accepted(&self, field: &FieldView) -> (String, String) {
        let own = self.writer.ty(&field.ty, self.place);
        let into = self.writer.std("Into");
        let boxed = self.writer.std("Box");
        if field.nullable {
            let value = if field.recursive {
                format!("value.into().map({boxed}::new)")
            } else {
                "value.into()".into()
            };
            return (format!("impl {into}<crate::Nullable<{own}>>"), value);
        }
        let (ty, value) = accepted(self.writer, &field.ty, self.place);
        if field.recursive { (ty, format!("{boxed}::new({value})")) } else { (ty, value) }
    }

    /// The lines that say which field has which key.
    fn table(&self, code: &mut Code) {
        let model = &self.model.name;
        let (way, head) = match &self.model.builder {
            Some(builder) if self.model.received => ("shared", format!("{model}, {builder},")),
            Some(builder) => ("sent", format!("{model}, {builder},")),
            None => ("received", format!("{model},")),
        };
        let always: Vec<String> = self
            .model
            .constants
            .iter()
            .map(|constant| format!("{}: {}", quoted(&constant.wire), literal(&constant.value)))
            .collect();
        let rows = |required: &dyn Fn(&FieldView) -> bool| {
            self.model.fields.iter().filter(|field| required(field)).map(row).collect::<Vec<_>>()
        };
        let sections = match self.model.builder {
            Some(_) => [
                always,
                rows(&|field: &FieldView| field.required),
                rows(&|field: &FieldView| !field.required),
            ],
            None => [always, Vec::new(), rows(&|_: &FieldView| true)],
        };
        let sections =
            ["always", "must", "may"].into_iter().zip(&sections).filter(|(_, rows)| !rows.is_empty());
        let short: String =
            sections.clone().map(|(name, rows)| format!(" {name} {{ {} }}", rows.join(", "))).collect();
        code.space();
        if head.len() + short.len() <= SHORT {
            code.line(format!("model::{way}! {{ {head}{short} }}"));
            return;
        }
        code.block(format!("model::{way}!"), |code| {
            code.line(&head);
            for (name, rows) in sections {
                code.block(name, |code| rows.iter().for_each(|row| code.line(format!("{row},"))));
            }
        });
    }
}

/// The functions that make of what was read what can be sent back.
pub(super) fn send_back(
    writer: &Writer<'_>,
    name: &str,
    views: &[SendBackView],
    place: Place,
    code: &mut Code,
    body: impl Fn(&SendBackView) -> Vec<String>,
) {
    if views.is_empty() {
        return;
    }
    code.space();
    code.block(format!("impl {name}"), |code| {
        for view in views {
            let ty = writer.builder(&view.ty, place).unwrap_or_else(|| writer.ty(&view.ty, place));
            code.space();
            code.doc(&view.doc);
            code.doc(["", "# Errors", ""]);
            code.doc(["[`is_build`](crate::Error::is_build) if an object inside lacks what must be sent."]);
            // What takes it may be another resource's.
            let taken_at = writer.home(&view.ty);
            if place != Place::Models(taken_at) {
                features::gate(writer.view, taken_at, code);
            }
            let call = plain(&view.call);
            code.block(format!("pub fn to_{call}(&self) -> crate::Result<{ty}>"), |code| {
                body(view).iter().for_each(|line| code.line(line));
            });
        }
    });
}

/// A call with a list, on one line if it is short.
fn call(function: &str, keys: &[String]) -> Vec<String> {
    let keys = keys.join(", ");
    let short = format!("model::{function}(self, &[{keys}])");
    if short.len() <= SHORT {
        return vec![short];
    }
    vec![format!("let left_out: &[&[&str]] = &[{keys}];"), format!("model::{function}(self, left_out)")]
}

/// Paths of keys, as constants.
fn keys(paths: &[Vec<String>]) -> Vec<String> {
    let path = |path: &Vec<String>| {
        let keys: Vec<String> = path.iter().map(|key| quoted(key)).collect();
        format!("&[{}]", keys.join(", "))
    };
    paths.iter().map(path).collect()
}

fn row(field: &FieldView) -> String {
    let how = match field.ty {
        _ if field.nullable => "nullable",
        TypeView::List(_) if !field.recursive => "list",
        TypeView::Map(_) if !field.recursive => "map",
        _ => "set",
    };
    format!("{}: {how} {}", field.name, quoted(&field.wire))
}

/// What a setter takes for a type, and how that becomes the type.
pub(super) fn accepted(writer: &Writer<'_>, ty: &TypeView, place: Place) -> (String, String) {
    let own = writer.ty(ty, place);
    let (into, iterator) = (writer.std("Into"), writer.std("IntoIterator"));
    match ty {
        TypeView::Boolean | TypeView::Integer | TypeView::Number | TypeView::Model(_) => {
            (own, "value".into())
        }
        TypeView::String
        | TypeView::Secret
        | TypeView::Union(_)
        | TypeView::Any
        | TypeView::Values(_)
        | TypeView::Binary => (format!("impl {into}<{own}>"), "value.into()".into()),
        TypeView::List(item) => (
            format!("impl {iterator}<Item = impl {into}<{}>>", writer.ty(item, place)),
            format!("value.into_iter().map({into}::into).collect()"),
        ),
        TypeView::Map(item) => (
            format!(
                "impl {iterator}<Item = (impl {into}<{}>, impl {into}<{}>)>",
                writer.std("String"),
                writer.ty(item, place)
            ),
            "value.into_iter().map(|(key, value)| (key.into(), value.into())).collect()".into(),
        ),
    }
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

fn deprecated(field: &FieldView, code: &mut Code) {
    if let Some(note) = &field.deprecated {
        code.line(format!("#[deprecated(note = {})]", quoted(note)));
    }
}

/// Whether a type holds values that nobody has named: they may be anything.
fn untyped(ty: &TypeView) -> bool {
    match ty {
        TypeView::Any => true,
        TypeView::Map(item) => **item == TypeView::String || untyped(item),
        TypeView::List(item) => untyped(item),
        _ => false,
    }
}

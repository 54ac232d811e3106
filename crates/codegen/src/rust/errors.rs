//! The types an error body is read into.

use super::tokens::{Code, Place, Writer, quoted};
use crate::view::{ErrorFieldView, ErrorHolds, ErrorView, TypeView};

/// The file of all of them; the first is the whole body.
pub(super) fn errors(writer: &Writer<'_>, code: &mut Code) {
    let errors = &writer.view.errors;
    code.line("use crate::runtime::error::details;");
    for (index, error) in errors.iter().enumerate() {
        definition(writer, error, code);
        code.space();
        code.block(format!("impl {}", error.name), |code| {
            if index == 0 {
                word(error, code);
                code.space();
            }
            read(writer, error, code);
        });
        debug(error, code);
    }
}

fn definition(writer: &Writer<'_>, error: &ErrorView, code: &mut Code) {
    code.space();
    code.doc(&error.doc);
    code.doc(["", "`Debug` prints which parts there are; what they say may quote what was sent."]);
    code.line("#[derive(Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.block(format!("pub struct {}", error.name), |code| {
        for field in &error.fields {
            code.doc(&field.doc);
            code.line(format!("pub {}: {},", field.name, ty(writer, field)));
        }
        code.doc(["Anything else that it holds, and whatever is not as the documentation says."]);
        code.line("pub extra: crate::Extra,");
    });
}

fn ty(writer: &Writer<'_>, field: &ErrorFieldView) -> String {
    let named = |index: &usize| writer.view.errors[*index].name.clone();
    match &field.holds {
        ErrorHolds::Value(ty) => format!("{}<{}>", writer.std("Option"), writer.ty(ty, Place::Outside)),
        ErrorHolds::Object(index) => format!("{}<{}>", writer.std("Option"), named(index)),
        ErrorHolds::Objects(index) => format!("{}<{}>", writer.std("Vec"), named(index)),
    }
}

/// The service's word for what is wrong.
fn word(error: &ErrorView, code: &mut Code) {
    let known = error
        .fields
        .iter()
        .find(|field| field.wire == "code" && field.holds == ErrorHolds::Value(TypeView::String));
    code.doc(["The service's word for what is wrong."]);
    code.block("pub fn code(&self) -> Option<&str>", |code| match known {
        Some(field) => {
            code.line(format!("self.{}.as_deref().or_else(|| details::code(&self.extra))", field.name));
        }
        None => code.line("details::code(&self.extra)"),
    });
}

/// Reading never fails: what does not fit stays in `extra`.
fn read(writer: &Writer<'_>, error: &ErrorView, code: &mut Code) {
    let object = "::serde_json::Map<::std::string::String, ::serde_json::Value>";
    let mutable = if error.fields.is_empty() { "" } else { "mut " };
    code.block(format!("pub(crate) fn read({mutable}object: {object}) -> Self"), |code| {
        code.block("Self", |code| {
            for field in &error.fields {
                let key = quoted(&field.wire);
                let named = |index: &usize| &writer.view.errors[*index].name;
                let taken = match &field.holds {
                    ErrorHolds::Value(_) => format!("details::take(&mut object, {key})"),
                    ErrorHolds::Object(index) => {
                        format!("details::one(&mut object, {key}, {}::read)", named(index))
                    }
                    ErrorHolds::Objects(index) => {
                        format!("details::list(&mut object, {key}, {}::read)", named(index))
                    }
                };
                code.line(format!("{}: {taken},", field.name));
            }
            code.line("extra: object.into(),");
        });
    });
}

fn debug(error: &ErrorView, code: &mut Code) {
    code.space();
    code.block(format!("impl ::std::fmt::Debug for {}", error.name), |code| {
        code.block("fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result", |code| {
            code.line(format!("let mut shown = f.debug_struct({});", quoted(&error.name)));
            for field in &error.fields {
                let (name, plain) = (&field.name, field.name.trim_start_matches("r#"));
                match field.holds {
                    ErrorHolds::Value(_) => {
                        code.line(format!("shown.field(\"{plain}\", &self.{name}.as_ref().map(|_| crate::runtime::model::Hidden));"));
                    }
                    _ => code.line(format!("shown.field(\"{plain}\", &self.{name});")),
                }
            }
            code.line("shown.field(\"extra\", &self.extra).finish()");
        });
    });
}

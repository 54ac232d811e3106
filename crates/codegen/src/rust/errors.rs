//! The types an error body is read into.

use std::collections::VecDeque;

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
                word(errors, code);
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

/// The type of a field.
pub(super) fn ty(writer: &Writer<'_>, field: &ErrorFieldView) -> String {
    let named = |index: &usize| writer.view.errors[*index].name.clone();
    match &field.holds {
        ErrorHolds::Value(ty) => format!("{}<{}>", writer.std("Option"), writer.ty(ty, Place::Outside)),
        ErrorHolds::Object(index) => format!("{}<{}>", writer.std("Option"), named(index)),
        ErrorHolds::Objects(index) => format!("{}<{}>", writer.std("Vec"), named(index)),
    }
}

/// The service's word for what is wrong.
fn word(errors: &[ErrorView], code: &mut Code) {
    code.doc(["The service's word for what is wrong."]);
    code.block("pub fn code(&self) -> Option<&str>", |code| match way(errors).as_slice() {
        [] => code.line("details::code(&self.extra)"),
        [field] => {
            code.line(format!("self.{}.as_deref().or_else(|| details::code(&self.extra))", field.name));
        }
        [first, inner @ .., last] => {
            let mut known = format!("self.{}.as_ref()", first.name);
            for field in inner {
                known.push_str(&format!(".and_then(|part| part.{}.as_ref())", field.name));
            }
            code.line(format!("let known = {known}.and_then(|part| part.{}.as_deref());", last.name));
            code.line("known.or_else(|| details::code(&self.extra))");
        }
    });
}

/// The fields that lead to the `code` nearest to the top; those in lists are of parts only.
fn way(errors: &[ErrorView]) -> Vec<&ErrorFieldView> {
    let mut ways = VecDeque::from([(0, Vec::new())]);
    while let Some((index, way)) = ways.pop_front() {
        let fields = errors.get(index).map_or(&[][..], |error| &error.fields);
        for field in fields {
            let further = || way.iter().copied().chain([field]).collect::<Vec<_>>();
            match field.holds {
                ErrorHolds::Value(TypeView::String) if field.wire == "code" => return further(),
                ErrorHolds::Object(inner) => ways.push_back((inner, further())),
                _ => {}
            }
        }
    }
    Vec::new()
}

/// Reading never fails: what does not fit stays in `extra`.
fn read(writer: &Writer<'_>, error: &ErrorView, code: &mut Code) {
    let object = "::serde_json::Map<::std::string::String, ::serde_json::Value>";
    let mutable = if error.fields.is_empty() { "" } else { "mut " };
    code.block(format!("pub(crate) fn read({mutable}object: {object}) -> Self"), |code| {
        let named = |index: &usize| &writer.view.errors[*index].name;
        let fields = error.fields.iter().map(|field| {
            let key = quoted(&field.wire);
            let taken = match &field.holds {
                ErrorHolds::Value(_) => format!("details::take(&mut object, {key})"),
                ErrorHolds::Object(index) => {
                    format!("details::one(&mut object, {key}, {}::read)", named(index))
                }
                ErrorHolds::Objects(index) => {
                    format!("details::list(&mut object, {key}, {}::read)", named(index))
                }
            };
            format!("{}: {taken}, ", field.name)
        });
        code.line(format!("Self {{ {}extra: object.into() }}", fields.collect::<String>()));
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

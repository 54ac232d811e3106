//! A union's enum, an open enumeration's enum, and how they are read and written.

use super::aliases;
use super::tokens::{Code, Place, Writer, quoted};
use crate::view::{TypeView, UnionView, ValuesView};

/// Everything about one union.
pub(super) fn union(writer: &Writer<'_>, union: &UnionView, code: &mut Code) {
    let place = Place::Models(union.home);
    let (name, boxed, from) = (&union.name, writer.std("Box"), writer.std("From"));
    code.space();
    code.doc(&union.doc);
    code.line("#[derive(Clone, Debug, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.block(format!("pub enum {name}"), |code| {
        for variant in &union.variants {
            code.doc(&variant.doc);
            code.line(format!("{}({boxed}<{}>),", variant.name, writer.model(variant.model, place)));
        }
        code.doc(["An object that this version of the client does not know, as it came."]);
        code.line("Unknown(crate::UnknownVariant),");
    });
    for variant in union.variants.iter().filter(|variant| variant.only) {
        let model = writer.model(variant.model, place);
        code.space();
        code.block(format!("impl {from}<{model}> for {name}"), |code| {
            code.block(format!("fn from(model: {model}) -> Self"), |code| {
                code.line(format!("Self::{}({boxed}::new(model))", variant.name));
            });
        });
    }
    super::models::send_back(writer, name, &union.send_back, place, code, |view| {
        let call = view.call.trim_start_matches("r#");
        let mut lines = vec!["match self {".to_owned()];
        let arms = union.variants.iter();
        lines.extend(arms.map(|variant| format!("    Self::{}(model) => model.to_{call}(),", variant.name)));
        let unknown = match view.ty {
            TypeView::Union(_) => "model::convert(object, &[])",
            _ => "model::start(object, &[])",
        };
        lines.push(format!("    Self::Unknown(object) => {unknown},"));
        lines.push("}".to_owned());
        lines
    });
    code.space();
    code.block("model::union!", |code| {
        code.block(format!("{name}, {}", quoted(&union.tag)), |code| {
            for variant in &union.variants {
                code.line(format!("{} => {},", quoted(&variant.tag), variant.name));
            }
        });
    });
    union.was.iter().for_each(|old| aliases::ty(old, name, code));
}

/// Everything about one open enumeration.
pub(super) fn values(writer: &Writer<'_>, values: &ValuesView, code: &mut Code) {
    let name = &values.name;
    code.space();
    code.doc(&values.doc);
    code.line("#[derive(Clone, Debug, PartialEq, Eq, Hash)]");
    code.line("#[non_exhaustive]");
    code.block(format!("pub enum {name}"), |code| {
        for (arm, text) in &values.arms {
            code.doc([super::docs::code_span(text)]);
            code.line(format!("{arm},"));
        }
        code.doc(["A value that the documentation does not list, as it came."]);
        code.line(format!("Unknown({}),", writer.std("String")));
    });
    code.space();
    code.block("model::values!", |code| {
        code.block(name, |code| {
            for (arm, text) in &values.arms {
                code.line(format!("{arm} = {},", quoted(text)));
            }
        });
    });
    values.was.iter().for_each(|old| aliases::ty(old, name, code));
}

//! The way from what comes back to what its `_links` lead to (HAL, draft-kelly-json-hal).

use std::collections::BTreeSet;

use docparse::ir::ModelId;

use super::features;
use super::tokens::{Code, Place, Writer};
use crate::view::{FieldView, ModelView};

/// A function for each model that has links, and for each union of such models.
pub(super) fn links(writer: &Writer<'_>, code: &mut Code) {
    let view = writer.view;
    let linked = |model: &ModelView| field(model).is_some();
    let unions = view.unions.iter().filter(|union| {
        let mut models = union.variants.iter().map(|variant| &view.models[variant.model.0 as usize]);
        models.any(linked)
    });
    let unions: Vec<_> = unions.collect();
    for (index, model) in view.models.iter().enumerate() {
        let Some(field) = field(model) else { continue };
        let name = writer.model(ModelId(index as u32), Place::Outside);
        code.space();
        features::gate(view, model.home, code);
        function(&name, code, |code| code.line(format!("crate::Links::of(&self.{})", field.name)));
    }
    for union in unions {
        code.space();
        features::gate(view, union.home, code);
        function(&format!("models::{}", union.name), code, |code| {
            code.block("match self", |code| {
                let mut without = BTreeSet::new();
                for variant in &union.variants {
                    if linked(&view.models[variant.model.0 as usize]) {
                        code.line(format!("Self::{}(value) => value.links().to(),", variant.name));
                    } else {
                        without.insert(format!("Self::{}(_)", variant.name));
                    }
                }
                if !without.is_empty() {
                    let arms: Vec<String> = without.into_iter().collect();
                    code.line(format!("{} => crate::Links::of(&()),", arms.join(" | ")));
                }
                code.line("Self::Unknown(raw) => crate::Links::of(&raw.as_json().get(\"_links\")),");
            });
        });
    }
}

fn function(name: &str, code: &mut Code, body: impl FnOnce(&mut Code)) {
    code.block(format!("impl crate::{name}"), |code| {
        code.doc(["What this leads to: [`Client::follow`](crate::Client::follow) goes there."]);
        code.block("pub fn links(&self) -> crate::Links<Self>", body);
    });
}

/// The field with the links, if the model comes back.
fn field(model: &ModelView) -> Option<&FieldView> {
    model.fields.iter().find(|field| model.received && field.wire == "_links" && !field.hidden)
}

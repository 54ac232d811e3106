//! Every field under a type, with its dotted path.

use docparse::ir::{Api, Field, Type};

/// Calls `visit` with each field under `ty` and its path from the body's root:
/// `configuration.REGION`, `items[].name`, `labels.*.text`.
pub(super) fn fields<'a>(api: &'a Api, ty: &'a Type, visit: &mut dyn FnMut(&str, &'a Field)) {
    Walk { api, open: Vec::new(), visit }.ty(ty, "");
}

struct Walk<'a, 'v> {
    api: &'a Api,
    /// The types around this one: a shape may hold itself.
    open: Vec<&'a Type>,
    visit: &'v mut dyn FnMut(&str, &'a Field),
}

impl<'a> Walk<'a, '_> {
    fn ty(&mut self, ty: &'a Type, path: &str) {
        if self.open.contains(&ty) {
            return;
        }
        self.open.push(ty);
        match ty {
            Type::List(item) => self.ty(item, &format!("{path}[]")),
            Type::Map(value) => self.ty(value, &join(path, "*")),
            Type::Model(id) => self.model(&self.api.model(*id).fields, path),
            Type::Union(id) => {
                for variant in &self.api.union(*id).variants {
                    self.model(&self.api.model(variant.model).fields, path);
                }
            }
            Type::String
            | Type::Boolean
            | Type::Integer
            | Type::Number
            | Type::OneOf(_)
            | Type::Any
            | Type::Binary => {}
        }
        self.open.pop();
    }

    fn model(&mut self, fields: &'a [Field], path: &str) {
        for field in fields {
            let path = join(path, &field.name.wire);
            (self.visit)(&path, field);
            self.ty(&field.ty.value, &path);
        }
    }
}

/// A dotted path with a key more.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

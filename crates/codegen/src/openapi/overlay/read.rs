//! The tree of an overlay in, its actions out (Overlay 1.0, sections 4.4.1 to 4.4.3).

use docparse::diag::{Diagnostic, Sink, codes};
use docparse::json::{Json, Member, Value};
use docparse::source::{SourceFile, Span, Spanned};
use serde_json_path::JsonPath;

use super::{Action, Change};

/// The actions of `root`. What is wrong is a finding at its place; such an action is left out.
pub(super) fn actions(root: &Json, file: &SourceFile, sink: &mut Sink) -> Vec<Action> {
    let mut reader = Reader { file, sink };
    reader.known(root, &["overlay", "info", "extends", "actions"]);
    if let Some(version) = reader.text(root, "overlay", file.first_line()) {
        // The third number is for clarifications only.
        if version.value != "1.0" && !version.value.starts_with("1.0.") {
            reader.wrong(version.span, &format!("`{}` is not a version that is known here", version.value));
        }
    }
    match root.get("info") {
        Some(info) => {
            reader.known(&info.value, &["title", "version"]);
            for key in ["title", "version"] {
                reader.text(&info.value, key, info.key.span);
            }
        }
        None => reader.missing(file.first_line(), "info"),
    }
    let Some(list) = root.get("actions") else {
        reader.missing(file.first_line(), "actions");
        return Vec::new();
    };
    match &list.value.value {
        Value::Array(items) if !items.is_empty() => {
            items.iter().filter_map(|item| reader.action(item)).collect()
        }
        _ => {
            reader.wrong(list.key.span, "`actions` is a list with at least one action");
            Vec::new()
        }
    }
}

struct Reader<'a> {
    file: &'a SourceFile,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn action(&mut self, action: &Json) -> Option<Action> {
        let whole = self.file.line_span(self.file.line(action.span.start));
        self.known(action, &["target", "description", "update", "remove"]);
        let target = self.text(action, "target", whole);
        let place = target.as_ref().map_or(whole, |target| target.span);
        let reason = action.get("description").and_then(|member| member.value.as_str());
        if reason.is_none_or(|reason| reason.trim().is_empty()) {
            self.push(
                Diagnostic::new(
                    &codes::OVERLAY_WITHOUT_REASON,
                    place,
                    "an action of the overlay says no reason",
                )
                .label("changes this")
                .help("say in its `description` why the documentation is not enough"),
            );
        }
        let target = target?;
        let path = self.path(&target)?;
        let remove = match action.get("remove") {
            Some(Member { value: Json { value: Value::Boolean(remove), .. }, .. }) => *remove,
            Some(member) => {
                self.wrong(member.value.span, "`remove` is `true` or `false`");
                return None;
            }
            None => false,
        };
        let change = match (remove, action.get("update")) {
            (true, None) => Change::Remove,
            (false, Some(update)) => Change::Update(update.value.clone()),
            (true, Some(update)) => {
                self.wrong(update.key.span, "an action has either an `update` or `remove: true`");
                return None;
            }
            (false, None) => {
                self.wrong(place, "an action has an `update`, or `remove: true`");
                return None;
            }
        };
        Some(Action { target, path, change })
    }

    /// The JSONPath (RFC 9535) of a target.
    fn path(&mut self, target: &Spanned<String>) -> Option<JsonPath> {
        match JsonPath::parse(&target.value) {
            Ok(path) => Some(path),
            Err(error) => {
                let message = format!("`{}` is no JSONPath: {}", target.value, error.message());
                self.push(
                    Diagnostic::new(&codes::BAD_OVERLAY, target.span, message)
                        .help("a path starts with `$`; keys with other than letters stand in brackets: `$.paths['/things'].get`"),
                );
                None
            }
        }
    }

    fn text(&mut self, object: &Json, key: &str, otherwise: Span) -> Option<Spanned<String>> {
        let Some(member) = object.get(key) else {
            self.missing(otherwise, key);
            return None;
        };
        let text = member.value.as_str().map(|text| Spanned::new(text.to_owned(), member.value.span));
        if text.is_none() {
            self.wrong(member.value.span, &format!("`{key}` is text: put it in quotes"));
        }
        text
    }

    fn known(&mut self, object: &Json, keys: &[&str]) {
        for Member { key, .. } in object.members() {
            if !keys.contains(&key.value.as_str()) && !key.value.starts_with("x-") {
                let near = docparse::closest(&key.value, keys.iter().copied());
                let help = near.map_or_else(
                    || format!("known here: {}", keys.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{}` means nothing in an overlay", key.value);
                self.push(Diagnostic::new(&codes::BAD_OVERLAY, key.span, message).help(help));
            }
        }
    }

    fn missing(&mut self, span: Span, key: &str) {
        self.wrong(span, &format!("`{key}` is missing here"));
    }

    fn wrong(&mut self, span: Span, message: &str) {
        self.push(Diagnostic::new(&codes::BAD_OVERLAY, span, message));
    }

    fn push(&mut self, finding: Diagnostic) {
        self.sink.push(finding);
    }
}

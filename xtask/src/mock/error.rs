//! What is wrong with a request in, the documented error body that says so out.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::{Map, Value, json};

use super::schema::Shapes;

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    /// Which property, parameter or header: `configuration.REGION`. Empty for the request as a whole.
    pub target: String,
    /// `REQUIRED_VALUE` or `INVALID_VALUE`.
    pub code: &'static str,
    /// For people. Never holds a value that was sent.
    pub message: String,
}

impl Problem {
    pub(super) fn missing(target: impl Into<String>) -> Self {
        let target = target.into();
        Self { message: format!("`{target}` is required"), code: "REQUIRED_VALUE", target }
    }

    pub(super) fn wrong(target: impl Into<String>, what: &str) -> Self {
        let target = target.into();
        let message = if target.is_empty() { what.to_owned() } else { format!("`{target}` {what}") };
        Self { message, code: "INVALID_VALUE", target }
    }

    pub(super) fn of(error: &ValidationError<'_>) -> Self {
        let at = dotted(error.instance_path().as_str());
        match error.kind() {
            ValidationErrorKind::Required { property } => {
                Self::missing(join(&at, property.as_str().unwrap_or_default()))
            }
            ValidationErrorKind::Type { kind } => {
                let wanted = match kind {
                    TypeKind::Single(kind) => kind.to_string(),
                    TypeKind::Multiple(kinds) => {
                        kinds.iter().map(|kind| kind.to_string()).collect::<Vec<_>>().join(" or ")
                    }
                };
                Self::wrong(whole(at), &format!("must be of type {wanted}, not {}", word(error.instance())))
            }
            ValidationErrorKind::Enum { options } => {
                let words: Vec<String> = options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|word| format!("`{}`", plain(word)))
                    .collect();
                Self::wrong(whole(at), &format!("must be one of {}", words.join(", ")))
            }
            ValidationErrorKind::Constant { expected_value } => {
                Self::wrong(whole(at), &format!("must be `{}`", plain(expected_value)))
            }
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                // Of the shapes it could have, the one it comes nearest to.
                let nearest =
                    context.iter().filter(|errors| !errors.is_empty()).min_by_key(|errors| errors.len());
                match nearest.and_then(|errors| errors.first()) {
                    Some(error) => Self::of(error),
                    None => Self::wrong(whole(at), "has none of the documented shapes"),
                }
            }
            _ => Self::wrong(whole(at), &format!("is not as documented: {}", error.masked_with("the value"))),
        }
    }

    /// The same, below `parent`.
    pub(super) fn renamed(mut self, target: &str) -> Self {
        self.message = self.message.replacen(&format!("`{}`", self.target), &format!("`{target}`"), 1);
        target.clone_into(&mut self.target);
        self
    }
}

/// What stands for the body as a whole.
pub(super) const BODY: &str = "body";

fn whole(at: String) -> String {
    if at.is_empty() { BODY.to_owned() } else { at }
}

/// `/columns/0/source` as pages write it: `columns[0].source`.
fn dotted(pointer: &str) -> String {
    let mut text = String::new();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
            text.push_str(&format!("[{part}]"));
        } else {
            text = join(&text, &part);
        }
    }
    text
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An error as a whole.
pub(super) struct Refusal {
    pub status: u16,
    pub message: String,
    pub problems: Vec<Problem>,
}

impl Refusal {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), problems: Vec::new() }
    }

    pub(super) fn bad_request(problems: Vec<Problem>) -> Self {
        let message = problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ");
        Self { status: 400, message, problems }
    }
}

/// The body of `refusal` in the shape of `schema`, the documented one. Its properties are
/// filled by what their names mean in most APIs. Without a documented shape, RFC 9457 has one.
pub(super) fn body(shapes: &Shapes, schema: Option<&Value>, refusal: &Refusal, id: &str) -> Value {
    let Some(schema) = schema else {
        let targets: Vec<&str> = refusal.problems.iter().map(|problem| problem.target.as_str()).collect();
        return json!({ "status": refusal.status, "detail": refusal.message, "properties": targets });
    };
    let whole = Problem { target: String::new(), code: "", message: refusal.message.clone() };
    fill(shapes, schema, refusal, &whole, id, 0)
}

fn fill(shapes: &Shapes, schema: &Value, refusal: &Refusal, problem: &Problem, id: &str, depth: u8) -> Value {
    let schema = shapes.component(schema);
    let mut object = Map::new();
    for (name, property) in super::document::members(&schema["properties"]) {
        let property = shapes.component(property);
        let value = match property["type"].as_str() {
            Some("array") if depth < 3 => {
                let item = |problem| fill(shapes, &property["items"], refusal, problem, id, depth + 1);
                Some(Value::Array(refusal.problems.iter().map(item).collect()))
            }
            Some("object") if depth < 3 => Some(fill(shapes, property, refusal, problem, id, depth + 1)),
            Some("integer" | "number") if name.to_lowercase().contains("status") || name == "code" => {
                Some(refusal.status.into())
            }
            Some("string") => meaning(name, refusal, problem, id).map(Value::from),
            _ => None,
        };
        if let Some(value) = value.filter(|value| value.as_array().is_none_or(|items| !items.is_empty())) {
            object.insert(name.to_owned(), value);
        }
    }
    object.into()
}

fn meaning(name: &str, refusal: &Refusal, problem: &Problem, id: &str) -> Option<String> {
    let name = name.to_lowercase().replace(['_', '-'], "");
    match name.as_str() {
        "id" | "requestid" | "correlationid" | "traceid" => Some(id.to_owned()),
        "code" | "error" | "errorcode" | "type" => Some(match problem.code {
            "" => code(refusal.status).to_owned(),
            code => code.to_owned(),
        }),
        "message" | "detail" | "description" | "errordescription" | "title" | "reason" => {
            Some(problem.message.clone())
        }
        "target" | "field" | "property" | "path" | "pointer" => {
            Some(problem.target.clone()).filter(|target| !target.is_empty())
        }
        "status" => Some(refusal.status.to_string()),
        _ => None,
    }
}

fn code(status: u16) -> &'static str {
    match status {
        400 => "INVALID_DATA",
        401 => "UNAUTHORIZED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        405 => "METHOD_NOT_ALLOWED",
        406 => "NOT_ACCEPTABLE",
        409 => "CONFLICT",
        413 => "CONTENT_TOO_LARGE",
        415 => "UNSUPPORTED_MEDIA_TYPE",
        429 => "TOO_MANY_REQUESTS",
        503 => "SERVICE_UNAVAILABLE",
        500.. => "UNEXPECTED_ERROR",
        _ => "REQUEST_FAILED",
    }
}

#[cfg(test)]
mod tests {
    use super::dotted;

    #[test]
    fn pointers_are_written_as_pages_write_them() {
        for (pointer, shown) in [("", ""), ("/a/b", "a.b"), ("/a/0/b", "a[0].b"), ("/a~1b/~0", "a/b.~")] {
            assert_eq!(dotted(pointer), shown);
        }
    }
}

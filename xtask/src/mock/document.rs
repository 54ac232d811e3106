//! The OpenAPI bundle in, operations ready to be matched, checked and answered out.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::schema::{Check, Shapes};

/// The methods of a path item (OpenAPI 3.1, section 4.8.9).
const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "options"];

/// One method on one path.
pub(super) struct Operation {
    pub id: String,
    /// `POST`.
    pub method: String,
    /// `/v1/environments/{envID}/books`.
    pub template: String,
    /// What stands between the slashes, percent-decoded.
    pub segments: Vec<Segment>,
    /// The pages that document it.
    pub pages: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub body_required: bool,
    /// By media type.
    pub bodies: BTreeMap<String, Media>,
    /// By status; `default` stands for all others.
    pub replies: BTreeMap<String, Reply>,
    /// Names of security schemes, any of which will do.
    pub schemes: Vec<String>,
    /// Where the path has parameters, and whether they name what the mock keeps.
    pub params: Vec<(usize, bool)>,
    /// Whether what is created here can be read, listed, changed or deleted.
    pub keeps: bool,
    /// The operation that reads what is here; of a collection, one of what is in it.
    pub item: Option<usize>,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Literal(String),
    Param(String),
}

/// A query parameter or a header. Anything fits a path parameter.
pub(super) struct Parameter {
    pub name: String,
    pub place: String,
    pub required: bool,
    pub check: Check,
}

/// What a body or a reply holds, in one media type.
pub(super) struct Media {
    pub check: Check,
    /// By the id of the page that shows them, in page order.
    pub examples: Vec<(String, Value)>,
}

#[derive(Default)]
pub(super) struct Reply {
    /// By media type.
    pub content: BTreeMap<String, Media>,
}

impl Operation {
    /// Whether the path ends in a parameter: it leads to one resource, not to a collection.
    pub(super) fn is_item(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Param(_)))
    }

    /// The statuses that mean success, the least first.
    pub(super) fn successes(&self) -> impl Iterator<Item = u16> {
        self.replies.keys().filter_map(|status| status.parse().ok()).filter(|status| *status < 400)
    }
}

/// Every operation of `bundle`.
pub(super) fn operations(bundle: &Value, shapes: &Shapes) -> Vec<Operation> {
    let signed = schemes(bundle);
    let mut operations = Vec::new();
    for (template, item) in members(&bundle["paths"]) {
        for (method, spec) in members(item).filter(|(method, _)| METHODS.contains(method)) {
            operations.push(Operation {
                id: text(&spec["operationId"]),
                method: method.to_uppercase(),
                template: template.to_owned(),
                segments: segments(template),
                pages: list(&spec["x-source"]).map(|source| text(&source["page"])).collect(),
                parameters: list(&spec["parameters"]).map(parameter).collect(),
                body_required: spec["requestBody"]["required"] == true,
                bodies: content(&spec["requestBody"]["content"]),
                replies: members(&spec["responses"])
                    .map(|(status, reply)| {
                        let content = content(&shapes.component(reply)["content"]);
                        (status.to_owned(), Reply { content })
                    })
                    .collect(),
                params: Vec::new(),
                keeps: false,
                item: None,
                schemes: if spec["security"].is_array() { schemes(spec) } else { signed.clone() },
            });
        }
    }
    relate(&mut operations);
    operations
}

/// Finds out which operations are about the same resources.
fn relate(operations: &mut [Operation]) {
    let shapes: Vec<Shape> = operations.iter().map(|operation| shape(&operation.segments)).collect();
    let reads: BTreeMap<&Shape, usize> = (0..)
        .zip(&shapes)
        .filter(|(index, _)| operations[*index].method == "GET")
        .map(|(at, shape)| (shape, at))
        .collect();
    let all: BTreeSet<&Shape> = shapes.iter().collect();
    let one_of = |shape: &Shape| shape.iter().cloned().chain([None]).collect::<Shape>();
    let mut kept = BTreeSet::new();
    for (operation, shape) in operations.iter_mut().zip(&shapes) {
        let creates = operation.method == "POST" && !operation.is_item();
        operation.keeps = creates && (all.contains(&one_of(shape)) || reads.contains_key(shape));
        if operation.keeps {
            kept.insert(shape.clone());
        }
        operation.item = if creates { reads.get(&one_of(shape)) } else { reads.get(shape) }.copied();
    }
    for (operation, shape) in operations.iter_mut().zip(&shapes) {
        let params = (0..shape.len()).filter(|at| shape[*at].is_none());
        operation.params = params.map(|at| (at, kept.contains(&shape[..at]))).collect();
    }
}

/// The literals of a path; all parameters are alike.
type Shape = Vec<Option<String>>;

fn shape(segments: &[Segment]) -> Shape {
    let literal = |segment: &Segment| match segment {
        Segment::Literal(literal) => Some(literal.clone()),
        Segment::Param(_) => None,
    };
    segments.iter().map(literal).collect()
}

/// The addresses of all servers, the longest first: one may start another. One with a variable
/// stands for others that are listed too.
pub(super) fn servers(bundle: &Value) -> Vec<String> {
    let paths = members(&bundle["paths"]).flat_map(|(_, item)| members(item));
    let own = paths.flat_map(|(_, operation)| list(&operation["servers"]));
    let all = list(&bundle["servers"]).chain(own);
    let mut urls: Vec<String> =
        all.map(|server| text(&server["url"])).filter(|url| url != "/" && !url.contains('{')).collect();
    urls.sort_by_key(|url| (std::cmp::Reverse(url.len()), url.clone()));
    urls.dedup();
    urls
}

fn schemes(spec: &Value) -> Vec<String> {
    list(&spec["security"]).flat_map(members).map(|(name, _)| name.to_owned()).collect()
}

fn segments(template: &str) -> Vec<Segment> {
    let segment = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => Segment::Param(name.to_owned()),
        None => Segment::Literal(percent_decode_str(part).decode_utf8_lossy().into_owned()),
    };
    template.split('/').skip(1).map(segment).collect()
}

fn parameter(spec: &Value) -> Parameter {
    Parameter {
        name: text(&spec["name"]),
        place: text(&spec["in"]),
        required: spec["required"] == true,
        check: Check::new(&spec["schema"]),
    }
}

fn content(content: &Value) -> BTreeMap<String, Media> {
    let media = |spec: &Value| Media {
        check: Check::new(&spec["schema"]),
        examples: members(&spec["examples"])
            .map(|(key, example)| (key.to_owned(), example["value"].clone()))
            .collect(),
    };
    members(content).map(|(name, spec)| (name.to_owned(), media(spec))).collect()
}

pub(super) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

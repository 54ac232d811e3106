//! A request in, what is wrong with it out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::body;
use super::document::{Media, Operation, Parameter};
use super::error::{BODY, Problem, Refusal};
use super::message::Request;
use super::schema::Shapes;

/// What was sent, and fits.
pub(super) struct Sent<'a> {
    /// The documented body that it is, and the body's value if it can be looked into.
    pub media: Option<&'a Media>,
    pub value: Option<Value>,
    /// What is not documented, and is passed over.
    pub notes: Vec<String>,
}

pub(super) fn check<'a>(
    shapes: &Shapes,
    operation: &'a Operation,
    request: &Request,
) -> Result<Sent<'a>, Refusal> {
    let mut problems = Vec::new();
    let media = media(operation, request)?;
    let mut value = None;
    match media {
        // An empty form or file is one; JSON is never empty.
        Some((name, _)) if request.body.is_empty() && body::is_json(name) && operation.body_required => {
            return Err(Refusal::bad_request(vec![Problem::missing(BODY)]));
        }
        Some((name, media)) if !(request.body.is_empty() && body::is_json(name)) => {
            match body::read(shapes, name, &media.check.schema, &request.body) {
                Ok(read) => value = read,
                Err(problem) => return Err(Refusal::bad_request(vec![problem])),
            }
            problems.extend(value.iter().flat_map(|value| media.check.problems(shapes, value)));
        }
        _ => {}
    }
    for parameter in &operation.parameters {
        match parameter.place.as_str() {
            "query" => query(shapes, parameter, request, &mut problems),
            "header" => header(shapes, parameter, request, &mut problems),
            _ => {}
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::bad_request(problems));
    }
    let notes = notes(shapes, operation, request, media.map(|(_, media)| media), value.as_ref());
    Ok(Sent { media: media.map(|(_, media)| media), value, notes })
}

/// The documented body with the media type that was sent.
fn media<'a>(operation: &'a Operation, request: &Request) -> Result<Option<(&'a str, &'a Media)>, Refusal> {
    let sent = request.media_type();
    let named = |wanted: &str| operation.bodies.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let known: Vec<String> = operation.bodies.keys().map(|name| format!("`{name}`")).collect();
    match (&sent, operation.bodies.is_empty()) {
        (_, true) => Ok(None),
        (None, false) if request.body.is_empty() && !operation.body_required => Ok(None),
        (None, false) if request.body.is_empty() => Err(Refusal::bad_request(vec![Problem::missing(BODY)])),
        (None, false) => {
            let problem = Problem {
                message: format!("`Content-Type` is required; documented: {}", known.join(", ")),
                ..Problem::missing("Content-Type")
            };
            Err(Refusal { status: 415, message: problem.message.clone(), problems: vec![problem] })
        }
        (Some(sent), false) => match named(sent) {
            Some((name, media)) => Ok(Some((name, media))),
            None => {
                let what = format!("is none of those documented: {}", known.join(", "));
                let problem = Problem::wrong("Content-Type", &what);
                Err(Refusal { status: 415, message: problem.message.clone(), problems: vec![problem] })
            }
        },
    }
}

fn query(shapes: &Shapes, parameter: &Parameter, request: &Request, problems: &mut Vec<Problem>) {
    let sent: Vec<&str> = request
        .query
        .iter()
        .filter(|(name, _)| *name == parameter.name)
        .map(|(_, value)| value.as_str())
        .collect();
    value(shapes, parameter, &sent, problems);
}

fn header(shapes: &Shapes, parameter: &Parameter, request: &Request, problems: &mut Vec<Problem>) {
    let sent: Vec<&str> = request.header(&parameter.name).into_iter().collect();
    value(shapes, parameter, &sent, problems);
}

fn value(shapes: &Shapes, parameter: &Parameter, sent: &[&str], problems: &mut Vec<Problem>) {
    let schema = &parameter.check.schema;
    let value = match sent {
        [] if parameter.required => {
            problems.push(Problem::missing(&parameter.name));
            return;
        }
        [] => return,
        many if schema["type"] == "array" => {
            // Repeated, or joined with commas: pages seldom say which.
            many.iter()
                .flat_map(|text| text.split(','))
                .map(|text| body::scalar(&schema["items"], text))
                .collect()
        }
        [first, ..] => body::scalar(schema, first),
    };
    let found = parameter.check.problems(shapes, &value).into_iter();
    problems.extend(found.map(|problem| problem.renamed(&parameter.name)));
}

/// What the pages do not document: most often a slip of the sender.
fn notes(
    shapes: &Shapes,
    operation: &Operation,
    request: &Request,
    media: Option<&Media>,
    value: Option<&Value>,
) -> Vec<String> {
    let known =
        |name: &str| operation.parameters.iter().any(|known| known.place == "query" && known.name == name);
    let unknown: BTreeSet<&str> =
        request.query.iter().map(|(name, _)| name.as_str()).filter(|name| !known(name)).collect();
    let mut notes: Vec<String> =
        unknown.into_iter().map(|name| format!("query parameter `{name}` is not documented")).collect();
    if let (Some(media), Some(Value::Object(object))) = (media, value) {
        let schema = shapes.select(&media.check.schema, value.unwrap_or(&Value::Null));
        if let (Some(properties), None) =
            (schema["properties"].as_object(), schema.get("additionalProperties"))
        {
            let unknown = object.keys().filter(|name| !properties.contains_key(*name));
            notes.extend(unknown.map(|name| format!("property `{name}` is not documented")));
        }
    }
    notes
}

//! The text of an overlay in, one tree with positions out, whichever of the two notations it has.

use docparse::diag::{Diagnostic, Sink, codes};
use docparse::json::{self, Json, Member, ProblemKind};
use docparse::source::{SourceFile, Spanned};
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use serde_json::Number;

/// The tree of `file`. What cannot be read is a finding, and nothing is returned.
pub(super) fn read(file: &SourceFile, sink: &mut Sink) -> Option<Json> {
    let (text, offset) = file.body();
    // YAML is a superset of JSON but for tabs, which its readers take in fewer places.
    let is_json = text.trim_start().starts_with('{');
    let tree = if is_json { read_json(file, text, offset) } else { read_yaml(file, text, offset) };
    tree.map_err(|finding| sink.push(*finding)).ok()
}

type Read = Result<Json, Box<Diagnostic>>;

fn wrong(span: docparse::source::Span, message: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&codes::BAD_OVERLAY, span, message))
}

fn read_json(file: &SourceFile, text: &str, offset: usize) -> Read {
    let reading = json::read(file.id, text, offset);
    // Slips that pages are forgiven are none of a file that programs read.
    if let Some(problem) = reading.problems.first() {
        let what = match problem.kind {
            ProblemKind::DuplicateKey => "a key that the object has already",
            ProblemKind::TooDeep => "nested too deeply",
            _ => "not JSON",
        };
        return Err(wrong(problem.span, what));
    }
    reading.value.ok_or_else(|| wrong(file.first_line(), "the overlay is empty"))
}

fn read_yaml(file: &SourceFile, text: &str, offset: usize) -> Read {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| offset + at).collect();
    let yaml = Yaml { file, starts, end: offset + text.len() };
    match MarkedYaml::load_from_str(text) {
        Ok(documents) => match documents.first() {
            Some(document) => yaml.node(document),
            None => Err(wrong(file.first_line(), "the overlay is empty")),
        },
        Err(error) => {
            let line = file.line_span(file.line(yaml.offset(error.marker().index()) as u32));
            Err(wrong(line, &format!("the overlay is not YAML: {}", error.info())))
        }
    }
}

struct Yaml<'a> {
    file: &'a SourceFile,
    /// Where each character starts: the library counts characters, we count bytes.
    starts: Vec<usize>,
    end: usize,
}

impl Yaml<'_> {
    fn offset(&self, character: usize) -> usize {
        self.starts.get(character).copied().unwrap_or(self.end)
    }

    fn node(&self, node: &MarkedYaml<'_>) -> Read {
        let range = self.offset(node.span.start.index())..self.offset(node.span.end.index());
        // A block ends where the next one starts.
        let text = self.file.text.get(range.clone()).unwrap_or_default();
        let span = self.file.span(range.start..range.start + text.trim_end().len());
        let value = match &node.data {
            YamlData::Value(scalar) => match scalar {
                Scalar::Null => json::Value::Null,
                Scalar::Boolean(flag) => json::Value::Boolean(*flag),
                Scalar::Integer(number) => json::Value::Number((*number).into()),
                Scalar::FloatingPoint(number) => json::Value::Number(
                    Number::from_f64(number.into_inner())
                        .ok_or_else(|| wrong(span, "JSON has no such number"))?,
                ),
                Scalar::String(text) => json::Value::String(text.to_string()),
            },
            YamlData::Sequence(items) => {
                json::Value::Array(items.iter().map(|item| self.node(item)).collect::<Result<_, _>>()?)
            }
            YamlData::Mapping(members) => {
                let members: Vec<Member> = members
                    .iter()
                    .map(|(key, value)| {
                        let key = self.node(key)?;
                        let name = match &key.value {
                            json::Value::String(text) => text.clone(),
                            // `200:` is a key like any other.
                            json::Value::Number(number) => number.to_string(),
                            _ => return Err(wrong(key.span, "a key is text: put it in quotes")),
                        };
                        Ok(Member { key: Spanned::new(name, key.span), value: self.node(value)? })
                    })
                    .collect::<Result<_, _>>()?;
                json::Value::Object(members.into())
            }
            YamlData::Tagged(_, inner) => return self.node(inner),
            YamlData::Representation(text, ..) => json::Value::String(text.to_string()),
            YamlData::Alias(_) | YamlData::BadValue => {
                return Err(wrong(span, "a value that JSON has no word for"));
            }
        };
        Ok(Json { value, span })
    }
}

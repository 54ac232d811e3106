//! `docset.toml` in, settings with positions out: what the pages cannot say.
//!
//! Every setting is evidence, so it keeps its place in the file. A key that means
//! nothing, or a value of the wrong kind, is a finding at that place.

use glob::Pattern;
use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Auth, CommonError, ErrorProperty, Evidence, Fact, How, Server, Service};
use crate::source::{SourceFile, Span, Spanned};

/// Settings for a docs set that brings none.
pub const MINIMAL: &str = "[package]\nname = \"client\"\n";

/// The settings of a docs set.
#[derive(Clone, Debug)]
pub struct Docset {
    /// The folder that holds the pages, relative to the file.
    pub docs: Option<Spanned<String>>,
    /// The service as a whole.
    pub service: Service,
    /// The file of changes to the OpenAPI documents, relative to this one.
    pub overlay: Option<Spanned<String>>,
    /// What people decided about findings.
    pub decisions: Vec<Decision>,
    /// Which pages are steps of a workflow. Without any rule, those titled `Step 1: …`.
    pub workflows: Vec<Workflow>,
}

/// Pages that show an operation at work, and do not define it.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// What the whole `page_id` looks like: `*:workflow-library:*`.
    pub page_id: Option<Pattern>,
    /// What the title looks like: `Step [0-9]*:*`.
    pub title: Option<Pattern>,
    /// The whole entry; `None` for the rule that holds without any.
    pub span: Option<Span>,
}

impl Workflow {
    /// The rule that holds if the settings give none.
    fn usual() -> Self {
        Self { page_id: None, title: Pattern::new("Step [0-9]*:*").ok(), span: None }
    }

    /// Whether a page with this id and title is a step: all that the rule names must fit.
    pub fn fits(&self, page_id: &str, title: &str) -> bool {
        let fits = |pattern: &Option<Pattern>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
        };
        fits(&self.page_id, page_id) && fits(&self.title, title)
    }
}

/// A person's decision about one finding.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The finding's code: `DOC021`.
    pub code: Spanned<String>,
    /// The id of the page: `create-store-aquera`.
    pub page: Spanned<String>,
    /// The property, or the text the finding points at. Without it, every finding of the code on the page.
    pub at: Option<Spanned<String>>,
    /// What to read instead of what the page says.
    pub read_as: Option<Spanned<String>>,
    /// Why.
    pub reason: Spanned<String>,
    /// The day (`2027-01-31`) from which on it should be looked at again.
    pub until: Option<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}

impl Docset {
    /// Reads the settings. What cannot be read is left at its default, with a finding.
    pub fn read(file: &SourceFile, sink: &mut Sink) -> Self {
        let (text, offset) = file.body();
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { file, offset, sink };
        for error in errors {
            let span = reader.span(error.span().unwrap_or(0..0));
            let message = error.message().lines().next().unwrap_or("not TOML").to_lowercase();
            reader.sink.push(Diagnostic::new(&codes::BAD_DOCSET, span, message));
        }
        reader.docset(table.get_ref())
    }

    /// The servers that stand for `placeholder`, in order.
    pub fn servers<'a>(&'a self, placeholder: &'a str) -> impl Iterator<Item = &'a Server> {
        self.service.servers.iter().filter(move |server| server.placeholder.value == placeholder)
    }
}

struct Reader<'a> {
    file: &'a SourceFile,
    offset: usize,
    sink: &'a mut Sink,
}

type Table<'t> = DeTable<'t>;
type Value<'t> = TomlSpanned<DeValue<'t>>;

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file.id, self.offset + range.start, self.offset + range.end)
    }

    fn docset(&mut self, table: &Table<'_>) -> Docset {
        self.known(
            table,
            &[
                "docs",
                "request_id_header",
                "package",
                "server",
                "auth",
                "error",
                "error_body",
                "openapi",
                "workflow",
                "decision",
            ],
        );
        let empty = DeTable::new();
        let package = self.table(table, "package").unwrap_or(&empty);
        self.known(package, &["name", "version", "title", "description", "home", "licence"]);
        let name = self.text(package, "name").unwrap_or_else(|| self.default("client"));
        let openapi = self.table(table, "openapi").unwrap_or(&empty);
        self.known(openapi, &["overlay", "enums"]);
        let service = Service {
            version: self.text(package, "version").unwrap_or_else(|| self.default("0.1.0")),
            title: self.text(package, "title").unwrap_or_else(|| name.clone()),
            description: self.text(package, "description"),
            home: self.text(package, "home"),
            licence: self.text(package, "licence"),
            servers: self
                .tables(table, "server")
                .into_iter()
                .filter_map(|(t, span)| self.server(t, span))
                .collect(),
            auth: self.table(table, "auth").map(|auth| self.auth(auth)),
            errors: self
                .tables(table, "error")
                .into_iter()
                .filter_map(|(t, span)| self.error(t, span))
                .collect(),
            error_body: self.table(table, "error_body").map(|body| self.error_body(body)).unwrap_or_default(),
            request_id_header: self.text(table, "request_id_header"),
            closed_enums: self.closed_enums(openapi),
            package: name,
        };
        let docs = self.text(table, "docs").map(|fact| Spanned::new(fact.value, fact.from.span));
        let overlay = self.text(openapi, "overlay");
        let overlay = overlay.map(|fact| Spanned::new(fact.value, fact.from.span));
        let decisions = self.tables(table, "decision");
        let decisions = decisions.into_iter().filter_map(|(t, span)| self.decision(t, span)).collect();
        let mut workflows = self.tables(table, "workflow");
        let stated = !workflows.is_empty();
        let mut workflows: Vec<Workflow> =
            workflows.drain(..).filter_map(|(t, span)| self.workflow(t, span)).collect();
        if !stated {
            workflows.push(Workflow::usual());
        }
        Docset { docs, service, overlay, decisions, workflows }
    }

    /// Whether lists of values are all there is. Nothing, if that is not said.
    fn closed_enums(&mut self, table: &Table<'_>) -> Option<Evidence> {
        let said = self.text(table, "enums")?;
        if !["open", "closed"].contains(&said.value.as_str()) {
            self.wrong(said.from.span, "`enums` is `open` or `closed`");
        }
        (said.value == "closed").then_some(said.from)
    }

    fn workflow(&mut self, table: &Table<'_>, span: Span) -> Option<Workflow> {
        self.known(table, &["page_id", "title"]);
        if find(table, "page_id").is_none() && find(table, "title").is_none() {
            self.wrong(span, "a [[workflow]] needs a pattern for `page_id`, `title`, or both");
            return None;
        }
        let mut good = true;
        let mut pattern = |key: &str| {
            let text = self.text(table, key);
            good &= text.is_some() || find(table, key).is_none();
            let text = text?;
            match Pattern::new(&text.value) {
                Ok(pattern) => Some(pattern),
                Err(error) => {
                    good = false;
                    let message = format!("`{}` is not a pattern: {}", text.value, error.msg);
                    self.wrong(text.from.span, &message);
                    None
                }
            }
        };
        let (page_id, title) = (pattern("page_id"), pattern("title"));
        // Half a rule would fit pages that the whole does not.
        good.then_some(Workflow { page_id, title, span: Some(span) })
    }

    fn server(&mut self, table: &Table<'_>, span: Span) -> Option<Server> {
        self.known(table, &["placeholder", "name", "url", "description"]);
        let url = self.required(table, "url", span)?.map(|url| url.trim_end_matches('/').to_owned());
        if !url.value.starts_with("https://") && !url.value.starts_with("http://") {
            self.wrong(url.from.span, "a server's url starts with `https://`");
        }
        Some(Server {
            placeholder: self.text(table, "placeholder").unwrap_or_else(|| self.default("apiPath")),
            name: self.text(table, "name").unwrap_or_else(|| self.default("Default")),
            url,
            description: self.text(table, "description"),
        })
    }

    fn auth(&mut self, table: &Table<'_>) -> Auth {
        self.known(
            table,
            &["scheme", "format", "description", "token_url", "client_authentication", "scope"],
        );
        let client_authentication = self.text(table, "client_authentication");
        if let Some(way) =
            client_authentication.as_ref().filter(|way| !["basic", "post"].contains(&way.value.as_str()))
        {
            self.wrong(way.from.span, "`client_authentication` is `basic` or `post`");
        }
        Auth {
            token_url: self.text(table, "token_url"),
            client_authentication,
            scope: self.text(table, "scope"),
            scheme: self.text(table, "scheme").unwrap_or_else(|| self.default("Bearer")),
            format: self.text(table, "format"),
            description: self.text(table, "description"),
        }
    }

    fn error(&mut self, table: &Table<'_>, span: Span) -> Option<CommonError> {
        self.known(table, &["status", "description"]);
        let Some(value) = find(table, "status") else {
            self.wrong(span, "an [[error]] needs a `status`");
            return None;
        };
        let at = self.span(value.span());
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<u16>().ok());
        let Some(status) = number.filter(|status| (400..600).contains(status)) else {
            self.wrong(at, "a status of an error is a number from 400 to 599");
            return None;
        };
        let description = self.text(table, "description").unwrap_or_else(|| self.default("An error."));
        Some(CommonError { status: Fact::new(status, How::Stated, at), description })
    }

    fn error_body(&mut self, table: &Table<'_>) -> Vec<ErrorProperty> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut properties = Vec::new();
        for (key, value) in entries {
            let name = Fact::new(key.get_ref().to_string(), How::Stated, self.span(key.span()));
            let Some(property) = value.get_ref().as_table() else {
                self.wrong(
                    self.span(value.span()),
                    "a property of the error body is `{ type = …, description = … }`",
                );
                continue;
            };
            self.known(property, &["type", "description"]);
            let ty = self.text(property, "type").unwrap_or_else(|| self.default("String"));
            properties.push(ErrorProperty { name, ty, description: self.text(property, "description") });
        }
        properties
    }

    fn decision(&mut self, table: &Table<'_>, span: Span) -> Option<Decision> {
        self.known(table, &["code", "page", "at", "read_as", "accept", "reason", "until"]);
        let spanned = |fact: Fact<String>| Spanned::new(fact.value, fact.from.span);
        let code = spanned(self.required(table, "code", span)?);
        if codes::find(&code.value).is_none() {
            self.wrong(code.span, &format!("`{}` is not the code of a finding", code.value));
        }
        let page = spanned(self.required(table, "page", span)?);
        let reason = spanned(self.required(table, "reason", span)?);
        let accept = find(table, "accept").and_then(|value| value.get_ref().as_bool()) == Some(true);
        let read_as = self.text(table, "read_as").map(spanned);
        if accept == read_as.is_some() {
            self.wrong(span, "a decision has either `accept = true` or `read_as`");
            return None;
        }
        let until = find(table, "until").map(|value| {
            let text = self.file.text[self.span(value.span()).range()].trim_matches(['"', '\'']).to_owned();
            Spanned::new(text, self.span(value.span()))
        });
        Some(Decision { code, page, at: self.text(table, "at").map(spanned), read_as, reason, until, span })
    }

    fn table<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Option<&'t Table<'i>> {
        let value = find(table, key)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            self.wrong(self.span(value.span()), &format!("`{key}` is a table: write [{key}]"));
        }
        found
    }

    fn tables<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Vec<(&'t Table<'i>, Span)> {
        let Some(value) = find(table, key) else { return Vec::new() };
        let array =
            value.get_ref().as_array().map(|array| array.iter().collect::<Vec<_>>()).unwrap_or_default();
        let entries: Vec<_> = array
            .iter()
            .filter_map(|item| Some((item.get_ref().as_table()?, self.span(item.span()))))
            .collect();
        if entries.is_empty() || entries.len() != array.len() {
            self.wrong(self.span(value.span()), &format!("`{key}` is a list of tables: write [[{key}]]"));
        }
        entries
    }

    fn text(&mut self, table: &Table<'_>, key: &str) -> Option<Fact<String>> {
        let value = find(table, key)?;
        let span = self.span(value.span());
        match value.get_ref().as_str() {
            Some(text) => Some(Fact::new(text.to_owned(), How::Stated, span)),
            None => {
                self.wrong(span, &format!("`{key}` is text: put it in quotes"));
                None
            }
        }
    }

    fn required(&mut self, table: &Table<'_>, key: &str, span: Span) -> Option<Fact<String>> {
        if find(table, key).is_none() {
            self.wrong(span, &format!("`{key}` is missing here"));
        }
        self.text(table, key)
    }

    fn default(&self, value: &str) -> Fact<String> {
        Fact::new(value.to_owned(), How::Inferred, self.span(0..0))
    }

    fn wrong(&mut self, span: Span, message: &str) {
        self.sink.push(
            Diagnostic::new(&codes::BAD_DOCSET, span, message)
                .help("`cargo xtask init DIR` writes a docset.toml with every key explained"),
        );
    }

    fn known(&mut self, table: &Table<'_>, keys: &[&str]) {
        let mut unknown: Vec<_> =
            table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            let near = crate::words::closest(key.get_ref(), keys.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", keys.join(", ")),
            };
            let span = self.span(key.span());
            let message = format!("`{}` means nothing in docset.toml", key.get_ref());
            self.sink.push(Diagnostic::new(&codes::UNKNOWN_SETTING, span, message).help(help));
        }
    }
}

fn find<'t, 'i>(table: &'t Table<'i>, key: &str) -> Option<&'t Value<'i>> {
    table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceKind, SourceSet};

    fn check(text: &str) -> (Docset, Vec<String>) {
        let set = SourceSet::new(vec![("docset.toml".into(), SourceKind::Docset, text.into())]);
        let mut sink = Sink::new();
        let docset = Docset::read(set.docset().unwrap(), &mut sink);
        let shown = |finding: Diagnostic| {
            let at = set.start(finding.primary.span);
            format!("{} {}:{} {}", finding.code.id, at.line, at.column, finding.message)
        };
        (docset, sink.finish().into_iter().map(shown).collect())
    }

    #[test]
    fn every_setting_keeps_its_place() {
        let (docset, findings) =
            check("docs = \"pages\"\n[[server]]\nplaceholder = \"authPath\"\nurl = \"https://a.example/\"\n");
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(docset.service.servers[0].url.value, "https://a.example");
        assert_eq!(docset.service.servers[0].url.from.span.start, 57);
        assert_eq!(docset.service.package.value, "client");
    }

    #[test]
    fn unknown_keys_are_findings() {
        let (_, findings) = check("dosc = \"x\"\n[package]\nnmae = \"y\"\n");
        assert_eq!(
            findings,
            [
                "DOC071 1:1 `dosc` means nothing in docset.toml",
                "DOC071 3:1 `nmae` means nothing in docset.toml"
            ]
        );
    }

    #[test]
    fn values_of_the_wrong_kind_are_findings() {
        let (_, findings) = check(
            "docs = 1\nserver = 2\n[[error]]\nstatus = 200\n[[decision]]\ncode = \"DOC021\"\npage = \"p\"\nreason = \"r\"\n",
        );
        assert_eq!(
            findings,
            [
                "DOC070 1:8 `docs` is text: put it in quotes",
                "DOC070 2:10 `server` is a list of tables: write [[server]]",
                "DOC070 4:10 a status of an error is a number from 400 to 599",
                "DOC070 5:1 a decision has either `accept = true` or `read_as`",
            ]
        );
    }

    #[test]
    fn workflows_are_patterns() {
        let (docset, findings) = check("");
        assert!(findings.is_empty());
        assert!(docset.workflows[0].fits("a:b:c", "Step 12: Create a user"));
        assert!(!docset.workflows[0].fits("a:b:c", "Step up authentication: overview"));
        let (docset, findings) =
            check("[[workflow]]\npage_id = \"*:workflow-*:*\"\n[[workflow]]\ntitle = \"[a\"\n[[workflow]]\n");
        assert_eq!(docset.workflows.len(), 1);
        assert!(docset.workflows[0].fits("api:workflow-library:x/create", "Create"));
        assert!(!docset.workflows[0].fits("api:platform:create", "Step 1: Create"));
        assert_eq!(
            findings,
            [
                "DOC070 4:9 `[a` is not a pattern: invalid range pattern",
                "DOC070 5:1 a [[workflow]] needs a pattern for `page_id`, `title`, or both",
            ]
        );
    }

    #[test]
    fn what_is_not_toml_is_pointed_at() {
        let (_, findings) = check("docs = \"x\"\nserver = [\n");
        assert!(findings[0].starts_with("DOC070 2:"), "{findings:?}");
    }
}

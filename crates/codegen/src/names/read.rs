//! `names.lock` in, names with their places out. What makes no sense is a finding there.

use std::collections::BTreeMap;
use std::ops::Range;

use docparse::diag::{Diagnostic, Sink, codes};
use docparse::source::{SourceFile, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Lock, NameRules, Scope, Scopes, Table};
use crate::BACKENDS;

/// What an entry may say.
const KEYS: [&str; 5] = ["name", "is", "after", "was", "retired"];

impl Lock {
    /// Reads the file. Lines with a finding are left out.
    pub fn read(file: &SourceFile, sink: &mut Sink) -> Self {
        let (text, offset) = file.body();
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { file, offset, whole: true, sink };
        for error in errors {
            let message = error.message().lines().next().unwrap_or("not TOML").to_lowercase();
            reader.bad(error.span().unwrap_or(0..0), message);
        }
        let mut lock = Self::default();
        for (language, tables) in table.get_ref() {
            let rules = BACKENDS.iter().filter(|backend| backend.id() == language.get_ref().as_ref());
            match (rules.filter_map(|backend| backend.name_rules()).next(), tables.get_ref().as_table()) {
                (Some(rules), Some(tables)) => reader.language(language, tables, rules, &mut lock),
                (Some(_), None) => reader.bad(tables.span(), "a language is a table".into()),
                (None, _) => reader.unknown(language, &languages()),
            }
        }
        lock
    }
}

fn languages() -> Vec<&'static str> {
    BACKENDS.iter().filter(|backend| backend.name_rules().is_some()).map(|backend| backend.id()).collect()
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'a> {
    file: &'a SourceFile,
    offset: usize,
    /// Whether nothing is wrong so far: what is missing else may be what was wrong.
    whole: bool,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file.id, self.offset + range.start, self.offset + range.end)
    }

    fn bad(&mut self, at: Range<usize>, message: String) {
        let span = self.span(at);
        self.push(Diagnostic::new(&codes::BAD_LOCK, span, message));
    }

    fn push(&mut self, finding: Diagnostic) {
        self.whole = false;
        self.sink.push(finding);
    }

    fn unknown(&mut self, key: &Key<'_>, known: &[&str]) {
        let span = self.span(key.span());
        let message = format!("`{}` means nothing in names.lock", key.get_ref());
        let help = format!("known here: {}", known.join(", "));
        self.push(Diagnostic::new(&codes::BAD_LOCK, span, message).help(help));
    }

    fn language(
        &mut self,
        language: &Key<'_>,
        tables: &DeTable<'_>,
        rules: &'static NameRules,
        lock: &mut Lock,
    ) {
        let scopes = lock.languages.entry(language.get_ref().to_string()).or_default();
        let mut owners = Vec::new();
        for (word, value) in tables {
            let Some(table) = Table::ALL.into_iter().find(|table| table.word() == word.get_ref()) else {
                self.unknown(word, &Table::ALL.map(Table::word));
                continue;
            };
            let Some(inner) = value.get_ref().as_table() else {
                self.bad(value.span(), format!("`{}` is a table", word.get_ref()));
                continue;
            };
            if !table.owned() {
                scopes.tables.insert((table, String::new()), self.scope(table, inner, rules));
                continue;
            }
            for (owner, value) in inner {
                match value.get_ref().as_table() {
                    Some(inner) => {
                        let scope = self.scope(table, inner, rules);
                        scopes.tables.insert((table, owner.get_ref().to_string()), scope);
                        owners.push((table, owner));
                    }
                    None => self.bad(
                        value.span(),
                        format!(
                            "`{}` is a table of tables: `[…{}.{}]`",
                            table.word(),
                            table.word(),
                            owner.get_ref()
                        ),
                    ),
                }
            }
        }
        if self.whole {
            owners.into_iter().for_each(|(table, owner)| self.owner(table, owner, scopes));
        }
    }

    /// A table of nobody would be lost: its owner got another name by hand.
    fn owner(&mut self, table: Table, owner: &Key<'_>, scopes: &Scopes) {
        let name = owner.get_ref();
        let named = |table: Table, place: &str, name: &str| {
            let scope = scopes.tables.get(&(table, place.to_owned()));
            scope.is_some_and(|scope| scope.values().any(|entry| entry.name == name))
        };
        let known = match table {
            Table::Fields | Table::Arms => named(Table::Types, "", name),
            Table::ErrorFields => named(Table::Errors, "", name),
            Table::Params => {
                name.split_once('.').is_some_and(|(client, call)| named(Table::Calls, client, call))
            }
            _ => named(Table::Clients, "", name),
        };
        if !known {
            let span = self.span(owner.span());
            let message = format!("nothing in names.lock is called `{name}`, so these names are nobody's");
            let help = "write the name that its owner has now, or remove the table";
            self.push(Diagnostic::new(&codes::BAD_LOCK, span, message).help(help));
        }
    }

    fn scope(&mut self, table: Table, inner: &DeTable<'_>, rules: &'static NameRules) -> Scope {
        let mut scope = Scope::new();
        // Who has a name, in the order of the file.
        let mut holders: BTreeMap<String, (String, Span)> = BTreeMap::new();
        let mut entries: Vec<_> = inner.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (wire, value) in entries {
            let Some((entry, names)) = self.entry(value) else { continue };
            let mut good = true;
            for (name, span) in names {
                if let Some(why) = rules.fault(table.kind(), &name) {
                    good = false;
                    let message = format!("`{name}` cannot be a name in {}: {why}", rules.language);
                    self.push(Diagnostic::new(&codes::BAD_LOCKED_NAME, span, message));
                } else if let Some((other, first)) = holders.get(&name) {
                    good = false;
                    let wire = wire.get_ref();
                    let message = format!("`{other}` and `{wire}` are both `{name}`");
                    let finding = Diagnostic::new(&codes::LOCKED_TWICE, span, message);
                    let finding = finding.related(*first, "has the name, too");
                    self.push(finding.help(format!(
                        "give one of them another name; if `{other}` is called `{wire}` now, remove its line"
                    )));
                } else {
                    holders.insert(name, (wire.get_ref().to_string(), span));
                }
            }
            if good {
                scope.insert(wire.get_ref().to_string(), entry);
            }
        }
        scope
    }

    /// An entry, and every name in it.
    fn entry(&mut self, value: &Value<'_>) -> Option<(Entry, Vec<(String, Span)>)> {
        let mut entry = Entry { span: Some(self.span(value.span())), ..Entry::default() };
        let mut names = Vec::new();
        let table = match value.get_ref() {
            DeValue::String(name) => {
                entry.name = name.to_string();
                return Some((entry, vec![(name.to_string(), self.span(value.span()))]));
            }
            DeValue::Table(table) => table,
            _ => {
                self.bad(value.span(), "a name is text, or `{ name = … }`".into());
                return None;
            }
        };
        let mut good = true;
        for (key, value) in table {
            let text = value.get_ref().as_str().map(str::to_owned);
            match (key.get_ref().as_ref(), text, value.get_ref()) {
                ("name", Some(text), _) => {
                    names.push((text.clone(), self.span(value.span())));
                    entry.name = text;
                }
                ("is", Some(text), _) => entry.is = Some(text),
                ("after", Some(text), _) => entry.after = Some(text),
                ("retired", _, DeValue::Boolean(retired)) => entry.retired = *retired,
                ("was", _, DeValue::Array(was)) if was.iter().all(|name| name.get_ref().is_str()) => {
                    for name in was.iter() {
                        let text = name.get_ref().as_str().unwrap_or_default().to_owned();
                        names.push((text.clone(), self.span(name.span())));
                        entry.was.push(text);
                    }
                }
                (known, ..) if KEYS.contains(&known) => {
                    good = false;
                    let wanted = match known {
                        "retired" => "`true` or `false`",
                        "was" => "a list of names",
                        _ => "text",
                    };
                    self.bad(value.span(), format!("`{known}` is {wanted}"));
                }
                _ => {
                    good = false;
                    self.unknown(key, &KEYS);
                }
            }
        }
        if good && entry.name.is_empty() {
            self.bad(value.span(), "`name` is missing here".into());
            return None;
        }
        good.then_some((entry, names))
    }
}

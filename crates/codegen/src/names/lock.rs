//! Names that were given so far, a language: what `names.lock` holds, in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use docparse::source::Span;

use super::Kind;

/// A kind of scope. Names are unique in one scope only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Types in the package.
    Types,
    /// Fields in a model.
    Fields,
    /// Arms of a union, constants of an enumeration.
    Arms,
    /// Functions of the client that lead to resources.
    Clients,
    /// Modules of resources.
    Modules,
    /// Functions of a resource.
    Calls,
    /// Types in a resource's module.
    CallTypes,
    /// What can be set on a call.
    Params,
    /// Where the service is.
    Regions,
    /// Types that the error body is read into.
    Errors,
    /// Fields in one of them.
    ErrorFields,
    /// What fills the placeholders of the token endpoint.
    Credentials,
}

impl Table {
    /// Every one.
    pub const ALL: [Self; 12] = [
        Self::Types,
        Self::Fields,
        Self::Arms,
        Self::Clients,
        Self::Modules,
        Self::Calls,
        Self::CallTypes,
        Self::Params,
        Self::Regions,
        Self::Errors,
        Self::ErrorFields,
        Self::Credentials,
    ];

    /// What the file calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Fields => "fields",
            Self::Arms => "arms",
            Self::Clients => "clients",
            Self::Modules => "modules",
            Self::Calls => "calls",
            Self::CallTypes => "call_types",
            Self::Params => "params",
            Self::Regions => "regions",
            Self::Errors => "errors",
            Self::ErrorFields => "error_fields",
            Self::Credentials => "credentials",
        }
    }

    /// Whether there is one for each owner (a model, a resource), and not one for all.
    pub fn owned(self) -> bool {
        matches!(
            self,
            Self::Fields | Self::Arms | Self::Calls | Self::CallTypes | Self::Params | Self::ErrorFields
        )
    }

    /// What its names are for.
    pub fn kind(self) -> Kind {
        match self {
            Self::Types | Self::CallTypes | Self::Errors => Kind::Type,
            Self::Fields | Self::ErrorFields => Kind::Field,
            Self::Arms | Self::Regions => Kind::Variant,
            Self::Clients | Self::Calls => Kind::Function,
            Self::Modules => Kind::Stem,
            Self::Params => Kind::Param,
            Self::Credentials => Kind::Credential,
        }
    }

    /// Whether findings are told: names of the others collide, and change, as those of their twins do,
    /// or were chosen in the settings.
    pub(super) fn told(self) -> bool {
        !matches!(
            self,
            Self::Modules | Self::CallTypes | Self::Errors | Self::ErrorFields | Self::Credentials
        )
    }
}

/// One name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The name in the language.
    pub name: String,
    /// What it is, by which it is known again under another name: `string required`.
    pub is: Option<String>,
    /// What stands before it on the page.
    pub after: Option<String>,
    /// Names it had before.
    pub was: Vec<String>,
    /// Whether nothing on the pages has it any more.
    pub retired: bool,
    /// Where the file says so.
    pub span: Option<Span>,
}

/// Names of one scope by what the pages call them.
pub type Scope = BTreeMap<String, Entry>;

/// Every name of one language.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// By table and owner; the owner of a table that has none is empty.
    pub tables: BTreeMap<(Table, String), Scope>,
    /// Whether pages were left out, so that what is missing may still be there.
    pub partial: bool,
}

/// Every name of every language.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// By the id of the back end.
    pub languages: BTreeMap<String, Scopes>,
}

/// The first lines of the file.
const HEADER: &str = "\
# Names that generated code uses, so that no later run gives anything another name.
# `cargo xtask generate` keeps this file; commit it. Merge it line by line, or take either side and generate.
#
#   wire = \"name\"                   what the pages call it, and its name in the language
#   is, after                        its type and the row before it: how a rename is recognized
#   was = [\"old\"]                    names it had: kept as deprecated aliases. Remove it to drop them;
#                                    add it to say by hand that something was renamed
#   retired = true                   not on the pages any more; nothing else gets its name
";

impl Lock {
    /// The file: sorted, a name a line.
    pub fn to_toml(&self) -> String {
        let mut text = HEADER.to_owned();
        for (language, scopes) in &self.languages {
            for ((table, owner), scope) in &scopes.tables {
                if scope.is_empty() {
                    continue;
                }
                let _ = write!(text, "\n[{}.{}", key(language), table.word());
                if table.owned() {
                    let _ = write!(text, ".{}", key(owner));
                }
                text.push_str("]\n");
                for (wire, entry) in scope {
                    line(wire, entry, &mut text);
                }
            }
        }
        text
    }
}

fn line(wire: &str, entry: &Entry, text: &mut String) {
    let _ = write!(text, "{} = ", key(wire));
    let Entry { name, is, after, was, retired, span: _ } = entry;
    if is.is_none() && after.is_none() && was.is_empty() && !retired {
        let _ = writeln!(text, "{}", quoted(name));
        return;
    }
    let _ = write!(text, "{{ name = {}", quoted(name));
    if *retired {
        text.push_str(", retired = true");
    }
    for (key, value) in [("is", is), ("after", after)] {
        if let Some(value) = value {
            let _ = write!(text, ", {key} = {}", quoted(value));
        }
    }
    if !was.is_empty() {
        let was: Vec<String> = was.iter().map(|name| quoted(name)).collect();
        let _ = write!(text, ", was = [{}]", was.join(", "));
    }
    text.push_str(" }\n");
}

/// A key of TOML 1.0: bare if it can be.
fn key(text: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !text.is_empty() && text.bytes().all(bare) { text.to_owned() } else { quoted(text) }
}

/// A basic string of TOML 1.0.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Line separators, and marks that turn what is read around, are hidden in an editor.
            c if c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c) || c == '\u{feff}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

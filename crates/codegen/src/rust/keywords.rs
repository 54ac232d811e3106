//! Names that Rust, or our own code, has taken.

use crate::names::{Case, Kind, NameRules};

/// Strict, reserved and edition keywords. The Rust Reference, "Keywords", for edition 2024
/// (Rust 1.95); read 2026-11. Weak ones are identifiers everywhere we write names.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Keywords that may not be written `r#x`.
const NEVER_RAW: &[&str] = &["Self", "crate", "self", "super"];

/// How names look in Rust (RFC 430).
pub(super) static RULES: NameRules = NameRules {
    language: "Rust",
    case: |kind| match kind {
        Kind::Type | Kind::Variant => Case::Pascal,
        Kind::Field | Kind::Function | Kind::Param | Kind::Credential | Kind::Stem => Case::Snake,
    },
    keywords: KEYWORDS,
    reserved: |kind| match kind {
        Kind::Variant => &["Unknown"],
        // Of every model and its builder.
        Kind::Field => &["build", "builder", "extra"],
        // Of the client.
        Kind::Function => &[
            "agent",
            "base",
            "builder",
            "clock",
            "clone",
            "credentials",
            "follow",
            "interceptors",
            "limits",
            "new",
            "request",
            "transport",
        ],
        // Of every call.
        Kind::Param => &[
            "body",
            "call",
            "header",
            "items",
            "options",
            "pages",
            "send",
            "send_blocking",
            "send_raw",
            "send_raw_blocking",
        ],
        // Of the client credentials.
        Kind::Credential => &["authentication", "clone", "grant", "new", "scope", "token_url", "value"],
        Kind::Stem => &["shared", "model"],
        Kind::Type => &[],
    },
    escape: |kind, name| {
        // An underscore inside a name (`Self_Builder`) is none of Rust's conventions.
        if kind == Kind::Type {
            return format!("{name}Type");
        }
        // `r#type.rs` is no file anybody wants to open.
        let raw = kind != Kind::Stem && KEYWORDS.contains(&name) && !NEVER_RAW.contains(&name);
        if raw { format!("r#{name}") } else { format!("{name}_") }
    },
    lead: "n",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_what_the_compiler_says() {
        for word in KEYWORDS {
            // `gen` is one since edition 2024, of which syn knows nothing.
            assert!(*word == "gen" || syn::parse_str::<syn::Ident>(word).is_err(), "{word} is an identifier");
            let escaped = (RULES.escape)(Kind::Field, word);
            let identifier = syn::parse_str::<syn::Ident>(&escaped);
            assert!(identifier.is_ok(), "{escaped} is no identifier");
        }
    }
}

//! Which names hold secrets, and hiding their values in text.

use std::collections::BTreeSet;

/// Names whose values are secrets, as words. A name is secret if it ends in one of these.
/// From the vendor's models: client secrets, tokens, passwords, keys.
const SECRET: &[&[&str]] = &[
    &["secret"],
    &["password"],
    &["passphrase"],
    &["access", "token"],
    &["refresh", "token"],
    &["id", "token"],
    &["bearer", "token"],
    &["oauth", "token"],
    &["api", "token"],
    &["auth", "token"],
    &["api", "key"],
    &["private", "key"],
    &["secret", "key"],
    &["signing", "key"],
    &["encryption", "key"],
    &["credential"],
    &["client", "assertion"],
    &["token"],
];

/// The last words of [`SECRET`]: without one of these letters a name is no secret's.
const LETTERS: &[&str] = &["secret", "password", "passphrase", "token", "key", "assertion", "credential"];

/// Names that end in a secret word and hold a place in a list, which is none.
const NOT_SECRET: &[&[&str]] = &[&["page", "token"], &["next", "token"], &["continuation", "token"]];

/// Whether a property of this wire name holds a secret: `CLIENT_SECRET`, `accessToken`.
pub fn is_secret_name(wire: &str) -> bool {
    // Almost no name is one, and splitting each word of every sample would take longer than reading them.
    let has = |letters: &str| {
        wire.as_bytes().windows(letters.len()).any(|window| window.eq_ignore_ascii_case(letters.as_bytes()))
    };
    if !LETTERS.iter().any(|letters| has(letters)) {
        return false;
    }
    let words = crate::words(wire);
    let ends_in = |list: &[&[&str]]| {
        list.iter().any(|end| words.len() >= end.len() && words[words.len() - end.len()..] == **end)
    };
    ends_in(SECRET) && !ends_in(NOT_SECRET)
}

/// Hides the values that follow secret names in a line of JSON or of code in any language.
/// Characters become `*` one for one, so that columns stay; `{{placeholders}}` stay too.
pub fn mask_secrets(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let authorizes = line.contains("uthorization");
    while let Some(start) = rest.find(is_name_char) {
        let end = rest[start..].find(|c| !is_name_char(c)).map_or(rest.len(), |len| start + len);
        let name = &rest[start..end];
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        // `Authorization: Bearer xyz`: the credential follows the scheme.
        let scheme = matches!(name, "Bearer" | "Basic") && authorizes;
        if is_secret_name(name) || scheme {
            rest = mask_value(rest, &mut out, scheme);
        }
    }
    out.push_str(rest);
    out
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// Copies what parts a name from its value, masks the value, and returns what is left.
fn mask_value<'a>(text: &'a str, out: &mut String, bare: bool) -> &'a str {
    let parts = |c: char| matches!(c, ' ' | '\t' | '"' | '\'' | '\\' | ':' | '=' | '>');
    let gap = text.find(|c| !parts(c)).unwrap_or(text.len());
    let between = &text[..gap];
    if !(between.contains([':', '=']) || bare && between.contains(' ')) {
        return text;
    }
    out.push_str(between);
    let text = &text[gap..];
    if text.starts_with("{{") {
        return text;
    }
    let end = match between.chars().last().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => {
            // The quote that closes has as many backslashes as the one that opened;
            // one with more is part of the value.
            let backslashes = |text: &str| text.bytes().rev().take_while(|byte| *byte == b'\\').count();
            let opened = backslashes(between.trim_end_matches(quote));
            let closes = |at: &usize| backslashes(&text[..*at]) <= opened;
            let close = text.match_indices(quote).map(|(at, _)| at).find(closes).unwrap_or(text.len());
            close - backslashes(&text[..close]).min(opened)
        }
        None => text.find(['"', '\'', ' ', ',', ';', '}', ')', '&']).unwrap_or(text.len()),
    };
    out.extend(text[..end].chars().map(|_| '*'));
    &text[end..]
}

/// The text with the values of secrets hidden where they stand as words of their own.
pub fn mask_values(text: &str, secrets: &BTreeSet<&str>) -> String {
    let mut text = mask_secrets(text);
    for secret in secrets {
        let mut from = 0;
        while let Some(at) = text[from..].find(secret).map(|at| from + at) {
            let end = at + secret.len();
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if word(text[..at].chars().next_back()) || word(text[end..].chars().next()) {
                from = end;
                continue;
            }
            let stars = "*".repeat(secret.chars().count());
            text.replace_range(at..end, &stars);
            from = at + stars.len();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_are_those_of_the_words() {
        for secret in SECRET {
            assert!(LETTERS.contains(secret.last().unwrap()), "{secret:?}");
        }
    }

    #[test]
    fn names_of_secrets() {
        for name in ["CLIENT_SECRET", "OAUTH_ACCESS_TOKEN", "BASIC_AUTH_PASSWORD", "accessToken", "apiKey"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "CLIENT_ID",
            "next_page_token",
            "tokenEndpointAuthMethod",
            "passwordPolicy",
            "key",
            "OAUTH_TOKEN_URL",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn values_are_hidden_in_every_language() {
        for (line, masked) in [
            (r#"  "CLIENT_SECRET": "abc","#, r#"  "CLIENT_SECRET": "***","#),
            (r#"\"CLIENT_SECRET\": \"abc\",\n"#, r#"\"CLIENT_SECRET\": \"***\",\n"#),
            (r#"@"  ""CLIENT_SECRET"": ""abc"""#, r#"@"  ""CLIENT_SECRET"": ""***"""#),
            ("Authorization: Bearer abc", "Authorization: Bearer ***"),
            ("Authorization: Bearer {{accessToken}}", "Authorization: Bearer {{accessToken}}"),
            (r#""BASIC_AUTH_PASSWORD": "{{p}}""#, r#""BASIC_AUTH_PASSWORD": "{{p}}""#),
            (r#""PASSWORD": "a b", "x": 1"#, r#""PASSWORD": "***", "x": 1"#),
            (r#""PASSWORD": "a\"b", "x": 1"#, r#""PASSWORD": "****", "x": 1"#),
            (r#"\"PASSWORD\": \"a\\\"b\", 1"#, r#"\"PASSWORD\": \"******\", 1"#),
            ("password=abc&x=1", "password=***&x=1"),
            ("the password is set here", "the password is set here"),
            ("It uses HTTP Basic authentication.", "It uses HTTP Basic authentication."),
        ] {
            assert_eq!(mask_secrets(line), masked);
        }
    }

    #[test]
    fn values_are_hidden_as_whole_words() {
        let secrets = BTreeSet::from(["abc", "é"]);
        assert_eq!(mask_values("`abc` is not abcd, é", &secrets), "`***` is not abcd, *");
    }
}

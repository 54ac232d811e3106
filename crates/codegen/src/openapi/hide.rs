//! Code in, the same code without secrets out.

use std::collections::BTreeSet;

use docparse::mask_secrets;

use super::examples::MASK;

/// Replaces each of `secrets` wherever it stands between quotes, and whatever else a
/// string in the code gives a secret name: `'password=abc'`.
pub(super) fn hide(code: &str, secrets: &BTreeSet<String>) -> String {
    let code = by_value(code, secrets);
    by_name(&code, &mut BTreeSet::new())
}

/// The values that strings in the code give secret names. One sample writes
/// `password=abc`, the next `("password", "abc")`, which only the value tells.
pub(super) fn named(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    by_name(code, &mut found);
    found
}

fn by_value(code: &str, secrets: &BTreeSet<String>) -> String {
    let mut code = code.to_owned();
    for spelling in spellings(secrets) {
        let mut from = 0;
        while let Some(at) = code[from..].find(&spelling).map(|at| from + at) {
            let end = at + spelling.len();
            if code[..at].ends_with(QUOTES) && code[end..].trim_start_matches('\\').starts_with(QUOTES) {
                code.replace_range(at..end, MASK);
                from = at + MASK.len();
            } else {
                from = at + code[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    code
}

/// Forms and headers are in no JSON body, so only the names before their values tell.
fn by_name(code: &str, found: &mut BTreeSet<String>) -> String {
    code.split_inclusive('\n').map(|line| in_line(line, found)).collect()
}

fn in_line(line: &str, found: &mut BTreeSet<String>) -> String {
    let masked = mask_secrets(line);
    if masked == line {
        return masked;
    }
    // The mask keeps every character's place, so the two are read side by side.
    let masked: Vec<char> = masked.chars().collect();
    let chars: Vec<char> = line.chars().collect();
    let mut out = String::with_capacity(line.len());
    let mut open = None;
    let mut at = 0;
    while at < chars.len() {
        let run = (at..chars.len()).take_while(|at| masked[*at] == '*' && chars[*at] != '*').count();
        // `token = getToken()` is code, and `\"token\": null` tells nothing: only a value
        // in a string, and quoted or joined to its name, is replaced.
        if run > 0 && open.is_some() && is_value(&chars[..at]) {
            out.push_str(MASK);
            found.insert(chars[at..at + run].iter().collect());
            at += run;
            continue;
        }
        let c = chars[at];
        let escaped = at > 0 && chars[at - 1] == '\\';
        match open {
            None if QUOTES.contains(&c) => open = Some(c),
            Some(quote) if quote == c && !escaped => open = None,
            _ => {}
        }
        out.push(c);
        at += 1;
    }
    out
}

fn is_value(before: &[char]) -> bool {
    let before: String = before[before.len().saturating_sub(7)..].iter().collect();
    before.ends_with(QUOTES)
        || before.ends_with('=')
        || before.ends_with("Bearer ")
        || before.ends_with("Basic ")
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// How `secrets` are spelled in code, the longest first: a value may hold another.
fn spellings(secrets: &BTreeSet<String>) -> Vec<String> {
    let mut all = BTreeSet::new();
    for secret in secrets {
        // JSON, JSON in a string literal, and that with the dollars of PHP, Ruby and shells escaped.
        let once = inside(secret);
        let twice = inside(&once);
        all.extend([
            secret.replace('$', "\\$"),
            once.replace('$', "\\$"),
            twice.replace('$', "\\$"),
            secret.replace('\'', "''"),
            once.replace('"', "\"\""),
            secret.clone(),
            once,
            twice,
        ]);
    }
    let mut all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all
}

/// `text` as it stands between the quotes of a JSON string.
fn inside(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_between_quotes_are_replaced() {
        let secrets = BTreeSet::from(["abc".to_owned(), "abcd\"e".to_owned(), "$p".to_owned()]);
        for (code, hidden) in [
            (r#""K": "abc","#, r#""K": "********","#),
            (r#"\"K\": \"abc\",\n"#, r#"\"K\": \"********\",\n"#),
            (r#"@"  ""K"": ""abc"""#, r#"@"  ""K"": ""********"""#),
            ("k = 'abc'", "k = '********'"),
            (r#""K": "abcd\"e""#, r#""K": "********""#),
            (r#"\"K\": \"abcd\\\"e\""#, r#"\"K\": \"********\""#),
            (r#""K" => "\$p""#, r#""K" => "********""#),
            ("abc = abcd", "abc = abcd"),
            ("--form 'password=\"xyz\"'", "--form 'password=\"********\"'"),
            ("--data 'client_secret=xyz&a=b'", "--data 'client_secret=********&a=b'"),
            ("h['Authorization'] = 'Bearer xyz'", "h['Authorization'] = 'Bearer ********'"),
            ("token = getToken()", "token = getToken()"),
            (r#"x("{\"password\": {\n \"a\": 1}")"#, r#"x("{\"password\": {\n \"a\": 1}")"#),
            ("'Bearer {{accessToken}}'", "'Bearer {{accessToken}}'"),
        ] {
            assert_eq!(hide(code, &secrets), hidden);
        }
    }

    #[test]
    fn a_value_named_in_one_sample_is_known_in_the_next() {
        let secrets = named("curl --form 'password=\"xyz\"'");
        assert_eq!(secrets, BTreeSet::from(["xyz".to_owned()]));
        assert_eq!(hide("add(\"password\", \"xyz\")", &secrets), "add(\"password\", \"********\")");
    }
}

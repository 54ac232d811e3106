//! Words in, names of a language out.
//!
//! words → case → lead → escape if the language or our code has it → unique in its scope.
//! What `names.lock` has a name for keeps it, whatever these rules would say.

mod lock;
mod read;
mod renames;
mod settle;

pub use lock::{Entry, Lock, Scope, Scopes, Table};
pub use settle::{Names, SUCCESS, Settled, Wanted};

/// How words are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `PropagationStore`
    Pascal,
    /// `propagationStore`
    Camel,
    /// `propagation_store`
    Snake,
}

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A type.
    Type,
    /// An arm of a union, or a constant of an enumeration.
    Variant,
    /// A field of a model.
    Field,
    /// A function of a client.
    Function,
    /// A parameter of a function.
    Param,
    /// A function that fills a placeholder of the token endpoint.
    Credential,
    /// A file, without its ending.
    Stem,
}

/// What names look like in one language.
pub struct NameRules {
    /// What the language is called in messages.
    pub language: &'static str,
    /// The case of each kind.
    pub case: fn(Kind) -> Case,
    /// Words the language keeps for itself.
    pub keywords: &'static [&'static str],
    /// Names our own runtime and generated code use in scopes of this kind.
    pub reserved: fn(Kind) -> &'static [&'static str],
    /// How to write a name that is taken. A function, because some languages need more than one way.
    pub escape: fn(Kind, &str) -> String,
    /// Put before a name that cannot start as it does (`2fa`).
    pub lead: &'static str,
}

impl NameRules {
    /// The name that `words` make, whatever else is in its scope.
    pub fn name(&self, kind: Kind, words: &[String]) -> String {
        let mut name = join((self.case)(kind), words);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let lead = [self.lead.to_owned()];
            let led: Vec<String> = lead.into_iter().chain(words.iter().cloned()).collect();
            name = join((self.case)(kind), &led);
        }
        if self.keywords.contains(&name.as_str()) || (self.reserved)(kind).contains(&name.as_str()) {
            return (self.escape)(kind, &name);
        }
        name
    }

    /// Why `name` cannot be a name of this kind, if it cannot.
    pub fn fault(&self, kind: Kind, name: &str) -> Option<&'static str> {
        let fault = self.unlike(kind, name)?;
        // The way to write a word that is taken may be like no other name.
        let mut words = self.keywords.iter().chain((self.reserved)(kind));
        (!words.any(|word| (self.escape)(kind, word) == name)).then_some(fault)
    }

    fn unlike(&self, kind: Kind, name: &str) -> Option<&'static str> {
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some("it starts with a letter from `a` to `z`");
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Some("it is made of ASCII letters, digits and `_`");
        }
        if self.keywords.contains(&name) {
            return Some("the language keeps it for itself");
        }
        if (self.reserved)(kind).contains(&name) {
            return Some("generated code uses it for something else");
        }
        let upper = name.starts_with(|c: char| c.is_ascii_uppercase());
        let fits = match (self.case)(kind) {
            Case::Snake => !name.contains(|c: char| c.is_ascii_uppercase()),
            Case::Camel => !upper && !apart(name),
            Case::Pascal => upper && !apart(name),
        };
        (!fits).then_some("names like it are in another case")
    }
}

/// Whether an underscore stands elsewhere than between two digits.
fn apart(name: &str) -> bool {
    let digit = |part: Option<char>| part.is_some_and(|c| c.is_ascii_digit());
    let parts: Vec<&str> = name.split('_').collect();
    parts.windows(2).any(|pair| !digit(pair[0].chars().last()) || !digit(pair[1].chars().next()))
}

/// Joins `words`, of which only ASCII letters and digits are left: identifiers of other
/// scripts are legal in some languages only, and may look like another one.
fn join(case: Case, words: &[String]) -> String {
    let words = words.iter().map(|word| ascii(word)).filter(|word| !word.is_empty());
    let mut name = String::new();
    for (index, word) in words.enumerate() {
        match case {
            Case::Snake if index > 0 => {
                name.push('_');
                name.push_str(&word);
            }
            Case::Snake => name.push_str(&word),
            Case::Camel if index == 0 => name.push_str(&word),
            Case::Pascal | Case::Camel => {
                // `v1` and `2` would run into `v12`.
                if name.ends_with(|c: char| c.is_ascii_digit())
                    && word.starts_with(|c: char| c.is_ascii_digit())
                {
                    name.push('_');
                }
                name.push_str(&word[..1].to_ascii_uppercase());
                name.push_str(&word[1..]);
            }
        }
    }
    name
}

fn ascii(word: &str) -> String {
    let mut text = String::new();
    for c in word.chars() {
        if c.is_ascii_alphanumeric() {
            text.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            text.push_str(&format!("u{:x}", u32::from(c)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use docparse::diag::Sink;
    use docparse::source::{SourceId, Span};
    use docparse::words;

    use super::*;

    static RULES: NameRules = NameRules {
        language: "Test",
        case: |kind| if kind == Kind::Type { Case::Pascal } else { Case::Snake },
        keywords: &["type"],
        reserved: |kind| if kind == Kind::Field { &["extra"] } else { &[] },
        escape: |_, name| format!("{name}_"),
        lead: "n",
    };

    fn names(kind: Kind, wires: &[(&str, bool)]) -> (Vec<String>, Vec<String>) {
        let words: Vec<_> = wires.iter().map(|(wire, _)| words(wire)).collect();
        let wanted: Vec<_> = wires
            .iter()
            .zip(&words)
            .enumerate()
            .map(|(at, ((wire, deprecated), words))| Wanted {
                deprecated: *deprecated,
                ..Wanted::new(wire, words, Span::new(SourceId(0), at, at))
            })
            .collect();
        let (mut sink, before) = (Sink::new(), Scopes::default());
        let names = Names::new(&RULES, &before, &mut sink).free(kind, &wanted);
        (names, sink.finish().into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn a_live_name_is_never_renamed_by_a_deprecated_one() {
        let (names, findings) = names(Kind::Field, &[("createUsers", true), ("CREATE_USERS", false)]);
        assert_eq!(names, ["create_users_2", "create_users"]);
        assert_eq!(findings, ["`CREATE_USERS` and `createUsers` are both `create_users` in Test"]);
    }

    #[test]
    fn hard_names_become_identifiers() {
        let wires =
            ["type", "2fa", "_links", "extra", "", "größe", "日本", "a.b$c", "²"].map(|wire| (wire, false));
        let (names, findings) = names(Kind::Field, &wires);
        assert_eq!(
            names,
            ["type_", "n_2fa", "links", "extra_", "n", "gruf6udfe", "u65e5u672c", "a_b_c", "ub2"]
        );
        assert!(findings.is_empty());
    }

    #[test]
    fn a_number_is_never_one_that_is_there() {
        let (names, _) = names(Kind::Type, &[("a", false), ("A", false), ("a 2", false)]);
        assert_eq!(names, ["A", "A3", "A2"]);
    }

    #[test]
    fn digits_stay_apart() {
        let (names, findings) = names(Kind::Type, &[("v1 2", false), ("v12", false)]);
        assert_eq!((names, findings.len()), (vec!["V1_2".to_owned(), "V12".to_owned()], 0));
    }

    #[test]
    fn files_are_compared_without_case() {
        assert_eq!(names(Kind::Stem, &[("a", false), ("A", false)]).0, ["a", "a_2"]);
    }
}

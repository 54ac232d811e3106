//! Names in, names in the documents out: components, operation ids, files. Each is unique.

use std::collections::{BTreeMap, BTreeSet};

use docparse::ir::{Api, ModelId, Name, UnionId};
use docparse::source::SourceId;

use super::routes::Route;

/// Every name the documents use.
#[derive(Debug)]
pub(super) struct Names {
    models: Vec<String>,
    unions: Vec<String>,
    error: String,
    operations: BTreeMap<(usize, usize), String>,
    shared: BTreeMap<String, Name>,
    files: BTreeMap<SourceId, String>,
}

impl Names {
    /// Names everything in `api` once, so that a fragment and the bundle agree.
    pub(super) fn of(api: &Api, routes: &[Route<'_>]) -> Self {
        let mut taken = Taken::default();
        // Not `Error`: most languages have one of their own, and generators rename ours.
        let error = taken.claim("ApiError".into());
        let unions = api.unions.iter().map(|union| taken.claim(pascal(&union.name))).collect();
        let models = api.models.iter().map(|model| taken.claim(pascal(&model.name))).collect();
        let mut ids = Taken::default();
        let mut operations = BTreeMap::new();
        for (at, endpoint) in api.endpoints.iter().enumerate() {
            for (number, call) in endpoint.calls.iter().enumerate() {
                operations.insert((at, number), ids.claim(camel(&call.name)));
            }
        }
        let mut shared = BTreeMap::new();
        for route in routes {
            let calls: BTreeSet<&Name> = route.arms.iter().map(|arm| &arm.call.1.name).collect();
            if calls.len() > 1 {
                let words = common(&calls);
                // One word, `create`, says too little; then the first call has to do.
                let name = Name::from_words(words);
                let fits = name.words.len() > 1 && ids.is_free(&camel(&name));
                if fits {
                    ids.claim(camel(&name));
                    shared.insert(route.heading(), name);
                }
            }
        }
        let mut stems = Taken::default();
        let files = api.pages.iter().map(|page| (page.source, stems.claim(stem(&page.id.value)))).collect();
        Self { models, unions, error, operations, shared, files }
    }

    /// The component of a model.
    pub(super) fn model(&self, id: ModelId) -> &str {
        &self.models[id.0 as usize]
    }

    /// The component of a union.
    pub(super) fn union(&self, id: UnionId) -> &str {
        &self.unions[id.0 as usize]
    }

    /// The component of the common error body.
    pub(super) fn error(&self) -> &str {
        &self.error
    }

    /// The `operationId` of call `call` of endpoint `endpoint`, both by index.
    pub(super) fn operation(&self, endpoint: usize, call: usize) -> &str {
        &self.operations[&(endpoint, call)]
    }

    /// What the calls on a route that share an operation are called together, if there is a word for it.
    pub(super) fn shared(&self, heading: &str) -> Option<&Name> {
        self.shared.get(heading)
    }

    /// The name of a page's file, without an extension.
    pub(super) fn file(&self, page: SourceId) -> &str {
        self.files.get(&page).map_or("", String::as_str)
    }
}

/// The words all of `names` start with.
fn common(names: &BTreeSet<&Name>) -> Vec<String> {
    let mut names = names.iter();
    let mut shared = names.next().map(|name| name.words.clone()).unwrap_or_default();
    for name in names {
        let same = shared.iter().zip(&name.words).take_while(|(a, b)| a == b).count();
        shared.truncate(same);
    }
    shared
}

/// `id` as a file name on any system: a page can say anything, `../x` too.
fn stem(id: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let stem: String = id.chars().map(safe).collect();
    let stem = stem.trim_start_matches('.');
    if stem.is_empty() { "page".into() } else { stem.to_owned() }
}

/// `PingOneStore`.
pub(crate) fn pascal(name: &Name) -> String {
    let text: String = name.words.iter().map(|word| capital(&ascii(word))).collect();
    if text.is_empty() { "Unnamed".into() } else { text }
}

/// `createStore`.
pub(crate) fn camel(name: &Name) -> String {
    let text = pascal(name);
    let (first, rest) = text.split_at(1);
    first.to_lowercase() + rest
}

/// `Propagation Stores`.
pub(crate) fn title(name: &Name) -> String {
    name.words.iter().map(|word| capital(word)).collect::<Vec<_>>().join(" ")
}

/// `Create store`.
pub(crate) fn sentence(name: &Name) -> String {
    capital(&name.words.join(" "))
}

/// `word` with its first letter in upper case.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Component names may hold only ASCII letters and digits, and a few marks.
fn ascii(word: &str) -> String {
    let letter =
        |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("u{:x}", u32::from(c)) };
    word.chars().map(letter).collect()
}

/// Names that were given out. Generators write one file per component, and some file
/// systems ignore case, so names that differ only in case are the same here.
#[derive(Default)]
struct Taken(BTreeSet<String>);

impl Taken {
    fn is_free(&self, name: &str) -> bool {
        !self.0.contains(&name.to_lowercase())
    }

    fn claim(&mut self, name: String) -> String {
        let numbered = |number: u32| match number {
            1 => name.clone(),
            number => format!("{name}{number}"),
        };
        let free = (1..).map(numbered).find(|name| self.0.insert(name.to_lowercase()));
        free.expect("numbers do not run out")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        let name = Name::from_words(["ping", "one", "store"]);
        assert_eq!(
            (pascal(&name), camel(&name), title(&name)),
            ("PingOneStore".into(), "pingOneStore".into(), "Ping One Store".into())
        );
        assert_eq!(pascal(&Name::from_words(["café"])), "Cafue9");
    }

    #[test]
    fn files_stay_in_their_folder() {
        let stems: Vec<String> = ["create-store", "../../etc/x", "a b/c", ".."].map(stem).into();
        assert_eq!(stems, ["create-store", "-..-etc-x", "a-b-c", "page"]);
    }

    #[test]
    fn names_that_differ_in_case_do_not_meet() {
        let mut taken = Taken::default();
        let names: Vec<_> =
            ["Store", "STORE", "Store"].into_iter().map(|name| taken.claim(name.into())).collect();
        assert_eq!(names, ["Store", "STORE2", "Store3"]);
    }
}

//! A name as the service spells it, split into lower-case words.

use heck::ToSnakeCase;

/// Spellings that case alone would split wrongly.
const WHOLE: &[(&str, &str)] =
    &[("OAuth2", "Oauth2"), ("OAuth", "Oauth"), ("IDs", "Ids"), ("URLs", "Urls"), ("URIs", "Uris")];

/// Splits a wire name into lower-case words: `createNewUsers`, `CREATE_NEW_USERS`
/// and `create-new-users` are all `["create", "new", "users"]`.
pub fn words(wire: &str) -> Vec<String> {
    let mut text = wire.to_owned();
    for (from, to) in WHOLE {
        text = text.replace(from, to);
    }
    // The docs write both `createNewUsers` and `CREATE_USERS` in one object, so
    // case alone cannot tell which convention a name follows; heck takes both.
    text.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The singular of an English plural, as resource names use it.
pub(crate) fn singular(word: &str) -> String {
    for (plural, single) in [("statuses", "status"), ("addresses", "address"), ("metadata", "metadata")] {
        if word == plural {
            return single.to_owned();
        }
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for suffix in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(suffix) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The one of `known` that `word` is most likely a slip for: at most two letters away, and not a tie.
pub fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut near: Vec<(usize, &str)> = known
        .map(|candidate| (strsim::osa_distance(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 2 && *distance * 2 < candidate.len())
        .collect();
    near.sort();
    match near[..] {
        [(_, only)] => Some(only),
        [(first, best), (second, _), ..] if first < second => Some(best),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conventions_fold_to_the_same_words() {
        for wire in ["createNewUsers", "CREATE_NEW_USERS", "create-new-users", "Create New Users"] {
            assert_eq!(words(wire), ["create", "new", "users"]);
        }
    }

    #[test]
    fn abbreviations_stay_whole() {
        assert_eq!(words("envID"), ["env", "id"]);
        assert_eq!(words("OAuth2Token"), ["oauth2", "token"]);
        assert_eq!(words("userIDs"), ["user", "ids"]);
        assert_eq!(words("_links"), ["links"]);
    }

    #[test]
    fn singulars() {
        for (many, one) in [
            ("stores", "store"),
            ("policies", "policy"),
            ("status", "status"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("access", "access"),
            ("metadata", "metadata"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}

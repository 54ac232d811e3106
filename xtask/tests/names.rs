//! `names.lock`: names stay what they were, whatever happens to pages and rules.

mod support;

use std::fs;

use support::{Run, Set};

const LOCK: &str = "out/names.lock";
const MODELS: &str = "out/crates/generated-client/src/generated/models/propagation_stores.rs";

fn text(set: &Set, path: &str) -> String {
    fs::read_to_string(set.path(path)).expect("the file is there")
}

/// Replaces every `from` in a file. It must be there.
fn change(set: &Set, path: &str, from: &str, to: &str) {
    let before = text(set, path);
    assert!(before.contains(from), "{path} has no {from:?}");
    fs::write(set.path(path), before.replace(from, to)).expect("the file can be written");
}

/// The seeds, generated once.
fn generated() -> Set {
    let set = Set::seeds();
    assert_eq!(rust(&set, &[]).code, 0);
    set
}

fn rust(set: &Set, more: &[&str]) -> Run {
    set.generate(&[&["--only", "rust"], more].concat())
}

/// The line of `wire` in the part of the lock for `owner`.
fn line(set: &Set, owner: &str, wire: &str) -> Option<String> {
    let lock = text(set, LOCK);
    let part = lock.split_once(&format!("[rust.{owner}]\n")).expect("the table is there").1;
    let lines = part.lines().take_while(|line| !line.is_empty());
    lines.filter(|line| line.starts_with(&format!("{wire} = "))).map(str::to_owned).next()
}

#[test]
fn a_renamed_property_keeps_its_old_name_as_a_deprecated_alias() {
    let set = generated();
    change(&set, "docs/create-store-pingone.md", "ENVIRONMENT_ID", "TARGET_ENVIRONMENT");
    let check = rust(&set, &["--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.stdout.contains("+++ names.lock"), "{check:?}");

    let run = rust(&set, &["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let renames: Vec<_> = run.findings().into_iter().filter(|finding| finding["code"] == "GEN002").collect();
    let [rename] = &renames[..] else { panic!("{renames:?}") };
    // The row's own cell.
    assert_eq!((&rename["line"], &rename["column"]), (&41.into(), &6.into()));
    assert!(line(&set, "fields.PingOneStoreConfiguration", "ENVIRONMENT_ID").is_none());
    let new = line(&set, "fields.PingOneStoreConfiguration", "TARGET_ENVIRONMENT").unwrap();
    assert!(new.contains(r#"was = ["environment_id"]"#), "{new}");

    let models = text(&set, MODELS);
    let note = "#[deprecated(note = \"renamed in the documentation: use `target_environment`\")]";
    for old in [
        "pub fn environment_id(self, value: impl Into<String>) -> Self {",
        "pub fn environment_id(&self) -> &",
    ] {
        assert!(models.contains(&format!("    {note}\n    {old}")), "no {old}");
    }
    assert!(models.contains("pub target_environment: String,\n"));

    // It is settled now: nothing is told again, and nothing moves.
    let again = rust(&set, &["--check", "--format", "json"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.findings().iter().all(|finding| finding["code"] != "GEN002"), "{again:?}");
    // The alias can be dropped by hand.
    change(&set, LOCK, ", was = [\"environment_id\"]", "");
    assert_eq!(rust(&set, &[]).code, 0);
    assert!(!text(&set, MODELS).contains("fn environment_id"));
}

#[test]
fn a_rename_can_be_said_by_hand() {
    let set = generated();
    // At another place, and of another type: nothing a program would conclude.
    set.edit(
        "create-store-pingone.md",
        "> | `configuration.REGION`                             | String  | Required  |\n",
        "",
    );
    set.edit("create-store-pingone.md", "\"REGION\"", "\"WHERE\"");
    let row = "> | `configuration.WHERE`                             | String  | Optional  |\n";
    set.edit("create-store-pingone.md", "> | `description` ", &format!("{row}> | `description` "));
    let owner = "fields.PingOneStoreConfiguration";
    let old = line(&set, owner, "REGION").unwrap();
    change(&set, LOCK, &format!("{old}\n"), "WHERE = { name = \"place\", was = [\"region\"] }\n");
    let run = rust(&set, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    let models = text(&set, MODELS);
    assert!(models.contains("self.place(value)") && models.contains("pub fn region(self"), "no alias");
}

#[test]
fn a_name_in_the_lock_wins_over_the_rules() {
    let set = generated();
    change(
        &set,
        LOCK,
        "DISABLE_USERS = { name = \"disable_users\"",
        "DISABLE_USERS = { name = \"block_people\"",
    );
    change(&set, LOCK, "= \"PingOneStoreConfiguration\"", "= \"PingOneSettings\"");
    let forgotten = rust(&set, &["--format", "json"]);
    assert!(forgotten.places("error")[0].starts_with("GEN003 names.lock:"), "{forgotten:?}");
    change(&set, LOCK, "[rust.fields.PingOneStoreConfiguration]", "[rust.fields.PingOneSettings]");
    let run = rust(&set, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    let models = text(&set, MODELS);
    assert!(models.contains("pub block_people: ") && !models.contains("pub disable_users: "));
    assert!(models.contains("pub struct PingOneSettings {"));
    assert!(!models.contains("pub struct PingOneStoreConfiguration {"));
}

#[test]
fn the_order_of_files_changes_nothing() {
    let set = generated();
    let before = text(&set, LOCK);
    fs::rename(set.path("docs/create-store-salesforce.md"), set.path("docs/a.md")).unwrap();
    fs::rename(set.path("docs/create-store-aquera.txt"), set.path("docs/z.txt")).unwrap();
    assert_eq!(rust(&set, &[]).code, 0);
    assert_eq!(text(&set, LOCK), before);
}

#[test]
fn a_new_deprecated_row_renames_nothing() {
    let set = generated();
    let models = text(&set, MODELS);
    let row = "> | `configuration.createUsers` (deprecated) | Boolean | Optional  |\n";
    set.edit(
        "create-store-pingone.md",
        "> | `configuration.CREATE_USERS` ",
        &format!("{row}> | `configuration.CREATE_USERS` "),
    );
    assert_eq!(rust(&set, &[]).code, 0);
    let after = text(&set, MODELS);
    assert!(models.contains("create_users: set \"CREATE_USERS\""));
    assert!(after.contains("create_users: set \"CREATE_USERS\""));
    assert!(after.contains("create_users_2: set \"createUsers\""));
}

#[test]
fn what_is_gone_is_retired_and_comes_back_under_its_name() {
    let set = generated();
    let page = text(&set, "docs/create-store-pingone.md");
    let owner = "fields.PingOneStoreConfiguration";
    let row = "> | `configuration.UPDATE_USERS`                       | Boolean | Optional  |\n";
    set.edit("create-store-pingone.md", row, "");
    change(&set, "docs/create-store-pingone.md", "\"UPDATE_USERS\": true,", "");
    assert_eq!(rust(&set, &[]).code, 0);
    assert_eq!(
        line(&set, owner, "UPDATE_USERS").as_deref(),
        Some("UPDATE_USERS = { name = \"update_users\", retired = true }")
    );
    // Something new that would be called the same is not taken for it.
    set.edit(
        "create-store-pingone.md",
        "> | `description` ",
        "> | `configuration.updateUsers` | String | Optional |\n> | `description` ",
    );
    assert_eq!(rust(&set, &[]).code, 0);
    assert!(line(&set, owner, "updateUsers").unwrap().contains("name = \"update_users_2\""));
    fs::write(set.path("docs/create-store-pingone.md"), page).unwrap();
    assert_eq!(rust(&set, &[]).code, 0);
    assert!(!line(&set, owner, "UPDATE_USERS").unwrap().contains("retired"));
}

#[test]
fn pages_that_are_left_out_lose_no_name() {
    let set = generated();
    let before = text(&set, LOCK);
    set.edit("create-store-pingone.md", "| Sring ", "| Blob ");
    let run = rust(&set, &["--keep-going"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("left out because of errors"), "{run:?}");
    let after = text(&set, LOCK);
    let lost: Vec<_> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(lost.is_empty() && !after.contains("retired = true }"), "{lost:?}");
}

#[test]
fn names_from_the_settings_stay_and_can_be_chosen() {
    const ROOT: &str = "out/crates/generated-client/src/generated";
    let set = generated();
    for (owner, wire, is) in [
        ("credentials", "envID", "env_id"),
        ("errors", "\"(body)\"", "ApiError"),
        ("errors", "details", "ApiErrorDetail"),
        ("error_fields.ApiErrorDetail", "target", "target"),
    ] {
        assert_eq!(line(&set, owner, wire), Some(format!("{wire} = \"{is}\"")), "{owner}");
    }
    change(&set, LOCK, "envID = \"env_id\"", "envID = \"environment_id\"");
    change(&set, LOCK, "\"(body)\" = \"ApiError\"", "\"(body)\" = \"Refusal\"");
    change(&set, LOCK, "[rust.error_fields.ApiError]", "[rust.error_fields.Refusal]");
    change(&set, LOCK, "target = \"target\"", "target = \"property\"");
    assert_eq!(rust(&set, &[]).code, 0);
    assert!(text(&set, &format!("{ROOT}/mod.rs")).contains("pub fn environment_id(self"));
    // What the runtime calls it is none of its users' business.
    assert!(text(&set, &format!("{ROOT}/mod.rs")).contains("use errors::Refusal as ApiError;"));
    let errors = text(&set, &format!("{ROOT}/errors.rs"));
    assert!(errors.contains("pub struct Refusal {") && errors.contains("pub property: Option<String>,"));
    assert!(errors.contains("property: details::take(&mut object, \"target\"),"));

    // What the settings have no more is nobody's name.
    change(&set, "docset.toml", "\"details[].target\"", "\"details[].property\"");
    assert_eq!(rust(&set, &[]).code, 0);
    assert!(text(&set, &format!("{ROOT}/errors.rs")).contains("pub property_2: Option<String>,"));
}

#[test]
fn a_reply_with_another_status_keeps_its_name() {
    let set = generated();
    let before = text(&set, LOCK);
    assert!(line(&set, "types", "\"create-store-pingone#2XX.configuration\"").is_some());
    change(&set, "docs/create-store-pingone.md", "201 Created", "200 OK");
    assert_eq!(rust(&set, &[]).code, 0);
    assert_eq!(text(&set, LOCK), before);
    // So does one that is known by its status.
    change(&set, LOCK, "create-store-pingone#2XX", "create-store-pingone#201");
    assert_eq!(rust(&set, &[]).code, 0);
    assert_eq!(text(&set, LOCK), before);
}

/// What code uses alike may be the same thing renamed; nothing else is.
#[test]
fn what_code_depends_on_is_in_the_lock() {
    let set = Set::empty();
    let from = support::repository().join("tests/bookshop");
    for entry in fs::read_dir(from.join("pages")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, set.path("docs").join(path.file_name().unwrap())).unwrap();
    }
    for name in ["docset.toml", "overlay.yaml"] {
        fs::copy(from.join(name), set.path(name)).unwrap();
    }
    let is = |(owner, wire): (&str, &str)| {
        let line = line(&set, &format!("fields.{owner}"), wire).expect("the property has a name");
        line.split_once("is = \"").unwrap().1.split_once('"').unwrap().0.to_owned()
    };
    let type_ = ("PaperBookDetails", "weightGrams");
    let presence = ("CreateWebhookRequest", "enabled");
    let null = ("UpdateBookRequest", "subtitle");
    let values = ("UpdateBookRequest", "audience");
    assert_eq!(rust(&set, &[]).code, 0);
    let before = [type_, presence, null, values].map(is);
    assert_eq!(before, ["integer", "boolean", "nullable string", "enumeration"]);
    assert_eq!(is(("CreateWebhookRequest", "clientSecret")), "secret required");

    set.edit(
        "create-book-paper.md",
        "`details.weightGrams`       | Integer",
        "`details.weightGrams`       | Boolean",
    );
    set.edit(
        "create-webhook.md",
        "`enabled`             | Boolean   | Optional",
        "`enabled`             | Boolean   | Required",
    );
    set.edit("update-book.md", "{\n    \"subtitle\": null,", "{\n    \"subtitle\": \"Notes\",");
    set.edit("books.md", "Options are `ADULT`, `YOUNG_ADULT`, and `CHILD`.", "");
    let run = rust(&set, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!([type_, presence, null, values].map(is), ["boolean", "boolean required", "string", "string"]);
}

#[test]
fn mistakes_in_the_lock_are_pointed_at() {
    let set = generated();
    let whole = text(&set, LOCK);
    let name = "DISABLE_USERS = { name = \"disable_users\"";
    for (to, code, at) in [
        ("DISABLE_USERS = { nmae = \"disable_users\"", "GEN003", 19),
        ("DISABLE_USERS = { name = \"disable users\"", "GEN004", 26),
        ("DISABLE_USERS = { name = \"self\"", "GEN004", 26),
        ("DISABLE_USERS = { name = \"build\"", "GEN004", 26),
        ("DISABLE_USERS = { name = \"DisableUsers\"", "GEN004", 26),
        ("DISABLE_USERS = { name = \"access_token\"", "GEN005", 26),
        ("DISABLE_USERS = [ name = \"access_token\"", "GEN003", 17),
    ] {
        let number = whole.lines().position(|line| line.starts_with(name)).unwrap() + 1;
        fs::write(set.path(LOCK), whole.replacen(name, to, 1)).unwrap();
        let before = set.out();
        let run = rust(&set, &["--format", "json"]);
        assert_eq!(run.code, 1, "{to}: {run:?}");
        assert_eq!(run.places("error").first(), Some(&format!("{code} names.lock:{number}:{at}")), "{to}");
        assert!(set.out() == before, "something was written");
    }
}

//! The registry of findings. Ids are stable: never renumbered, never reused.
//!
//! 001-019 page shape, 020-029 tables, 030-049 examples and samples,
//! 050-069 across pages, 070-089 settings, 090-099 policy; `GEN0xx` names and writing.

use serde::Serialize;

use super::Severity;

/// One kind of finding.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// `DOC020`
    pub id: &'static str,
    /// `unknown-type-word`
    pub name: &'static str,
    /// How much it matters, unless a decision accepts it.
    pub severity: Severity,
    /// What was found.
    pub what: &'static str,
    /// What goes wrong if it is ignored.
    pub why: &'static str,
    /// What the page's author does.
    pub fix: &'static str,
}

/// The code with this id, whatever its case.
pub fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id) || code.name == id)
}

macro_rules! codes {
    ($($konst:ident $id:literal $name:literal $severity:ident { what: $what:literal, why: $why:literal, fix: $fix:literal $(,)? })*) => {
        $(#[doc = $what] pub static $konst: Code = Code {
            id: $id, name: $name, severity: Severity::$severity, what: $what, why: $why, fix: $fix,
        };)*
        /// Every code, by id.
        pub static ALL: &[&Code] = &[$(&$konst),*];
    };
}

codes! {
    EMPTY_PAGE "DOC001" "empty-page" Error {
        what: "The file holds nothing but white space.",
        why: "A page that should describe an operation describes none, and the client would lack it.",
        fix: "Remove the file from the docs folder, or write the page.",
    }
    NOT_TEXT "DOC002" "not-text" Error {
        what: "The file holds a zero byte, so it is not text.",
        why: "Nothing in it can be read as documentation.",
        fix: "Take the file out of the docs folder, or save it as UTF-8 text.",
    }
    INVALID_UTF8 "DOC003" "invalid-utf8" Error {
        what: "The file holds bytes that are not UTF-8.",
        why: "Names and examples around them may be wrong, and would go into the client so.",
        fix: "Save the page as UTF-8.",
    }
    PAGE_TOO_LARGE "DOC004" "page-too-large" Error {
        what: "The file is larger than 64 MiB.",
        why: "No page is; reading it would take memory for nothing.",
        fix: "Take the file out of the docs folder, or split it into pages.",
    }
    NO_FRONT_MATTER "DOC005" "no-front-matter" Info {
        what: "The page has no front matter, so its id was made from its title.",
        why: "If the title changes, so does the id, and every name made from it.",
        fix: "Publish the page with its front matter, or keep the title as it is.",
    }
    BAD_FRONT_MATTER "DOC006" "bad-front-matter" Warning {
        what: "The front matter is not the YAML mapping it should be.",
        why: "The page's id, title and address are unknown and had to be made up.",
        fix: "Correct the YAML at the place shown.",
    }
    NO_REQUEST_LINE "DOC007" "no-request-line" Error {
        what: "The page has no line that says method and path.",
        why: "Without it there is nothing to call.",
        fix: "Add a code block with one line, such as `POST {{apiPath}}/v1/things`, below the title.",
    }
    BAD_REQUEST_LINE "DOC008" "bad-request-line" Error {
        what: "The request line names no HTTP method or path that can be understood.",
        why: "The operation cannot be called.",
        fix: "Write `METHOD {{base}}/path`, with parameters as `{{name}}`.",
    }
    NO_TITLE "DOC009" "no-title" Warning {
        what: "The page has no title.",
        why: "Its operation was named after the file.",
        fix: "Give the page a title.",
    }
    NO_RESPONSE "DOC010" "no-response" Info {
        what: "The page documents no reply with a status.",
        why: "The client cannot tell success from failure but by the usual ranges, and the reply is untyped.",
        fix: "Add an `Example Response` section with a status line such as `201 Created`.",
    }
    NO_STATUS "DOC011" "no-status" Warning {
        what: "A documented reply has no status line.",
        why: "It was taken for the reply to success, with status 200.",
        fix: "Write the status, such as `200 OK`, above the reply.",
    }
    LOSSY_RENDERING "DOC012" "lossy-rendering" Error {
        what: "The page is a rendering that has lost what tells names, types and values apart.",
        why: "Reading it would be guessing, so nothing of it was read.",
        fix: "Get the page in Markdown, as the docs publish it, and put that into the docs folder.",
    }
    UNKNOWN_TYPE_WORD "DOC020" "unknown-type-word" Warning {
        what: "The type column holds a word that is not a type these docs use, but is one letter from one, and the examples agree.",
        why: "The property was read as the near type; a reader of the page has to guess too.",
        fix: "Write the type's word correctly.",
    }
    UNREADABLE_TYPE "DOC021" "unreadable-type" Error {
        what: "The type column holds a word that is no type, and nothing tells what was meant.",
        why: "The property would be generated with a wrong type.",
        fix: "Write one of String, Boolean, Integer, Number, Object, Array, Date, UUID, or add a decision with `read_as` to docset.toml.",
    }
    UNKNOWN_PRESENCE_WORD "DOC022" "unknown-presence-word" Error {
        what: "The required column holds a word that says neither required nor optional.",
        why: "A client would refuse requests the service takes, or send ones it refuses.",
        fix: "Write `Required` or `Optional`, or add a decision with `read_as` to docset.toml.",
    }
    BROKEN_ROW "DOC023" "broken-row" Error {
        what: "A row of the model table has no property name, or not as many cells as the table's head.",
        why: "Its cells cannot be told apart, so the property would be wrong or missing.",
        fix: "Give the row one cell per column.",
    }
    DUPLICATE_ROW "DOC024" "duplicate-row" Warning {
        what: "The model table has two rows for one property.",
        why: "The first was taken; if the rows differ, one of them misleads.",
        fix: "Remove one of the rows.",
    }
    PARENT_NOT_OBJECT "DOC025" "parent-is-not-an-object" Warning {
        what: "A property has rows for its children, but its own row gives a type that has none.",
        why: "It was read as an object, unless the example shows a plain value; either way, something in the table is wrong.",
        fix: "Correct the parent's type to Object, or remove the children's rows.",
    }
    COLUMNS_SWAPPED "DOC026" "columns-swapped" Warning {
        what: "The required column says whether the property can change, and the mutable column whether it is required.",
        why: "Each was read as meant; a reader of the page has to guess too.",
        fix: "Exchange the two cells.",
    }
    NO_HEADING_ROW "DOC027" "no-heading-row" Warning {
        what: "A table of properties has no heading row: its first row stands where the heading should.",
        why: "The columns were told apart by what they hold, and the first row was read as a property.",
        fix: "Put a heading row, such as `Property | Type | Required`, above the first row.",
    }
    NAMED_TYPE "DOC028" "named-type" Info {
        what: "The type column names a model that no table in the docs set describes.",
        why: "The property was read as an object, with what the examples and other rows show of it.",
        fix: "Write Object, or link the name to the table that describes it and add that page to the docs set.",
    }
    PRESENCE_UNSTATED "DOC029" "presence-unstated" Warning {
        what: "The required column says who may change the property instead of whether it must be sent.",
        why: "Whether a request needs the property is unknown, so it was read as one that may be left out.",
        fix: "Write `Required`, `Optional` or `N/A`.",
    }
    BROKEN_JSON "DOC030" "broken-json" Error {
        what: "A body or reply is not JSON, even with placeholders allowed.",
        why: "The example cannot be used, and properties only it shows would be missing.",
        fix: "Correct the JSON at the place shown.",
    }
    JSON_SLIP "DOC031" "json-slip" Warning {
        what: "The JSON has a slip whose meaning is clear, such as a trailing comma or a placeholder without quotes.",
        why: "A reader who copies the example gets an error from the service.",
        fix: "Correct the JSON as shown.",
    }
    KEY_NOT_IN_TABLE "DOC032" "key-not-in-table" Warning {
        what: "The body example has a property that the request model does not list.",
        why: "Its type and whether it is required are guesses from one example; it was read as optional.",
        fix: "Add a row for the property to the request model.",
    }
    REQUIRED_KEY_NOT_SHOWN "DOC033" "required-key-not-shown" Warning {
        what: "The request model says a property is required, and the body example does not have it.",
        why: "The example is refused by the service, or the property is not required.",
        fix: "Add the property to the example, or make the row say `Optional`.",
    }
    TYPE_DIFFERS "DOC034" "type-differs" Warning {
        what: "The request model gives a property one type and the example shows another.",
        why: "The table was believed; if the example is right, requests made by the client are refused.",
        fix: "Correct the type in the table, or the value in the example.",
    }
    PRESENCE_DIFFERS "DOC035" "presence-differs" Warning {
        what: "The request model says a property is required, and a sentence on the page says it may be left out.",
        why: "The table was believed; if the sentence is right, the client asks for more than the service does.",
        fix: "Make the row say `Optional`, or change the sentence.",
    }
    SECRET_IN_REPLY "DOC036" "secret-in-reply" Info {
        what: "A documented reply shows the value of a secret.",
        why: "The service returns it or the page leaks one; generated code and excerpts hide it.",
        fix: "Use a placeholder such as `{{clientSecret}}` if the value is real.",
    }
    UNCLEAR_TABS "DOC037" "unclear-tabs" Warning {
        what: "The example request names another number of languages than it has code blocks.",
        why: "Samples may stand under the wrong language.",
        fix: "Give each tab one code block.",
    }
    SAMPLE_DIFFERS "DOC038" "sample-differs" Warning {
        what: "A sample sends another request than the page describes, or all of them agree on another.",
        why: "Readers copy samples; of two requests, the service may refuse one.",
        fix: "Make the sample send what the page says, or correct the page if the samples are right.",
    }
    SAMPLE_UNREAD "DOC039" "sample-unread" Info {
        what: "A sample of the request could not be read back.",
        why: "Whether it agrees with the page is unknown.",
        fix: "Write the sample as the docs' exporter does, or compare it by hand.",
    }
    SAMPLE_EXPORTER_SLIP "DOC040" "sample-exporter-slip" Info {
        what: "The exporter that writes the samples gets something wrong on every page; samples were read as meant.",
        why: "A reader who copies such a sample sends something else than the page shows.",
        fix: "Correct the exporter; nothing need be done on the pages.",
    }
    EXCERPT "DOC041" "excerpt" Warning {
        what: "A body or reply is cut short by its author, with `...`.",
        why: "What it shows was read; properties that only the rest has are missing.",
        fix: "Show the whole example.",
    }
    PROSE_METHOD_DIFFERS "DOC042" "prose-method-differs" Warning {
        what: "The page's first paragraph names the request line's path with another method.",
        why: "The request line was believed; a reader who believes the text calls something else.",
        fix: "Correct the method in the text, or in the request line.",
    }
    ESCAPED_MEDIA_TYPE "DOC043" "escaped-media-type" Warning {
        what: "A media type among the headers holds a backslash.",
        why: "It was read without; whoever copies it from the page's source sends a type that does not exist.",
        fix: "Remove the backslash: nothing in a media type has to be escaped.",
    }
    PATH_PREFIX_MISSING "DOC050" "path-prefix-missing" Warning {
        what: "The request line lacks a version prefix that the page's own reply, samples or text have, or that every page that was not flattened has.",
        why: "A request sent as written would not find the service; the path was read with the prefix.",
        fix: "Write the prefix in the request line.",
    }
    TAG_DIFFERS "DOC051" "tag-differs" Warning {
        what: "The body's discriminator and the page's text disagree on its value.",
        why: "The value in the body was used; if it is wrong, the service takes the request for another kind.",
        fix: "Make body and text name the same value.",
    }
    NO_DISCRIMINATOR "DOC052" "no-discriminator" Info {
        what: "Several pages document one method and path, and no property tells them apart.",
        why: "Each became an operation of its own name; OpenAPI allows only one operation, with alternatives.",
        fix: "Document a property whose value differs, if the service has one.",
    }
    DUPLICATE_PAGE "DOC053" "duplicate-page" Error {
        what: "Two pages have the same id.",
        why: "Their operations would have the same name.",
        fix: "Give one of the pages another `page_id`, or remove it.",
    }
    UNKNOWN_BASE "DOC054" "unknown-base" Warning {
        what: "The request line starts with a placeholder that docset.toml gives no server for.",
        why: "The client does not know where to send the request.",
        fix: "Add a `[[server]]` with this placeholder to docset.toml, or correct the request line.",
    }
    EMPTY_DOCS_SET "DOC055" "empty-docs-set" Error {
        what: "No page was found in the docs folder.",
        why: "There is nothing to generate from.",
        fix: "Point `docs` in docset.toml, or --docs, at the folder that holds the pages.",
    }
    UNUSED_WORKFLOW "DOC056" "unused-workflow" Warning {
        what: "A `[[workflow]]` rule in docset.toml fits no page that documents an operation.",
        why: "Steps of a workflow would be taken for operations of their own.",
        fix: "Correct the rule's pattern, or remove the rule.",
    }
    ONLY_A_STEP "DOC057" "only-a-step" Info {
        what: "An operation is documented by a step of a workflow, and by no reference page.",
        why: "It was read as an operation; steps show smaller tables and example names.",
        fix: "Add a reference page for the operation.",
    }
    ALTERNATIVES_MERGED "DOC058" "alternatives-merged" Info {
        what: "A page gives alternative models, and no property's values tell which table holds when.",
        why: "Their properties were read as one model, in which only what all share is required.",
        fix: "Name the value of the discriminator in each table's title or text.",
    }
    BAD_DOCSET "DOC070" "bad-docset" Error {
        what: "docset.toml cannot be read.",
        why: "Servers, sign-in and decisions are unknown.",
        fix: "Correct the file at the place shown; `cargo xtask init DIR` writes one with comments.",
    }
    UNKNOWN_SETTING "DOC071" "unknown-setting" Warning {
        what: "docset.toml has a key that means nothing.",
        why: "It has no effect, though its writer thinks it has.",
        fix: "Correct the key's spelling, or remove it.",
    }
    UNUSED_DECISION "DOC072" "unused-decision" Warning {
        what: "A decision in docset.toml matches no finding.",
        why: "The page was mended, or the decision names the wrong place; it would hide a later finding.",
        fix: "Remove the decision, or correct its code, page and place.",
    }
    EXPIRED_DECISION "DOC073" "expired-decision" Warning {
        what: "A decision in docset.toml has passed the date it was made for.",
        why: "It was not applied.",
        fix: "Look at the page again; renew the date with a reason, or remove the decision.",
    }
    NAMES_COLLIDE "GEN001" "names-collide" Warning {
        what: "Two names of one scope are the same once written in a language's case.",
        why: "The later one got a number, which says nothing to anybody.",
        fix: "Nothing, if the service really has both; else correct the name on the page, or choose one in names.lock.",
    }
    RENAMED "GEN002" "renamed" Info {
        what: "Something is gone from the pages, and one new thing of its kind stands in its place.",
        why: "It is taken for the same thing under another name; its old name stays in the code, deprecated.",
        fix: "Nothing, if that is so; else remove `was` from its line in names.lock.",
    }
    BAD_LOCK "GEN003" "bad-lock" Error {
        what: "names.lock has something in it that means nothing there.",
        why: "It is unknown which name was meant, and code that uses it would break.",
        fix: "Correct the line, or remove it and let the name be made anew.",
    }
    BAD_LOCKED_NAME "GEN004" "bad-locked-name" Error {
        what: "names.lock gives a name that the language does not allow there.",
        why: "What is generated would not compile, or not without warnings.",
        fix: "Write a name in the language's own case that is no keyword.",
    }
    LOCKED_TWICE "GEN005" "locked-twice" Error {
        what: "names.lock gives one name to two things.",
        why: "One of them would lose it.",
        fix: "Give one of them another name.",
    }
    BAD_OVERLAY "GEN006" "bad-overlay" Error {
        what: "The overlay is no OpenAPI Overlay 1.0 document, or one of its actions cannot be carried out.",
        why: "The documents would lack a change that somebody wants in them, or be broken by it.",
        fix: "Correct the overlay at the place shown.",
    }
    OVERLAY_WITHOUT_REASON "GEN007" "overlay-without-reason" Error {
        what: "An action of the overlay says no reason.",
        why: "It differs from the documentation, and nobody will know whether it may be removed.",
        fix: "Say in the action's `description` why the documentation is not enough.",
    }
    OVERLAY_TARGET_GONE "GEN008" "overlay-target-gone" Error {
        what: "The target of an action of the overlay selects nothing in the OpenAPI documents.",
        why: "What it changed is gone or has another name, so the change would silently be lost.",
        fix: "Correct the action's `target`, or remove the action if the pages say now what it said.",
    }
    EDITED_OUTPUT "GEN010" "edited-output" Error {
        what: "A file that the generator owns was changed by hand.",
        why: "Generating would lose the change.",
        fix: "Move the change out of the generated folder, or run with --force to drop it.",
    }
    FOREIGN_FILE "GEN011" "foreign-file" Error {
        what: "A file that the generator did not write stands where it would write.",
        why: "Generating would overwrite it.",
        fix: "Move the file away, or run with --force to overwrite it.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_unique_and_sorted() {
        for pair in ALL.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} before {}", pair[0].id, pair[1].id);
        }
        let mut names: Vec<_> = ALL.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn every_text_is_a_sentence() {
        for code in ALL {
            for text in [code.what, code.why, code.fix] {
                assert!(text.ends_with('.') && text.len() > 15, "{}: {text}", code.id);
            }
        }
    }
}

//! What pages say of servers, statuses and parameters, in the OpenAPI made from them.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use codegen::Backend;
use codegen::openapi::OpenApi;
use docparse::diag::Sink;
use docparse::docset::Docset;
use docparse::source::{SourceKind, SourceSet};
use serde_json::{Value, json};

const DOCSET: &str = r#"
[[server]]
placeholder = "apiPath"
url = "https://api.example.com"
[[server]]
placeholder = "authPath"
url = "https://auth.example.com"
[[server]]
placeholder = "scimPath"
url = "https://scim.example.com/base"
[[error]]
status = 401
description = "Sign in first."
[error_body]
code = { type = "String" }
"#;

/// A page of one operation.
fn page(id: &str, line: &str, more: &str) -> (String, SourceKind, Vec<u8>) {
    let text = format!(
        "---\ntitle: {id}\npage_id: docs:things:things/{id}\n---\n\n# {id}\n\n```none\n{line}\n```\n\n{more}\n"
    );
    (format!("{id}.md"), SourceKind::Page, text.into_bytes())
}

fn document(pages: Vec<(String, SourceKind, Vec<u8>)>) -> Value {
    with_settings(pages, "")
}

/// The bundle of `pages`, with `more` settings behind the usual ones.
fn with_settings(pages: Vec<(String, SourceKind, Vec<u8>)>, more: &str) -> Value {
    let mut files = pages;
    files.push(("docset.toml".into(), SourceKind::Docset, format!("{DOCSET}{more}").into()));
    let sources = SourceSet::new(files);
    let mut sink = Sink::new();
    let docset = Docset::read(sources.docset().unwrap(), &mut sink);
    let pages = docparse::parse(&sources, &mut sink);
    let api = docparse::lower(&pages, &sources, &docset, &mut sink);
    let files = OpenApi.emit(&api, &sources, &mut codegen::names::Scopes::default(), &mut sink).unwrap();
    serde_json::from_str(&files["openapi.json"].text).unwrap()
}

#[test]
fn an_operation_with_another_base_has_its_own_servers() {
    let document = document(vec![
        page("read-thing", "GET {{apiPath}}/v1/things/{{thingID}}", ""),
        page("read-things", "GET {{apiPath}}/v1/things", ""),
        page("get-token", "POST {{authPath}}/{{envID}}/as/token", ""),
        page("search-users", "GET {{scimPath}}/v2/Users/?filter=displayName eq \"group-9\"", ""),
    ]);
    let server = |path: &str, method: &str| document["paths"][path][method]["servers"][0]["url"].clone();
    assert_eq!(document["servers"][0]["url"], "https://api.example.com");
    assert_eq!(server("/v1/things", "get"), Value::Null);
    assert_eq!(server("/{envID}/as/token", "post"), "https://auth.example.com");
    assert_eq!(server("/v2/Users", "get"), "https://scim.example.com/base");
    let filter = &document["paths"]["/v2/Users"]["get"]["parameters"][0];
    assert_eq!(
        (&filter["name"], &filter["example"]),
        (&json!("filter"), &json!("displayName eq \"group-9\""))
    );
}

/// What the token endpoint needs, and the address of the scheme that uses it (RFC 6749 section 4.4).
#[test]
fn the_token_endpoint_asks_for_the_clients_own_credentials() {
    let pages = || {
        let token = page("get-token", "POST {{authPath}}/{{envID}}/as/token", "");
        vec![page("read-things", "GET {{apiPath}}/v1/things", ""), token]
    };
    for (way, needs, scope) in [
        ("", json!([{ "basicAuth": [] }]), json!([])),
        ("client_authentication = \"post\"\nscope = \"a b\"", json!([{}]), json!(["a", "b"])),
    ] {
        let auth = format!("[auth]\ntoken_url = \"{{{{authPath}}}}/{{{{envID}}}}/as/token\"\n{way}\n");
        let document = with_settings(pages(), &auth);
        assert_eq!(document["paths"]["/{envID}/as/token"]["post"]["security"], needs, "{way}");
        assert_eq!(document["paths"]["/v1/things"]["get"]["security"], Value::Null);
        assert_eq!(document["security"], json!([{ "bearerAuth": [] }, { "clientCredentials": scope }]));
        let flow =
            &document["components"]["securitySchemes"]["clientCredentials"]["flows"]["clientCredentials"];
        assert_eq!(flow["tokenUrl"], "https://auth.example.com/%7BenvID%7D/as/token");
        let scopes: Vec<&String> = flow["scopes"].as_object().unwrap().keys().collect();
        assert_eq!(json!(scopes), scope);
    }
}

#[test]
fn statuses_of_a_family_are_its_operations_responses() {
    let overview = "---\ntitle: Things\npage_id: docs:things:things\n---\n\n# Things\n\n## Response codes\n\n\
                    | Code | Message |\n| - | - |\n| 200 | All *good*. |\n| 204 | Gone. |\n| 404 | No such thing. |\n";
    let document = document(vec![
        page("read-thing", "GET {{apiPath}}/v1/things", "### Example Response\n\n200 OK\n"),
        ("things.md".into(), SourceKind::Page, overview.into()),
    ]);
    let responses = &document["paths"]["/v1/things"]["get"]["responses"];
    let statuses: Vec<&String> = responses.as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["200", "401", "404"]);
    assert_eq!(responses["404"]["description"], "No such thing.");
    let body = &responses["404"]["content"]["application/json"]["schema"]["$ref"];
    let common = responses["401"]["$ref"].as_str().unwrap().trim_start_matches('#');
    let common = document.pointer(common).unwrap();
    assert_eq!(*body, common["content"]["application/json"]["schema"]["$ref"]);
}

#[test]
fn words_bound_a_query_parameter() {
    let table = "> **Collapse: Query parameters**\n>\n> | Parameter | Description |\n> | - | - |\n\
                 > | `limit` | How many. Minimum is 1, maximum is 180. Default is 100. |\n\
                 > | `order` | Options are `ASC` and `DESC`. |\n";
    let document = document(vec![page("read-things", "GET {{apiPath}}/v1/things", table)]);
    let parameters = &document["paths"]["/v1/things"]["get"]["parameters"];
    let schema = &parameters[0]["schema"];
    assert_eq!((&schema["type"], &schema["default"]), (&json!("integer"), &json!(100)));
    assert_eq!((&schema["minimum"], &schema["maximum"]), (&json!(1), &json!(180)));
    assert_eq!(parameters[1]["schema"]["x-extensible-enum"], json!(["ASC", "DESC"]));
}

#[test]
fn listed_values_are_all_there_are_if_the_settings_say_so() {
    let page = || {
        let more = "### Query Parameters\n\n| Parameter | Description |\n| --- | --- |\n| `order` | Options are `ASC` and `DESC`. |\n";
        vec![page("read-things", "GET {{apiPath}}/v1/things?order=ASC", more)]
    };
    let listed = json!(["ASC", "DESC"]);
    for (settings, open, closed) in [
        ("", &listed, &Value::Null),
        ("[openapi]\nenums = \"open\"\n", &listed, &Value::Null),
        ("[openapi]\nenums = \"closed\"\n", &Value::Null, &listed),
    ] {
        let document = with_settings(page(), settings);
        let order = &document["paths"]["/v1/things"]["get"]["parameters"][0]["schema"];
        assert_eq!((&order["x-extensible-enum"], &order["enum"]), (open, closed), "{settings}");
    }
}

#[test]
fn a_vendors_media_type_selects_an_action_without_a_body() {
    let headers =
        |name: &str| format!("### Headers\n\nContent-Type      application/vnd.example.{name}+json\n");
    let document = document(vec![
        page("clone-flow", "POST {{apiPath}}/v1/flows/{{flowID}}", &headers("clone")),
        page("deploy-flow", "POST {{apiPath}}/v1/flows/{{id}}", &headers("deploy")),
    ]);
    let body = &document["paths"]["/v1/flows/{flowID}"]["post"]["requestBody"];
    let types: Vec<&String> = body["content"].as_object().unwrap().keys().collect();
    assert_eq!(types, ["application/vnd.example.clone+json", "application/vnd.example.deploy+json"]);
    assert_ne!(body["required"], true);
}

#[test]
fn a_page_that_introduces_a_resource_describes_its_tag() {
    let overview = |id: &str, title: &str, text: &str| {
        let url = format!("https://docs.example.com/{id}.html");
        let front = format!("---\ntitle: {title}\npage_id: docs:things:{id}\ncanonical_url: {url}\n---\n\n");
        (format!("{id}.md"), SourceKind::Page, format!("{front}# {title}\n\n{text}\n").into_bytes())
    };
    let others = || {
        let (path, kind, text) = page("read-others", "GET {{apiPath}}/v1/others", "");
        (
            path,
            kind,
            String::from_utf8(text).unwrap().replace("docs:things:things/", "docs:things:others/").into(),
        )
    };
    let document = with_settings(
        vec![
            overview("things", "Things", "A thing is *what* we have.\n\n## More\n\nNot this."),
            overview("start", "Getting started", "Nothing on others."),
            page("read-things", "GET {{apiPath}}/v1/things", ""),
            others(),
        ],
        "[package]\nname = \"p\"\ntitle = \"P\"\nhome = \"https://docs.example.com/\"\n",
    );
    let tags = document["tags"].as_array().unwrap();
    let things = tags.iter().find(|tag| tag["name"] == "Things").unwrap();
    assert_eq!(things["description"], "A thing is what we have.");
    assert_eq!(things["externalDocs"]["url"], "https://docs.example.com/things.html");
    let others = tags.iter().find(|tag| tag["name"] != "Things").unwrap();
    assert_eq!(
        (&others["description"], &others["externalDocs"]),
        (&json!("Operations on others."), &Value::Null)
    );
    assert_eq!(document["externalDocs"], json!({ "description": "P", "url": "https://docs.example.com/" }));
}

#[test]
fn an_example_holds_a_value_where_its_page_has_a_placeholder() {
    let id = "b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01";
    let reply = |id: &str| {
        let body = format!("{{\"id\": \"{id}\", \"name\": \"{{{{name}}}}\"}}");
        format!("### Example Response\n\n200 OK\n\n```json\n{body}\n```\n")
    };
    let document = document(vec![
        page("read-thing", "GET {{apiPath}}/v1/things/{{thingID}}", &reply("{{thingID}}")),
        page("update-thing", "PUT {{apiPath}}/v1/things/{{thingID}}", &reply(id)),
    ]);
    let reply = &document["paths"]["/v1/things/{thingID}"]["get"]["responses"]["200"];
    let media = &reply["content"]["application/json"];
    assert_eq!(media["schema"]["$ref"], "#/components/schemas/Thing");
    assert_eq!(document["components"]["schemas"]["Thing"]["properties"]["id"]["format"], "uuid");
    // What has no format may hold anything.
    let fits = ["00000000-0000-0000-0000-000000000000", id].map(|id| json!({ "id": id, "name": "{{name}}" }));
    let shown = &media["examples"]["read-thing"]["value"];
    assert!(fits.contains(shown), "{shown}");
}

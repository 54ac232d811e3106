//! A small API, put together by hand: two store pages on one route told apart by `type`,
//! two pages on one route that nothing tells apart, hostile text, and a secret.

use docparse::ir::*;
use docparse::json::{self, Json};
use docparse::page::{Inline, Text};
use docparse::source::{SourceId, SourceKind, SourceSet, Span, Spanned};

/// The value of every secret. It must be in no file.
pub(crate) const MARKER: &str = "s3cr3t-MARKER";

/// Strings that readers of YAML 1.1 or 1.2 would take for something else.
pub(crate) const NASTY: &[&str] = &[
    "on",
    "off",
    "yes",
    "No",
    "y",
    "n",
    "true",
    "False",
    "null",
    "~",
    "",
    "=",
    "<<",
    "1e3",
    "0x1f",
    "0o17",
    "017",
    "1_000",
    "12:30:45",
    "2021-01-01",
    "2021-02-03T15:40:00.174Z",
    ".inf",
    ".NaN",
    "+1",
    "-",
    "- a",
    "? a",
    "a: b",
    "a #b",
    "#a",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "{a",
    "[a",
    "|",
    ">",
    "'",
    "\"",
    " a",
    "a ",
    "a\nb",
    "a\n",
    "\na",
    "a\n\n",
    "  a\n b",
    "a\tb",
    "\ta\n\tb",
    "\u{a0}a",
    "a\u{85}b",
    "a\u{2028}b",
    "\u{feff}a",
    "é😀",
    "\u{7f}",
    "\u{1}",
    "a\r\nb",
    "---",
    "...",
    "key:",
    ":",
    "1.",
    "0b1",
    "1e1000",
    "-0",
    "_1",
    "a:",
    "{{envID}}",
    "username Eq \"%s\"",
];

const PAGES: &[(&str, &str)] = &[
    ("alpha.md", "alpha POST 201 type name on.SECRET s3cr3t-MARKER env REGION old"),
    ("beta.md", "beta POST 201 type name nested s3cr3t-MARKER"),
    ("docset.toml", "service"),
    ("set-a.md", "set-a PUT 200"),
    ("set-b.md", "set-b PUT 200"),
];

/// The pages.
pub(crate) fn sources() -> SourceSet {
    let file = |(path, text): &(&str, &str)| {
        let kind = if *path == "docset.toml" { SourceKind::Docset } else { SourceKind::Page };
        ((*path).to_owned(), kind, text.as_bytes().to_vec())
    };
    SourceSet::new(PAGES.iter().map(file).collect())
}

fn fact<T>(page: u32, value: T) -> Fact<T> {
    Fact::new(value, How::Stated, span(page))
}

fn span(page: u32) -> Span {
    Span::new(SourceId(page), 0, 5)
}

fn shown(page: u32) -> Evidence {
    Evidence::new(How::Shown, span(page))
}

fn words(page: u32, text: &str) -> Fact<Text> {
    let inline = Inline::Text(Spanned::new(text.to_owned(), span(page)));
    fact(page, Text { inlines: vec![inline], span: span(page) })
}

fn text(page: u32, value: &str) -> Fact<String> {
    fact(page, value.to_owned())
}

/// A field as a table states it.
pub(crate) fn field(page: u32, path: &str, ty: Type, presence: Presence) -> Field {
    Field {
        name: Name::new(path.rsplit('.').next().unwrap_or(path)),
        path: path.to_owned(),
        ty: fact(page, ty),
        row: None,
        write_only: None,
        immutable: None,
        values: Vec::new(),
        limits: Limits::default(),
        presence: fact(page, presence),
        nullable: None,
        deprecated: None,
        secret: None,
        read_only: None,
        constant: None,
        default: None,
        docs: Vec::new(),
        format: None,
        seen: Vec::new(),
        example: None,
    }
}

fn model(name: &str, role: Role, pages: &[u32], path: &str, fields: Vec<Field>) -> Model {
    Model {
        name: Name::new(name),
        role,
        pages: pages.iter().copied().map(SourceId).collect(),
        path: path.to_owned(),
        doc: None,
        fields,
    }
}

fn tag(page: u32, value: &str) -> Field {
    let constant = Some(fact(page, Literal::String(value.to_owned())));
    Field { constant, ..field(page, "type", Type::String, Presence::Required) }
}

fn implied(page: u32, path: &str, ty: Type) -> Field {
    let presence = Fact::new(Presence::Unstated, How::Inferred, span(page));
    Field {
        presence,
        ty: Fact::new(ty, How::Shown, span(page)),
        ..field(page, path, Type::Any, Presence::Unstated)
    }
}

fn example(page: u32, text: &str) -> Vec<Example> {
    let json: Json = json::read(SourceId(page), text, 0).value.expect("the fixture is JSON");
    vec![Example { json }]
}

fn operation(page: u32, name: &str, title: &str) -> Operation {
    let credential = HeaderValue::Credential { scheme: "Bearer".into(), placeholder: "accessToken".into() };
    Operation {
        name: Name::new(name),
        page: SourceId(page),
        title: text(page, title),
        summary: Some(words(page, "Adds a <script>alert(1)</script> *store*.")),
        notes: Vec::new(),
        headers: vec![Header {
            name: Name::new("Authorization"),
            value: credential,
            presence: Presence::Required,
            span: span(page),
        }],
        body: None,
        responses: Vec::new(),
        samples: Vec::new(),
        tag: None,
        request_line: span(page),
        query: Vec::new(),
        deprecated: None,
    }
}

fn body(page: u32, model: u32, json: &str) -> Option<Body> {
    let ty = Type::Model(ModelId(model));
    Some(Body { media_type: text(page, "application/json"), ty, examples: example(page, json) })
}

fn reply(page: u32, status: u16, model: u32, json: &str) -> Vec<Response> {
    let ty = Some(Type::Model(ModelId(model)));
    vec![Response { status: fact(page, status), message: None, ty, examples: example(page, json) }]
}

fn path(tail: &[&str]) -> Path {
    let param = Param { name: Name::new("envID"), ty: fact(0, Type::String), example: None, format: None };
    let mut segments = vec![Segment::Literal(text(0, "v1")), Segment::Param(Box::new(param))];
    segments.extend(tail.iter().map(|part| Segment::Literal(text(0, part))));
    Path { base: Some(text(0, "apiPath")), segments }
}

/// Builds the API.
pub(crate) fn api() -> Api {
    let secret = |page, path| Field {
        secret: Some(shown(page)),
        ..field(page, path, Type::String, Presence::Optional)
    };
    let deprecation = |page| Deprecation {
        evidence: Evidence::new(How::Stated, span(page)),
        replacement: Some(text(page, "REGION")),
    };
    let old = Field {
        deprecated: Some(deprecation(0)),
        nullable: Some(shown(0)),
        ..field(0, "on.old", Type::Boolean, Presence::Optional)
    };
    let id = Field {
        read_only: Some(shown(0)),
        format: Some(Fact::new(Format::Uuid, How::Inferred, span(0))),
        ..field(0, "id", Type::String, Presence::Unstated)
    };
    let doc = Field {
        docs: vec![words(0, "Where <b>it</b> is.")],
        default: Some(fact(0, Literal::String("on".into()))),
        example: Some(fact(0, Literal::String("2021-01-01".into()))),
        ..field(0, "on.REGION", Type::String, Presence::Required)
    };
    let models = vec![
        model(
            "alpha store",
            Role::Request,
            &[0],
            "",
            vec![
                tag(0, "Alpha"),
                implied(0, "on", Type::Model(ModelId(1))),
                field(0, "labels", Type::Map(Box::new(Type::String)), Presence::Optional),
                field(0, "anything", Type::Any, Presence::Optional),
            ],
        ),
        model("alpha store on", Role::Request, &[0], "on", vec![secret(0, "on.SECRET"), doc, old]),
        model("alpha store reply", Role::Response, &[0], "", vec![tag(0, "Alpha"), id.clone()]),
        model("beta store", Role::Request, &[1], "", vec![tag(1, "Beta"), secret(1, "PASSWORD")]),
        model("beta store reply", Role::Response, &[1], "", vec![tag(1, "Beta"), secret(1, "PASSWORD")]),
        model("setting a", Role::Request, &[3], "", vec![field(3, "a", Type::Integer, Presence::Required)]),
        model(
            "setting b",
            Role::Request,
            &[4],
            "",
            vec![field(4, "b", Type::List(Box::new(Type::Number)), Presence::Required)],
        ),
        model(
            "setting",
            Role::Response,
            &[3, 4],
            "",
            vec![field(3, "ok", Type::Boolean, Presence::Unstated)],
        ),
    ];
    let arm = |page: u32, value: &str, model| Variant {
        tag: text(page, value),
        name: Name::new(value),
        model: ModelId(model),
        page: SourceId(page),
    };
    let union = |name: &str, role, arms| Union {
        name: Name::new(name),
        role,
        tag: Name::new("type"),
        variants: arms,
    };
    let unions = vec![
        union("store", Role::Request, vec![arm(0, "Alpha", 0), arm(1, "Beta", 3)]),
        union("store reply", Role::Response, vec![arm(0, "Alpha", 2), arm(1, "Beta", 4)]),
    ];
    Api {
        service: service(),
        pages: pages(),
        endpoints: vec![stores(), settings()],
        models,
        unions,
        contradictions: vec![],
        secrets: vec![],
    }
}

fn stores() -> Endpoint {
    let nasty: Vec<String> = NASTY
        .iter()
        .enumerate()
        .map(|(at, text)| format!("\"n{at}\": {}", serde_json::json!(text)))
        .collect();
    let alpha = format!(
        "{{\"type\": \"Alpha\", \"on\": {{\"SECRET\": \"{MARKER}\", \"REGION\": \"no\"}}, \"labels\": {{{}}}, \
         \"extra\": {{\"apiKey\": \"{MARKER}\", \"accessToken\": \"{{{{token}}}}\"}}}}",
        nasty.join(", ")
    );
    let beta = format!("{{\"type\": \"Beta\", \"PASSWORD\": \"{MARKER}\"}}");
    let tagged = |page, value: &str| Some(Tag { property: "type".into(), value: text(page, value) });
    let sample = |page, tab: &str, code: String| Sample {
        language: Spanned::new(tab.to_owned(), span(page)),
        code: Spanned::new(code, span(page)),
    };
    let operations = vec![
        Operation {
            body: body(0, 0, &alpha),
            responses: reply(0, 201, 2, "{\"type\": \"Alpha\", \"id\": \"1\"}"),
            samples: vec![
                sample(0, "cURL", format!("curl --data '{{\n\t\"SECRET\": \"{MARKER}\"\n}}'\n")),
                sample(0, "C#", format!("@\"\"\"SECRET\"\": \"\"{MARKER}\"\"\"")),
            ],
            tag: tagged(0, "Alpha"),
            ..operation(0, "create-store-alpha", "Create Store (<Alpha>)")
        },
        Operation {
            body: body(1, 3, &beta),
            responses: reply(1, 201, 4, &beta),
            tag: tagged(1, "Beta"),
            ..operation(1, "create-store-beta", "Create Store (Beta)")
        },
    ];
    let call = Call {
        name: Name::new("create store"),
        operations: vec![0, 1],
        body: Some(("application/json".into(), Type::Union(UnionId(0)))),
        reply: Some(Type::Union(UnionId(1))),
        success: vec![201],
    };
    Endpoint {
        method: fact(0, Method::Post),
        path: path(&["stores"]),
        resource: Name::new("stores"),
        operations,
        calls: vec![call],
    }
}

fn settings() -> Endpoint {
    let page = |page, name: &str, model, json: &str| Operation {
        body: body(page, model, json),
        responses: reply(page, 200, 7, "{\"ok\": true}"),
        ..operation(page, name, name)
    };
    let call = |name: &str, index, model| Call {
        name: Name::new(name),
        operations: vec![index],
        body: Some(("application/json".into(), Type::Model(ModelId(model)))),
        reply: Some(Type::Model(ModelId(7))),
        success: vec![200],
    };
    Endpoint {
        method: fact(3, Method::Put),
        path: path(&["settings"]),
        resource: Name::new("settings"),
        operations: vec![page(3, "set-store-a", 5, "{\"a\": 1}"), page(4, "set-store-b", 6, "{\"b\": [1]}")],
        calls: vec![call("set store a", 0, 5), call("set store b", 1, 6)],
    }
}

fn pages() -> Vec<PageRef> {
    let page = |source: u32, id: &str| PageRef {
        source: SourceId(source),
        path: PAGES[source as usize].0.into(),
        id: text(source, id),
        url: Some(text(source, &format!("https://docs.example.org/{id}.html"))),
        overview: None,
    };
    vec![
        page(0, "create-store-alpha"),
        page(1, "create-store-beta"),
        page(3, "set-store-a"),
        page(4, "set-store-b"),
    ]
}

fn service() -> Service {
    let said = |value: &str| text(2, value);
    let server = |name: &str, url: &str| Server {
        placeholder: said("apiPath"),
        name: said(name),
        url: said(url),
        description: None,
    };
    let property = |name: &str, ty: &str| ErrorProperty { name: said(name), ty: said(ty), description: None };
    let error = |status, words: &str| CommonError { status: fact(2, status), description: said(words) };
    Service {
        package: said("stores"),
        version: said("1.0.0"),
        title: said("Stores"),
        description: Some(said("Stores & <settings>.")),
        home: Some(said("https://docs.example.org/")),
        licence: Some(said("Apache-2.0 OR MIT")),
        servers: vec![
            server("North", "https://north.example.org"),
            server("South", "https://south.example.org"),
        ],
        auth: Some(Auth {
            scheme: said("Bearer"),
            format: Some(said("JWT")),
            description: None,
            token_url: None,
            client_authentication: None,
            scope: None,
        }),
        errors: vec![error(400, "The request is wrong."), error(404, "There is no such thing.")],
        error_body: vec![property("code", "String"), property("details[].target", "String")],
        request_id_header: None,
        closed_enums: None,
    }
}

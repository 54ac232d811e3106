//! The obstacle course: one API, put together by hand, with every hard name, text and shape.
//! Every back end has to get through.

use docparse::ir::*;
use docparse::json;
use docparse::page::{Inline, Text};
use docparse::source::{SourceId, SourceKind, SourceSet, Span, Spanned};

/// The value of every secret on the pages. It must be in no file.
pub(crate) const MARKER: &str = "s3cr3t-MARKER";

/// Text that ends comments, starts code, is HTML, or cannot be seen.
pub(crate) const HOSTILE: &[&str] = &[
    "*/ /* -->  <!-- ''' \"\"\" ``` ~~~ #{x} ${y} {{z}} {% q %} \\u0041 \\",
    "```rust\ncompile_error!(\"code from a page was run\");\n```",
    "    compile_error!(\"so was an indented block\");",
    "<script>alert(1)</script> & <b>bold</b> <unclosed",
    "[`Option`] [link](javascript:alert(1)) [x]: y ![image](z) https://example.com/a_b_c.",
    "# Not a heading\n- nor\n1. a list\n===\n---\n> nor | a | table",
    "\u{202e}right to left\u{202c} \u{0}\u{7}\u{feff}controls \u{2028}and é 日本 😀",
    "*a* _b_ ~~c~~ `unclosed and ``two`` $math$ ^up^ \r\n\r\n new",
];

/// Words that many languages keep for themselves.
const KEYWORDS: &[&str] = &[
    "type", "self", "Self", "crate", "super", "async", "await", "gen", "try", "dyn", "match", "fn", "class",
    "def", "function", "package", "import", "default", "new", "null", "None", "True", "nil", "end", "self_",
    "hash", "send", "object", "clone", "fmt", "build", "builder", "extra", "value", "required", "model",
    "into",
];

/// Names that no identifier is like.
const ODD: &[&str] = &[
    "2fa",
    "_links",
    "",
    "日本",
    "größe",
    "²",
    "a.b",
    "x-y z",
    "quote\"s",
    "back\\slash",
    "line\nbreak",
    "#{}",
    "*/",
    "${x}",
    "'",
];

/// Types that languages have already.
const PRELUDE: &[&str] = &[
    "Option",
    "Box",
    "String",
    "Result",
    "Vec",
    "Into",
    "From",
    "Default",
    "IntoIterator",
    "AsRef",
    "Clone",
    "Debug",
    "Self",
    "Secret",
    "Extra",
    "Error",
    "Client",
    "Serialize",
    "Object",
    "Call",
    "List",
    "Map",
    "Any",
    "Some",
    "Ok",
];

const PAGE: SourceId = SourceId(0);
const SECOND: SourceId = SourceId(1);

/// The course, and sources that its spans point into.
pub(crate) fn course() -> (Api, SourceSet) {
    let page = |name: &str| (format!("{name}.md"), SourceKind::Page, " \n".repeat(400).into_bytes());
    let sources = SourceSet::new(vec![page("a"), page("b")]);
    let mut course = Course::new();
    course.names();
    course.shapes();
    course.unions();
    course.calls();
    (course.api, sources)
}

/// A body: media type, type, and the page's example.
type Sent<'a> = (&'a str, Type, &'a str);

/// A call: path, resource, name, body, reply.
type Hard<'a> = (&'a str, &'a str, &'a str, Option<Sent<'a>>, Option<Type>);

/// The API, and where the next thing stands.
pub(crate) struct Course {
    api: Api,
    at: usize,
}

impl Course {
    fn new() -> Self {
        let page = |source, path: &str, url: Option<&str>| PageRef {
            source,
            path: format!("{path}.md"),
            id: fact(path.to_owned()),
            url: url.map(|url| fact(url.to_owned())),
            overview: None,
        };
        let server = |placeholder: &str, name: &str, url: &str| Server {
            placeholder: fact(placeholder.to_owned()),
            name: fact(name.to_owned()),
            url: fact(url.to_owned()),
            description: Some(fact(HOSTILE[0].to_owned())),
        };
        let service = Service {
            package: fact("obstacle-course".to_owned()),
            version: fact("1.2.3".to_owned()),
            title: fact(HOSTILE[3].to_owned()),
            description: Some(fact(HOSTILE[1].to_owned())),
            home: Some(fact("https://example.com/) <b>".to_owned())),
            licence: None,
            servers: vec![
                server("apiPath", "type", "https://api.example.com"),
                server("apiPath", "2nd", "https://api.example.org/base"),
                server("authPath", "type", "https://auth.example.com"),
            ],
            auth: Some(Auth {
                scheme: fact("Bearer".to_owned()),
                format: None,
                description: None,
                token_url: Some(fact("{{base}}/{{self}}/{{new}}/token".to_owned())),
                client_authentication: None,
                scope: None,
            }),
            errors: vec![CommonError { status: fact(400), description: fact(HOSTILE[0].to_owned()) }],
            error_body: [
                "details[].code",
                "fault.async.code",
                "self",
                "details[].type",
                "details[].self.extra",
                "String.extra",
                "flags[]",
                "count",
            ]
            .map(|name| ErrorProperty {
                name: fact(name.to_owned()),
                ty: fact("String".to_owned()),
                description: Some(fact(HOSTILE[0].to_owned())),
            })
            .to_vec(),
            request_id_header: Some(fact("X-Request-Id".to_owned())),
            closed_enums: None,
        };
        let pages = vec![page(PAGE, "a", Some("https://docs.example.com/x/a.html")), page(SECOND, "b", None)];
        let api = Api {
            service,
            pages,
            endpoints: vec![],
            models: vec![],
            unions: vec![],
            contradictions: vec![],
            secrets: vec![],
        };
        Self { api, at: 0 }
    }

    /// Fields and models that are hard to name.
    fn names(&mut self) {
        let fields = |names: &[&str]| names.iter().map(|name| field(name, Type::String)).collect::<Vec<_>>();
        self.model("keywords", Role::Request, fields(KEYWORDS));
        self.model("keywords reply", Role::Response, fields(KEYWORDS));
        self.model("odd", Role::Both, fields(ODD));
        let collisions = vec![
            field("createUsers", Type::Boolean).deprecated(Some("CREATE_USERS")),
            field("CREATE_USERS", Type::Boolean).required(),
            field("create-users", Type::Boolean).deprecated(Some("nowhere")),
            field("old", Type::String).deprecated(None).required(),
            field("a b", Type::String),
            field("a b", Type::Boolean),
            field("a_b_2", Type::String),
        ];
        self.model("collisions", Role::Request, collisions);
        for (index, name) in PRELUDE.iter().enumerate() {
            let role = [Role::Request, Role::Response, Role::Both][index % 3];
            self.model(
                name,
                role,
                vec![field("text", Type::String).required(), field("list", list(Type::String))],
            );
        }
        self.model("option", Role::Request, vec![]);
        let doc = |(index, text): (usize, &&str)| field(&format!("doc {index}"), Type::String).doc(text);
        self.model("hostile", Role::Both, HOSTILE.iter().enumerate().map(doc).collect());
    }

    /// Every type in every other.
    fn shapes(&mut self) {
        let empty = self.model("empty", Role::Both, vec![]);
        let next = |course: &Self| ModelId(course.api.models.len() as u32);
        let tree = next(self);
        self.model(
            "tree",
            Role::Both,
            vec![
                field("parent", Type::Model(tree)),
                field("children", list(Type::Model(tree))).required(),
                field("by name", map(Type::Model(tree))),
                field("name", Type::String),
                field("null parent", Type::Model(tree)).nullable(),
            ],
        );
        let egg = next(self);
        let hen = ModelId(egg.0 + 1);
        self.model("egg", Role::Request, vec![field("hen", Type::Model(hen))]);
        self.model(
            "hen",
            Role::Response,
            vec![field("egg", Type::Model(egg)), field("eggs", list(Type::Model(egg)))],
        );
        let everything = vec![
            field("string", Type::String).nullable(),
            field("nulls", list(Type::String)).nullable().required(),
            field("nulls by name", map(Type::Boolean)).nullable(),
            field("null secret", Type::String).nullable().secret(),
            field("status", Type::String).values(&["ON", "off", "", "2fa", "Unknown", "self", HOSTILE[0]]),
            field("levels", list(Type::String)).values(&["a", "A"]).required(),
            field("null level", Type::String).values(&["a", "A"]).nullable(),
            field("sizes", Type::Integer).values(&["1", "2"]).limited(),
            field("file", Type::Binary),
            field("boolean", Type::Boolean).default(Literal::Boolean(false)),
            field("integer", Type::Integer).required(),
            field("number", Type::Number).example(Literal::Number(serde_json::Number::from(1))),
            field("any", Type::Any),
            field("anys", list(Type::Any)),
            field("lists", list(list(Type::String))),
            field("maps", map(map(Type::Integer))),
            field("map of lists", map(list(Type::Model(empty)))),
            field("list of maps", list(map(Type::Any))),
            field("booleans", list(Type::Boolean)),
            field("password", Type::String).secret().required(),
            field("passwords", list(Type::String)).secret(),
            field("passwords by name", map(Type::String)).secret(),
            field("pin", Type::Integer).secret(),
            field("blob", Type::Any).secret(),
            field("empty", Type::Model(empty)).required(),
            field("always", Type::String).constant(Literal::String(HOSTILE[0].to_owned())),
            field("yes", Type::Boolean).constant(Literal::Boolean(true)),
            field("two", Type::Integer).constant(Literal::Number(serde_json::Number::from(2))),
            field("nothing", Type::Any).constant(Literal::Null),
            field("shown", Type::String).example(Literal::String(HOSTILE[1].to_owned())),
            field("address", Type::String).format(Format::Uri),
        ];
        self.model("everything", Role::Request, everything.clone());
        self.model("everything received", Role::Response, everything.clone());
        self.model("everything both", Role::Both, everything);
    }

    /// Unions of no, one and many arms.
    fn unions(&mut self) {
        let arm = |name: &str, tag: &str, fields: Vec<Made>| {
            let tag = field("type", Type::String).required().constant(Literal::String(tag.to_owned()));
            (name.to_owned(), [vec![tag], fields].concat())
        };
        let (name, fields) = arm("cat", "Cat", vec![field("name", Type::String).required()]);
        let cat = self.model(&name, Role::Both, fields);
        // The tag is no property of this one's page.
        let dog = self.model("dog", Role::Both, vec![field("name", Type::String)]);
        let twice = self.model("twice", Role::Both, vec![field("type", Type::String).required()]);
        let union = self.union(
            "pet",
            "type",
            &[
                ("Cat", "cat", cat),
                ("Dog", "dog", dog),
                ("One", "one", twice),
                ("Two", "two", twice),
                ("Unknown", "unknown", self.find("keywords")),
                ("2fa", "2fa", self.find("tree")),
                ("self", "Self", self.find("odd")),
                (HOSTILE[0], "", self.find("empty")),
            ],
        );
        self.union("lonely", "kind", &[("only", "only", self.find("cat"))]);
        self.union("nobody", "#{}", &[]);
        self.model(
            "owner",
            Role::Request,
            vec![
                field("pet", Type::Union(union)).required(),
                field("pets", list(Type::Union(union))),
                field("by name", map(Type::Union(union))),
            ],
        );
    }

    /// Routes, parameters, headers, bodies and replies that are hard to say.
    fn calls(&mut self) {
        let model = |course: &Self, name: &str| Type::Model(course.find(name));
        let everything = model(self, "everything");
        let received = model(self, "everything received");
        let pet = Type::Union(UnionId(0));
        let secret = format!(
            r#"{{"password": "{MARKER}", "passwords": ["{MARKER}"], "pin": 1, "blob": "{MARKER}", "integer": -5, "empty": {{}},
                "any": {{"password": "{MARKER}", "id": "{{{{envID}}}}", "n": [1, -1.5, null]}}, "string": "{{{{envID}}}} \"x\"\n",
                "number": -0.5, "booleans": [true], "lists": [["a"]], "maps": {{}}, "wrong": 1, "boolean": "no",
                "passwords by name": {{"a": "{MARKER}"}}, "shown": {{{{shown}}}}, "always": "x"}}"#
        );
        let owner = r#"{"pet": {"type": "Dog", "name": "x"}, "pets": [{"type": "Cat", "name": "y"}, {"type": "One"}],
            "by name": {"a": {"type": "Wolf"}, "b": {"type": "Dog"}}}"#;
        let calls: Vec<Hard<'_>> = vec![
            (
                "/v1/{type}/{self}/{envID}/{env_id}/x",
                "things",
                "new",
                Some(("application/json", everything.clone(), &secret)),
                Some(received.clone()),
            ),
            (
                "/v1/a b/é%/{2fa}",
                "things",
                "clone",
                Some(("application/merge-patch+json", everything, &secret)),
                None,
            ),
            ("/v1/raw", "things", "send", Some(("text/csv", Type::String, "\"a,b\"")), Some(Type::Any)),
            ("/v1/file", "things", "file", Some(("image/png", Type::Binary, "\"x\"")), Some(Type::Binary)),
            (
                "/v1/form",
                "things",
                "form",
                Some((
                    "application/x-www-form-urlencoded; charset=utf-8",
                    model(self, "cat"),
                    "{\"name\": \"x\"}",
                )),
                None,
            ),
            (
                "/v1/vendor",
                "things",
                "vendor",
                Some(("application/vnd.x.y+json", model(self, "cat"), "{\"name\": \"x\"}")),
                None,
            ),
            (
                "/v1/any",
                "things",
                "send",
                Some(("application/json", Type::Any, "[1, \"two\"]")),
                Some(list(received)),
            ),
            (
                "/v1/list",
                "builder",
                "type",
                Some((
                    "application/json",
                    list(model(self, "cat")),
                    "[{\"name\": \"x\", \"type\": \"Cat\"}]",
                )),
                Some(Type::String),
            ),
            (
                "/v1/owner",
                "crate",
                "Self",
                Some(("application/json", model(self, "owner"), owner)),
                Some(map(pet.clone())),
            ),
            (
                "/v1/pets",
                "mod",
                "2fa",
                Some(("application/json", pet.clone(), "{\"type\": \"One\"}")),
                Some(pet.clone()),
            ),
            (
                "/v1/prelude",
                "models",
                "option",
                Some((
                    "application/json",
                    model(self, "option"),
                    "{\"text\": \"x\", \"list\": [\"a\", \"b\"]}",
                )),
                Some(model(self, "result")),
            ),
            ("/v1/boxes", "Box", "Box", None, Some(model(self, "box"))),
            ("/", "", "", None, None),
            (
                "/v1/things",
                "Things",
                "collisions",
                Some((
                    "application/json",
                    model(self, "collisions"),
                    "{\"CREATE_USERS\": true, \"old\": \"x\", \"createUsers\": false}",
                )),
                Some(model(self, "hen")),
            ),
            (
                "/v1/_things",
                "_things",
                "keywords",
                Some((
                    "application/json",
                    model(self, "keywords"),
                    "{\"type\": \"a\", \"self\": \"b\", \"build\": \"c\"}",
                )),
                Some(model(self, "keywords reply")),
            ),
            (
                "/v1/tree",
                "shared",
                "tree",
                Some((
                    "application/json",
                    model(self, "tree"),
                    "{\"parent\": {\"name\": \"p\", \"children\": []}, \"children\": [{\"name\": \"c\"}]}",
                )),
                Some(model(self, "hostile")),
            ),
        ];
        for (path, resource, name, body, reply) in calls {
            let method = Method::ALL[self.at % Method::ALL.len()];
            self.endpoint(method, path, resource, &[(name, body)], reply);
        }
        // Two pages, one call: each page's body is an arm.
        let bodies =
            [("Dog", "dog", "{\"type\": \"Dog\"}"), ("Cat", "cat", "{\"type\": \"Cat\", \"name\": \"x\"}")];
        let pages: Vec<_> = bodies
            .iter()
            .map(|(title, arm, body)| (*title, Some(("application/json", model(self, arm), *body))))
            .collect();
        self.endpoint(Method::Post, "/v1/adopt", "pets", &pages, Some(pet.clone()));
        let call = &mut self.api.endpoints.last_mut().expect("it was just added").calls[0];
        call.body = Some(("application/json".to_owned(), pet));
        // A list that is counted.
        let user = self.model("user", Role::Response, vec![field("id", Type::String)]);
        let counts = ["totalResults", "startIndex", "itemsPerPage"].map(|name| field(name, Type::Integer));
        let resources = field("Resources", list(Type::Model(user)));
        let users = self.model("users", Role::Response, [vec![resources], counts.to_vec()].concat());
        self.endpoint(Method::Get, "/v1/users", "users", &[("all", None)], Some(Type::Model(users)));
    }

    fn find(&self, words: &str) -> ModelId {
        let at = self.api.models.iter().rposition(|model| model.name.wire == words);
        let folded = || self.api.models.iter().position(|model| model.name.words.join(" ") == words);
        ModelId(at.or_else(folded).unwrap_or_else(|| panic!("no model {words}")) as u32)
    }

    /// The next place on the first page.
    fn here(&mut self) -> Span {
        self.at += 1;
        Span::new(PAGE, self.at, self.at + 1)
    }

    fn model(&mut self, name: &str, role: Role, fields: Vec<Made>) -> ModelId {
        let mut own = Vec::new();
        for Made(mut field) in fields {
            let span = self.here();
            field.ty.from.span = span;
            field.presence.from.span = span;
            own.push(field);
        }
        let doc = fact(Text::of(HOSTILE[self.at % HOSTILE.len()], self.here()));
        self.api.models.push(Model {
            name: Name::new(name),
            role,
            pages: vec![PAGE, SECOND],
            path: HOSTILE[0].to_owned(),
            doc: Some(doc),
            fields: own,
        });
        ModelId(self.api.models.len() as u32 - 1)
    }

    fn union(&mut self, name: &str, tag: &str, arms: &[(&str, &str, ModelId)]) -> UnionId {
        let mut variants = Vec::new();
        for (tag, name, model) in arms {
            let tag = Fact::new((*tag).to_owned(), How::Stated, self.here());
            variants.push(Variant { tag, name: Name::new(*name), model: *model, page: PAGE });
        }
        self.api.unions.push(Union {
            name: Name::new(name),
            role: Role::Both,
            tag: Name::new(tag),
            variants,
        });
        UnionId(self.api.unions.len() as u32 - 1)
    }

    fn endpoint(
        &mut self,
        method: Method,
        path: &str,
        resource: &str,
        pages: &[(&str, Option<Sent<'_>>)],
        reply: Option<Type>,
    ) {
        let span = self.here();
        let segment = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => {
                let ty = if name == "2fa" { Type::Integer } else { Type::String };
                Segment::Param(Box::new(Param {
                    name: Name::new(name),
                    ty: Fact::new(ty, How::Stated, span),
                    example: None,
                    format: None,
                }))
            }
            None => Segment::Literal(Fact::new(part.to_owned(), How::Stated, span)),
        };
        let segments = path.split('/').filter(|part| !part.is_empty()).map(segment).collect();
        let operations = pages.iter().enumerate().map(|(index, (title, body))| {
            self.operation([PAGE, SECOND][index % 2], title, body.as_ref(), reply.as_ref())
        });
        let operations: Vec<Operation> = operations.collect();
        let call = Call {
            name: Name::new(pages[0].0),
            operations: (0..operations.len()).collect(),
            body: pages[0].1.as_ref().map(|(media_type, ty, _)| ((*media_type).to_owned(), ty.clone())),
            reply,
            success: vec![201],
        };
        self.api.endpoints.push(Endpoint {
            method: Fact::new(method, How::Stated, span),
            path: Path { base: Some(fact("apiPath".to_owned())), segments },
            resource: Name::new(resource),
            operations,
            calls: vec![call],
        });
    }

    /// A parameter of every type, and names that calls have taken.
    fn query(&self) -> Vec<QueryParam> {
        let param = |name: &str, ty: Type, presence: Presence| QueryParam {
            name: Name::new(name),
            ty: fact(ty),
            format: None,
            presence: fact(presence),
            docs: vec![fact(Text::of(HOSTILE[1], Span::new(PAGE, self.at, self.at + 1)))],
            example: Some(fact(HOSTILE[0].to_owned())),
            values: vec![fact(Literal::String(HOSTILE[7].to_owned()))],
            default: Some(fact(Literal::String(HOSTILE[2].to_owned()))),
            limits: Limits { max_length: Some(fact(64)), ..Limits::default() },
        };
        vec![
            param("filter", Type::String, Presence::Required),
            param("page size", Type::Integer, Presence::Required),
            param("expand", list(Type::String), Presence::Optional),
            param("ids", list(Type::Integer), Presence::Unstated),
            param("deep", Type::Boolean, Presence::Optional),
            param("ratio", Type::Number, Presence::Optional),
            param("body", Type::String, Presence::Optional),
            param("send", Type::String, Presence::Optional),
            param("type", Type::String, Presence::Optional),
            param("a\"b`", Type::String, Presence::Optional),
        ]
    }

    fn operation(
        &self,
        page: SourceId,
        title: &str,
        body: Option<&Sent<'_>>,
        reply: Option<&Type>,
    ) -> Operation {
        let span = Span::new(page, self.at, self.at + 1);
        let header = |name: &str, value: HeaderValue| Header {
            name: Name::new(name),
            value,
            presence: Presence::Required,
            span,
        };
        let text = |text: &str| Fact::new(Text::of(text, span), How::Prose, span);
        let example = |text: &str| {
            let json = json::read(page, text, 0).value.expect("the example is JSON");
            Example { json }
        };
        let code = Inline::Code(Spanned::new("a ``` b ` c".to_owned(), span));
        let link =
            Inline::Link { text: Spanned::new("[x]`".to_owned(), span), target: "../y.html#z".to_owned() };
        let note = Text { inlines: vec![code, link], span };
        Operation {
            name: Name::new(title),
            page,
            title: Fact::new(format!("{title} [<b>`*/"), How::Stated, span),
            summary: Some(text(HOSTILE[5])),
            notes: HOSTILE
                .iter()
                .map(|hostile| text(hostile))
                .chain([Fact::new(note, How::Prose, span)])
                .collect(),
            headers: vec![
                header(
                    "Authorization",
                    HeaderValue::Credential { scheme: "Bearer".into(), placeholder: "accessToken".into() },
                ),
                header("Content-Type", HeaderValue::Fixed("application/json".into())),
                header("X-Always", HeaderValue::Fixed("a \"b\" \\".into())),
                header("Send", HeaderValue::From("send".into())),
                header("X-2FA", HeaderValue::From("x".into())),
                header("x-2fa", HeaderValue::From("x".into())),
                header("type", HeaderValue::From("x".into())),
            ],
            body: body.map(|(media_type, ty, text)| Body {
                media_type: Fact::new((*media_type).to_owned(), How::Stated, span),
                ty: ty.clone(),
                examples: vec![example(text)],
            }),
            responses: vec![Response {
                status: Fact::new(201, How::Stated, span),
                message: Some(fact(Text::of(HOSTILE[1], span))),
                ty: reply.cloned(),
                examples: vec![],
            }],
            samples: Vec::new(),
            tag: None,
            request_line: span,
            query: self.query(),
            deprecated: (title == "form").then(|| Evidence::new(How::Stated, span)),
        }
    }
}

fn fact<T>(value: T) -> Fact<T> {
    Fact::new(value, How::Stated, Span::new(PAGE, 0, 1))
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

fn map(item: Type) -> Type {
    Type::Map(Box::new(item))
}

/// A field being made.
#[derive(Clone)]
struct Made(Field);

fn field(wire: &str, ty: Type) -> Made {
    let presence = fact(Presence::Optional);
    Made(Field {
        name: Name::new(wire),
        path: format!("a.{wire}"),
        ty: fact(ty),
        row: None,
        write_only: None,
        immutable: None,
        values: Vec::new(),
        limits: Limits::default(),
        presence,
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
    })
}

impl Made {
    fn set(mut self, change: impl FnOnce(&mut Field)) -> Self {
        change(&mut self.0);
        self
    }

    fn required(self) -> Self {
        self.set(|field| field.presence.value = Presence::Required)
    }

    fn secret(self) -> Self {
        self.set(|field| field.secret = Some(field.ty.from))
    }

    fn nullable(self) -> Self {
        self.set(|field| field.nullable = Some(field.ty.from))
    }

    fn deprecated(self, replacement: Option<&str>) -> Self {
        let replacement = replacement.map(|name| fact(name.to_owned()));
        self.set(|field| field.deprecated = Some(Deprecation { evidence: field.ty.from, replacement }))
    }

    fn constant(self, value: Literal) -> Self {
        self.set(|field| field.constant = Some(fact(value)))
    }

    fn values(self, values: &[&str]) -> Self {
        let values = values.iter().map(|value| fact(Literal::String((*value).to_owned())));
        self.set(|field| field.values = values.collect())
    }

    /// Everything else that a page may say in words.
    fn limited(self) -> Self {
        self.set(|field| {
            let from = field.ty.from;
            field.limits.minimum = Some(fact(serde_json::Number::from(-1)));
            field.limits.maximum = Some(fact(serde_json::Number::from(9)));
            field.limits.min_length = Some(fact(1));
            field.limits.max_items = Some(fact(7));
            (field.write_only, field.immutable, field.read_only) = (Some(from), Some(from), Some(from));
        })
    }

    fn default(self, value: Literal) -> Self {
        self.set(|field| field.default = Some(fact(value)))
    }

    fn example(self, value: Literal) -> Self {
        self.set(|field| field.example = Some(fact(value)))
    }

    fn format(self, format: Format) -> Self {
        self.set(|field| field.format = Some(fact(format)))
    }

    fn doc(self, text: &str) -> Self {
        let span = self.0.ty.from.span;
        self.set(|field| field.docs.push(fact(Text::of(text, span))))
    }
}

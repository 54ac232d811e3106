//! What the mock answers, seen by a client: the pages decide what is right.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A running mock, ended with the test.
struct Mock {
    process: Child,
    port: u16,
    /// Kept open: a process that cannot print its requests ends.
    printed: BufReader<std::process::ChildStdout>,
}

struct Reply {
    status: u16,
    head: String,
    body: Value,
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Mock {
    fn seeds(args: &[&str]) -> Self {
        Self::start(args)
    }

    fn bookshop(args: &[&str]) -> Self {
        let pages = repository().join("tests/bookshop/pages");
        Self::start(&[&["--docs", pages.to_str().unwrap()], args].concat())
    }

    fn start(args: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["mock", "--port", "0"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut printed = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        printed.read_line(&mut line).unwrap();
        let port = line.trim().rsplit(':').next().unwrap().parse().unwrap();
        Self { process, port, printed }
    }

    /// Sends a request as it is, one connection for each.
    fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut text =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n", self.port);
        headers.iter().for_each(|header| text.push_str(&format!("{header}\r\n")));
        text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(text.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        Reply {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_lowercase(),
            body: if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() },
        }
    }

    fn json(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.send(
            method,
            path,
            &["Content-Type: application/json", "Authorization: Bearer t"],
            &body.to_string(),
        )
    }

    fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &["Authorization: Bearer t"], "")
    }

    /// Runs a page's own sample command, or one made from it.
    fn curl(&self, sample: &Sample, body: &Value) -> Reply {
        let headers: Vec<&str> = sample.headers.iter().map(String::as_str).collect();
        self.send("POST", &sample.path, &headers, &body.to_string())
    }

    fn lines(&mut self, count: usize) -> Vec<String> {
        let lines = (0..count).map(|_| {
            let mut line = String::new();
            self.printed.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        });
        lines.collect()
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

const ENVIRONMENT: &str = "/v1/environments/11111111-2222-4333-8444-555555555555";

/// The cURL command of a seed, with its placeholders filled.
struct Sample {
    path: String,
    headers: Vec<String>,
    body: Value,
    /// Dotted names of what the page's request model requires.
    required: Vec<String>,
    /// The reply that the page shows.
    reply: Value,
}

impl Sample {
    fn of(page: &str) -> Self {
        let path: PathBuf = repository().join("seeds").join(page);
        let text = std::fs::read_to_string(path).unwrap();
        // The flattened page leaves `/v1` to the placeholder.
        let base = if text.contains("{{apiPath}}/v1/") { "" } else { "/v1" };
        let text = text
            .replace("{{apiPath}}", base)
            .replace("{{envID}}", "11111111-2222-4333-8444-555555555555")
            .replace("{{accessToken}}", "t");
        let words = words(&text[text.find("curl --location").unwrap()..]);
        let after = |flag: &str| -> Vec<String> {
            words.windows(2).filter(|pair| pair[0] == flag).map(|pair| pair[1].clone()).collect()
        };
        let shown = text.rsplit("201 Created").next().unwrap();
        let shown = &shown[shown.find('{').unwrap()..];
        let reply = serde_json::Deserializer::from_str(shown).into_iter().next().unwrap().unwrap();
        Self {
            path: words.iter().find(|word| word.starts_with("/v1/")).unwrap().clone(),
            headers: after("--header"),
            body: serde_json::from_str(&after("--data")[0]).unwrap(),
            required: required(&text),
            reply,
        }
    }
}

/// The rows that say `Required`: name, type and that word are cells, or on a flattened page lines.
fn required(text: &str) -> Vec<String> {
    let cells = text.split(['\n', '|']).map(str::trim).filter(|cell| !cell.is_empty() && *cell != ">");
    let cells: Vec<&str> = cells.collect();
    let rows = cells.windows(3).filter(|row| row[2] == "Required");
    rows.map(|row| row[0].split(' ').next().unwrap().trim_matches('`').to_owned()).collect()
}

/// The words of a shell command with single quotes, up to its end.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => quoted = !quoted,
            '\\' if !quoted => drop(chars.next()),
            '\n' if !quoted => break,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

const SEEDS: [&str; 3] = ["create-store-aquera.txt", "create-store-pingone.md", "create-store-salesforce.md"];

#[test]
fn a_pages_own_command_gets_the_pages_own_reply() {
    let mock = Mock::seeds(&[]);
    for page in SEEDS {
        let sample = Sample::of(page);
        let reply = mock.curl(&sample, &sample.body);
        assert_eq!(reply.status, 201, "{page}: {}", reply.body);
        for key in ["type", "name", "status", "createdAt", "updatedAt", "image"] {
            assert_eq!(reply.body[key], sample.reply[key], "{page}: {key}");
        }
        assert_eq!(keys(&reply.body), keys(&sample.reply), "{page}");
        assert_eq!(reply.body["environment"]["id"], "11111111-2222-4333-8444-555555555555", "{page}");
        let href = reply.body["_links"]["self"]["href"].as_str().unwrap();
        let id = reply.body["id"].as_str().unwrap();
        assert_eq!(href, format!("http://127.0.0.1:{}{}/{id}", mock.port, sample.path), "{page}");
        let secret = |key: &str| ["PASSWORD", "SECRET", "TOKEN"].iter().any(|end| key.ends_with(end));
        for (key, shown) in sample.reply["configuration"].as_object().unwrap() {
            let got = &reply.body["configuration"][key];
            if secret(key) {
                assert_eq!(got, "********", "{page}: {key}");
            } else {
                let sent = &sample.body["configuration"][key];
                let placeholder = sent.as_str().is_some_and(|text| text.starts_with("{{"));
                assert_eq!(
                    got,
                    if placeholder || key == "ENVIRONMENT_ID" { sent } else { shown },
                    "{page}: {key}"
                );
            }
        }
    }
}

/// Dotted names of everything in a value.
fn keys(value: &Value) -> Vec<String> {
    let under = |(key, value): (&String, &Value)| {
        let below = keys(value).into_iter().map(|name| format!("{key}.{name}")).collect::<Vec<_>>();
        if below.is_empty() { vec![key.clone()] } else { below }
    };
    let mut keys: Vec<String> = value.as_object().into_iter().flatten().flat_map(under).collect();
    keys.sort();
    keys
}

#[test]
fn what_a_page_requires_is_required_by_name() {
    let mock = Mock::seeds(&[]);
    for (page, count) in SEEDS.into_iter().zip([6, 4, 10]) {
        let sample = Sample::of(page);
        assert_eq!(sample.required.len(), count, "{page}: {:?}", sample.required);
        for name in &sample.required {
            let mut body = sample.body.clone();
            let (holder, key) = place(&mut body, name);
            assert!(holder.remove(key).is_some(), "{page}: {name}");
            refused(&mock.curl(&sample, &body), name);
        }
        for name in keys(&sample.body) {
            let mut body = sample.body.clone();
            let (holder, key) = place(&mut body, &name);
            holder[key] = if holder[key].is_string() { json!(7) } else { json!("seven") };
            refused(&mock.curl(&sample, &body), &name);
        }
        let mut body = sample.body.clone();
        body["type"] = "Unheard".into();
        refused(&mock.curl(&sample, &body), "type");
    }
}

/// The object that holds the property with this dotted name, and its key there.
fn place<'a>(body: &'a mut Value, name: &'a str) -> (&'a mut serde_json::Map<String, Value>, &'a str) {
    match name.split_once('.') {
        Some((parent, key)) => (body[parent].as_object_mut().unwrap(), key),
        None => (body.as_object_mut().unwrap(), name),
    }
}

/// Refused with the error body of the settings, which names the property.
fn refused(reply: &Reply, target: &str) {
    assert_eq!(reply.status, 400, "{target}: {}", reply.body);
    assert_eq!(reply.body["code"], "INVALID_DATA");
    let targets: Vec<&Value> =
        reply.body["details"].as_array().unwrap().iter().map(|detail| &detail["target"]).collect();
    assert_eq!(targets, [target]);
    assert!(reply.body["message"].as_str().unwrap().contains(target));
}

#[test]
fn a_route_without_its_version_is_told_the_documented_one() {
    let mock = Mock::seeds(&[]);
    let reply = mock.json("POST", "/environments/e/propagation/stores", &json!({}));
    assert_eq!(reply.status, 404);
    let message = reply.body["message"].as_str().unwrap();
    assert!(message.contains("`POST /v1/environments/{envID}/propagation/stores`"), "{message}");
    for path in ["/v2/environments/e/propagation/stores", "/v1/environments/e/propagation/stores/"] {
        let reply = mock.json("POST", path, &json!({}));
        assert_eq!(reply.status, 404);
        assert!(reply.body["message"].as_str().unwrap().contains("`POST /v1/environments/{envID}/prop"));
    }
    let reply = mock.json("PUT", "/v1/environments/e/propagation/stores", &json!({}));
    assert_eq!(reply.status, 405);
    assert!(reply.head.contains("allow: post"), "{}", reply.head);
}

#[test]
fn preferences_choose_the_reply() {
    let mock = Mock::seeds(&[]);
    let sample = Sample::of("create-store-pingone.md");
    let send = |prefer: &str| {
        let headers = ["Content-Type: application/json", prefer];
        mock.send("POST", &sample.path, &headers, &sample.body.to_string())
    };
    assert_eq!(send("Prefer: code=409").status, 409);
    assert_eq!(send("Prefer: code=201, example=create-store-aquera").body["type"], "Aquera");
    assert_eq!(send("Prefer: example=nothing").status, 400);
}

#[test]
fn resources_are_created_read_listed_changed_and_deleted() {
    let mock = Mock::bookshop(&[]);
    let books = format!("{ENVIRONMENT}/books");
    let documented = mock.get(&books);
    let before = documented.body["_embedded"]["books"].as_array().unwrap().len();

    let mut book = json!({
        "type": "Paper", "title": "Mine", "isbn": "9780000000101", "audience": "ADULT",
        "price": { "amount": 9.5, "currency": "EUR" }, "contributors": [{ "name": "A", "role": "AUTHOR" }],
        "details": { "pages": 10, "binding": "HARDCOVER" },
    });
    // A refusal has an id of its own, and takes none of those of resources.
    let refused = mock.json("POST", &books, &json!({ "type": "Paper" }));
    assert_eq!(
        (refused.status, refused.body["id"].as_str()),
        (400, Some("00000000-0000-8000-9000-000000000001"))
    );
    let created = mock.json("POST", &books, &book);
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.body["contributors"][0]["name"], "A");
    assert_eq!(created.body["id"], "00000000-0000-8000-8000-000000000001");
    assert_eq!(created.body["title"], "Mine");
    assert_eq!(created.body["price"]["amount"], 9.5);
    let own = format!("{books}/00000000-0000-8000-8000-000000000001");
    assert!(
        created.head.contains(&format!("location: http://127.0.0.1:{}{own}", mock.port)),
        "{}",
        created.head
    );

    assert_eq!(mock.get(&own).body, created.body);
    let listed = mock.get(&books).body;
    let items = listed["_embedded"]["books"].as_array().unwrap();
    assert_eq!((items.len(), &items[before]["title"]), (before + 1, &json!("Mine")));
    assert_eq!(listed["count"].as_i64(), documented.body["count"].as_i64().map(|count| count + 1));

    book["title"] = "Yours".into();
    let replaced = mock.json("PUT", &own, &book);
    assert_eq!((replaced.status, &replaced.body["title"]), (200, &json!("Yours")), "{}", replaced.body);
    let media_type = "Content-Type: application/vnd.bookshop.book.patch+json";
    let changed = mock.send("PATCH", &own, &[media_type], &json!({ "title": "Ours" }).to_string());
    assert_eq!((changed.status, &changed.body["title"]), (200, &json!("Ours")), "{}", changed.body);
    let read = mock.get(&own).body;
    assert_eq!((&read["title"], &read["isbn"]), (&json!("Ours"), &json!("9780000000101")));

    assert_eq!(mock.send("DELETE", &own, &[], "").status, 204);
    assert_eq!(mock.get(&own).status, 404);
    assert_eq!(mock.send("DELETE", &own, &[], "").status, 404);
    assert_eq!(mock.get(&books).body, documented.body);
}

#[test]
fn nothing_is_kept_when_that_is_asked_for() {
    let mock = Mock::bookshop(&["--stateless"]);
    let book = format!("{ENVIRONMENT}/books/b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01");
    let documented = mock.get(&book);
    assert_eq!(mock.send("DELETE", &book, &[], "").status, 204);
    assert_eq!((mock.get(&book).status, mock.get(&book).body), (200, documented.body));
}

#[test]
fn the_media_type_chooses_the_action() {
    let mock = Mock::bookshop(&[]);
    let book = format!("{ENVIRONMENT}/books/b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01");
    let retract = mock.send(
        "POST",
        &book,
        &["Content-Type: application/vnd.bookshop.book.retract+json"],
        &json!({ "reason": "RIGHTS" }).to_string(),
    );
    assert_eq!((retract.status, retract.body), (200, Value::Null));
    let other = mock.send("POST", &book, &["Content-Type: text/plain"], "x");
    assert_eq!((other.status, &other.body["details"][0]["target"]), (415, &json!("Content-Type")));
}

#[test]
fn an_environment_may_be_called_anything() {
    let mock = Mock::bookshop(&[]);
    let book = mock.get("/v1/environments/test/books/first").body;
    assert_eq!((&book["id"], &book["environment"]["id"]), (&json!("first"), &json!("test")));
}

#[test]
fn following_the_next_link_ends() {
    let mock = Mock::bookshop(&[]);
    let first = mock.get(&format!("{ENVIRONMENT}/books")).body;
    let next = first["_links"]["next"]["href"].as_str().unwrap();
    let path = next.strip_prefix(&format!("http://127.0.0.1:{}", mock.port)).unwrap();
    let last = mock.get(path);
    assert_eq!((last.status, &last.body["_embedded"]["books"]), (200, &json!([])));
    assert_eq!(last.body["_links"]["next"], Value::Null);
}

#[test]
fn a_page_is_as_short_as_it_is_asked_to_be() {
    let mock = Mock::bookshop(&[]);
    let whole = mock.get(&format!("{ENVIRONMENT}/books")).body;
    let page = mock.get(&format!("{ENVIRONMENT}/books?limit=2")).body;
    let books = |body: &Value| body["_embedded"]["books"].as_array().unwrap().clone();
    assert_eq!(books(&page), books(&whole)[..2]);
    // `count` is the number of books that the filter lets through, `size` those on this page.
    assert_eq!((&page["count"], &page["size"]), (&json!(7), &json!(2)));
    assert_eq!(mock.get(&format!("{ENVIRONMENT}/books?limit=0")).status, 400);
}

/// RFC 9110 section 9.3.2.
#[test]
fn the_head_of_what_can_be_read_can_be_asked_for() {
    let mock = Mock::bookshop(&[]);
    let path = format!("{ENVIRONMENT}/books");
    let (read, head) = (mock.get(&path), mock.send("HEAD", &path, &["Authorization: Bearer t"], ""));
    assert_eq!((head.status, &head.body), (200, &Value::Null));
    let field =
        |reply: &Reply, name: &str| reply.head.lines().find(|line| line.starts_with(name)).map(str::to_owned);
    for name in ["content-type:", "content-length:"] {
        assert_eq!(field(&head, name), field(&read, name));
        assert!(field(&head, name).is_some(), "{name}");
    }
    let reply = mock.send("HEAD", &format!("{ENVIRONMENT}/imports"), &[], "");
    assert!(reply.status == 405 && reply.head.contains("allow: post\r"), "{}", reply.head);
}

#[test]
fn credentials_are_asked_for_and_given() {
    let mock = Mock::bookshop(&["--require-auth"]);
    let books = format!("{ENVIRONMENT}/books");
    let reply = mock.get(&books);
    assert_eq!(reply.status, 401);
    assert!(reply.head.contains("www-authenticate: bearer"));
    let form = "Content-Type: application/x-www-form-urlencoded";
    let token = |headers: &[&str], body| mock.send("POST", "/11111111/as/token", headers, body);
    assert_eq!(token(&[form], "grant_type=client_credentials").status, 401);
    let given = token(&[form, "Authorization: Basic eDp5"], "grant_type=client_credentials");
    let bearer = format!("Authorization: Bearer {}", given.body["access_token"].as_str().unwrap());
    assert_eq!(mock.send("GET", &books, &[&bearer], "").status, 200);

    // No seed documents how to get a token, so there are ways for all.
    let mock = Mock::seeds(&["--require-auth"]);
    // The settings say where; `/token` is for those that do not.
    for path in ["/token", "/11111111/as/token"] {
        let token = mock.send("POST", path, &[form], "grant_type=client_credentials");
        assert_eq!(token.body["token_type"], "Bearer");
    }
}

#[test]
fn what_is_printed_and_recorded_holds_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("record.jsonl");
    let mut mock = Mock::seeds(&["--record", file.to_str().unwrap()]);
    let sample = Sample::of("create-store-pingone.md");
    let mut body = sample.body.clone();
    body["configuration"]["CLIENT_SECRET"] = "hunter2".into();
    let headers = ["Content-Type: application/json", "Authorization: Bearer hunter2"];
    mock.send("POST", &format!("{}?token=hunter2", sample.path), &headers, &body.to_string());
    let line = mock.lines(1).remove(0);
    assert!(
        line.starts_with(&format!(
            "POST {}?token=******** 201 createStore create-store-pingone",
            sample.path
        )),
        "{line}"
    );
    let recorded = std::fs::read_to_string(file).unwrap();
    assert!(!recorded.contains("hunter2"), "{recorded}");
    let entry: Value = serde_json::from_str(recorded.trim()).unwrap();
    assert_eq!(entry["request"]["body"]["name"], body["name"]);
    assert_eq!(entry["reply"]["status"], 201);
}

#[test]
fn faults_come_as_often_as_asked_for() {
    let mock = Mock::bookshop(&["--fault", "503=0.5", "--seed", "1"]);
    let path = format!("{ENVIRONMENT}/books");
    let failed = (0..40).filter(|_| mock.get(&path).status == 503).count();
    assert!((10..30).contains(&failed), "{failed}");
}

/// Ends a program with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks again until it is so; a slow machine only makes the test slow.
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..1200 {
        if is_so() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{what}");
}

#[test]
fn a_row_that_is_added_holds_at_once_and_what_was_created_stays() {
    let dir = tempfile::tempdir().unwrap();
    let (pages, out) = (dir.path().join("pages"), dir.path().join("out"));
    std::fs::create_dir(&pages).unwrap();
    for entry in std::fs::read_dir(repository().join("tests/bookshop/pages")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), pages.join(entry.file_name())).unwrap();
    }
    for name in ["docset.toml", "overlay.yaml"] {
        std::fs::copy(repository().join("tests/bookshop").join(name), dir.path().join(name)).unwrap();
    }

    let mock = Mock::start(&["--docs", pages.to_str().unwrap()]);
    let mut generate = Command::new(env!("CARGO_BIN_EXE_xtask"));
    generate.args(["generate", "--watch", "--only", "openapi", "--docs"]).arg(&pages).arg("--out").arg(&out);
    let _generate = Ended(generate.stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap());
    let bundle = || std::fs::read_to_string(out.join("openapi/openapi.yaml")).unwrap_or_default();
    wait_until("the first output is written", || bundle().contains("weightGrams"));

    let books = format!("{ENVIRONMENT}/books");
    let book = json!({
        "type": "Paper", "title": "Mine", "isbn": "9780000000101", "spineColour": "red",
        "price": { "amount": 9.5, "currency": "EUR" }, "contributors": [{ "name": "A", "role": "AUTHOR" }],
        "details": { "pages": 10, "binding": "HARDCOVER" },
    });
    let created = mock.json("POST", &books, &book);
    assert_eq!((created.status, &created.body["spineColour"]), (201, &Value::Null), "{}", created.body);
    let own = format!("{books}/{}", created.body["id"].as_str().unwrap());

    let page = pages.join("create-book-paper.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let before = "> | `subtitle` ";
    assert!(text.contains(before));
    let row = "> | `spineColour`             | String    | Optional  |\n";
    std::fs::write(&page, text.replace(before, &format!("{row}{before}"))).unwrap();

    // A property that is documented is checked.
    let mut wrong = book.clone();
    wrong["spineColour"] = 7.into();
    wait_until("the mock knows the new row", || mock.json("POST", &books, &wrong).status == 400);
    assert_eq!(mock.json("POST", &books, &book).status, 201);
    assert_eq!(mock.get(&own).body, created.body);
    wait_until("the new row is generated", || bundle().contains("spineColour"));
}

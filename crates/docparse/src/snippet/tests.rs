use super::*;
use crate::source::SourceId;

/// Each language's sample of one request.
const SAMPLES: &[(&str, &str)] = &[
    (
        "cURL",
        "curl --location --globoff --request PUT '{{a}}/v1/x?q=1' \\\n--header 'X-One: a b' \\\n--data-raw '{\"k\": \"it'\\''s \\\"q\\\"\", \"n\": [1, null, true]}'",
    ),
    (
        "C#",
        "var options = new RestClientOptions(\"{{a}}/v1/x?q=1\")\n{\n};\nvar request = new RestRequest(\"\", Method.Put);\nrequest.AddHeader(\"X-One\", \"a b\");\nvar body = @\"{\" + \"\\n\" +\n@\"\"\"k\"\": \"\"it's \\\"\"q\\\"\"\"\", \"\"n\"\": [1, null, true]}\";\nrequest.AddStringBody(body, DataFormat.Json);",
    ),
    (
        "Go",
        "url := \"{{a}}/v1/x?q=1\"\nmethod := \"PUT\"\npayload := strings.NewReader(`{\"k\": \"it's \\\"q\\\"\", \"n\": [1, null, true]}`)\nreq.Header.Add(\"X-One\", \"a b\")",
    ),
    (
        "HTTP",
        "PUT /v1/x?q=1 HTTP/1.1\r\nHost: {{a}}\r\nX-One: a b\r\n\r\n{\"k\": \"it's \\\"q\\\"\", \"n\": [1, null, true]}\r\n",
    ),
    (
        "Java",
        "RequestBody body = RequestBody.create(mediaType, \"{\\\"k\\\": \\\"it's \\\\\\\"q\\\\\\\"\\\", \\\"n\\\": [1, null, true]}\");\nnew Request.Builder().url(\"{{a}}/v1/x?q=1\").method(\"PUT\", body).addHeader(\"X-One\", \"a b\")",
    ),
    (
        "jQuery",
        "var settings = {\"url\": \"{{a}}/v1/x?q=1\", \"method\": \"PUT\", \"headers\": {\"X-One\": \"a b\"}, \"data\": JSON.stringify({\"k\": \"it's \\\"q\\\"\", \"n\": [1, null, true]}),};",
    ),
    (
        "NodeJS",
        "var options = {'method': 'PUT', 'url': '{{a}}/v1/x?q=1', 'headers': {'X-One': 'a b'}, body: JSON.stringify({\"k\": \"it's \\\"q\\\"\", \"n\": [1, null, true]})};",
    ),
    (
        "Python",
        "url = \"{{a}}/v1/x?q=1\"\npayload = json.dumps({\"k\": \"it's \\\"q\\\"\", \"n\": [1, None, True]})\nheaders = {'X-One': 'a b'}\nresponse = requests.request(\"PUT\", url, headers=headers, data=payload)",
    ),
    (
        "PHP",
        "<?php\n$request->setUrl('{{a}}/v1/x?q=1');\n$request->setMethod(HTTP_Request2::METHOD_PUT);\n$request->setHeader(array('X-One' => 'a b'));\n$request->setBody('{\\n\"k\": \"it\\'s \\\\\"q\\\\\"\", \"n\": [1, null, true]}');",
    ),
    (
        "Ruby",
        "url = URI(\"{{a}}/v1/x?q=1\")\nrequest = Net::HTTP::Put.new(url)\nrequest[\"X-One\"] = \"a b\"\nrequest.body = JSON.dump({\"k\": \"it's \\\"q\\\"\", \"n\": [1, nil, true]})",
    ),
    (
        "Swift",
        "let parameters = \"{\\\"k\\\": \\\"it's \\\\\\\"q\\\\\\\"\\\", \\\"n\\\": [1, null, true]}\"\nvar request = URLRequest(url: URL(string: \"{{a}}/v1/x?q=1\")!)\nrequest.addValue(\"a b\", forHTTPHeaderField: \"X-One\")\nrequest.httpMethod = \"PUT\"",
    ),
];

const BASE: usize = 1000;

fn code(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::new(SourceId(0), BASE, BASE + text.len()))
}

fn json(reading: &Reading<'_>) -> serde_json::Value {
    match &reading.body {
        SnippetBody::Text(text, _) => serde_json::from_str(&text.value).unwrap(),
        SnippetBody::Value(value, _) => value.to_value(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_language_says_the_same() {
    for (language, text) in SAMPLES {
        let code = code(text);
        let reading = read(language, &code).unwrap();
        let host = reading.host.as_ref().map_or("", |host| &host.value);
        assert_eq!(reading.method.value, "PUT", "{language}");
        assert_eq!(format!("{host}{}", reading.url.value), "{{a}}/v1/x?q=1", "{language}");
        let headers: Vec<_> = reading
            .headers
            .iter()
            .map(|header| (header.name.value.as_ref(), header.value.value.as_ref()))
            .collect();
        assert_eq!(headers, [("X-One", "a b")], "{language}");
        assert_eq!(
            json(&reading),
            serde_json::json!({"k": "it's \"q\"", "n": [1, null, true]}),
            "{language}"
        );
    }
}

#[test]
fn everything_stands_where_it_was_read() {
    for (language, text) in SAMPLES {
        let code = code(text);
        let reading = read(language, &code).unwrap();
        let at = |span: Span| &text[span.start as usize - BASE..span.end as usize - BASE];
        assert!(at(reading.url.whole()).ends_with("/v1/x?q=1"), "{language}");
        assert_eq!(at(reading.headers[0].name.whole()), "X-One", "{language}");
        assert_eq!(at(reading.headers[0].value.whole()), "a b", "{language}");
        assert!(at(reading.method.span).eq_ignore_ascii_case("put"), "{language}");
        if let SnippetBody::Text(body, _) = &reading.body {
            let number = body.value.find('1').unwrap();
            assert_eq!(at(body.span(number, number + 1)), "1", "{language}");
            let word = body.value.find("null").unwrap();
            assert_eq!(at(body.span(word, word + 4)), "null", "{language}");
        }
    }
}

/// Cut anywhere, with any byte replaced or doubled: read or not, never a panic.
#[test]
fn no_input_makes_a_reader_fail() {
    let marks = ["'", "\"", "\\", "{", "}", "(", "[", "é", "\u{a0}", "\n", "=", "@", "\\u", "$'", ""];
    for (language, text) in SAMPLES {
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (number, at) in boundaries.iter().copied().enumerate() {
            let _ = read(language, &code(&text[..at]));
            let _ = read(language, &code(&text[at..]));
            let mark = marks[number % marks.len()];
            for mark in [mark, marks[(number * 7 + 3) % marks.len()]] {
                let next = at + text[at..].chars().next().unwrap().len_utf8();
                let _ = read(language, &code(&format!("{}{mark}{}", &text[..at], &text[next..])));
                let _ = read(language, &code(&format!("{}{mark}{}", &text[..at], &text[at..])));
            }
        }
        for (other, _) in SAMPLES {
            let _ = read(other, &code(text));
        }
    }
}

#[test]
fn much_of_one_mark_takes_no_long_time() {
    for (language, text) in SAMPLES {
        let head = &text[..text.len() / 2];
        for mark in
            ["(", "[", "{\"a\":", "\"a\"+", "headers={", "request[\"a\"", "'\\", "--data a ", "a: b\n"]
        {
            let _ = read(language, &code(&format!("{head}{}", mark.repeat(20_000))));
        }
    }
}

#[test]
fn what_is_no_sample_is_said_to_be_unread() {
    let why = |language: &str, text: &str| read(language, &code(text)).unwrap_err().why.into_owned();
    assert_eq!(why("Kotlin", "val x"), "there is no reader for `Kotlin`");
    assert_eq!(why("cURL", "wget x"), "it does not start with `curl`");
    assert_eq!(why("cURL", "curl 'x"), "a string in it is never closed");
    assert_eq!(why("Go", "package main"), "it has no URL where one is expected");
    assert_eq!(
        why("Python", "url = 'x'\npayload = json.dumps({'a': f(1)})"),
        "its body has something that is no value"
    );
}

#[test]
fn curl_says_its_method_or_its_data_does() {
    let method = |text: &str| read("cURL", &code(text)).unwrap().method.value.into_owned();
    assert_eq!(method("curl 'x'"), "GET");
    assert_eq!(method("curl 'x' --data ''"), "POST");
    assert_eq!(method("curl 'x' -d a=b"), "POST");
    assert_eq!(method("curl 'x' --data '{}' --get"), "GET");
    assert_eq!(method("curl -X DELETE 'x'"), "DELETE");
}

#[test]
fn text_is_written_so_that_it_is_read_again() {
    assert_eq!(Written::Shell.write("it's"), r"it'\''s");
    assert_eq!(Written::Doubled.write("\"a\""), "\"\"a\"\"");
    assert_eq!(Written::Escaped('"').write("\"a\\n\""), "\\\"a\\\\n\\\"");
    assert_eq!(Words::Python.scalar(&true.into()), "True");
    assert_eq!(Words::Ruby.scalar(&"#{x}".into()), "\"\\#{x}\"");
}

//! Samples that follow each other with nothing between: names and lines in, tabs out.

use std::ops::Range;

use super::Reader;
use crate::diag::{Diagnostic, Sink, codes};
use crate::page::{CodeBlock, Tab, Text, snippets};
use crate::source::Spanned;

/// How the samples of each language start, as the docs' exporter writes them.
const STARTS: &[(&str, &[&str])] = &[
    ("cURL", &["curl "]),
    ("C#", &["var options = new RestClientOptions", "var client = new "]),
    ("Go", &["package main"]),
    ("HTTP", &[]),
    ("Java", &["OkHttpClient client", "Unirest."]),
    ("jQuery", &["var settings = {", "var form = new FormData"]),
    (
        "NodeJS",
        &[
            "var request = require(",
            "var https = require(",
            "const axios = require(",
            "var axios = require(",
            "var fs = require(",
        ],
    ),
    ("Python", &["import requests", "import http.client"]),
    ("PHP", &["<?php"]),
    ("Ruby", &["require \"uri\"", "require 'uri'"]),
    ("Swift", &["let parameters =", "import Foundation", "var request = URLRequest(", "var semaphore ="]),
];

/// Splits `lines` into one tab per name, by how each language's samples start.
pub(super) fn split(reader: &Reader<'_>, names: &[Text], lines: Range<usize>, sink: &mut Sink) -> Vec<Tab> {
    let mut found: Vec<(Spanned<String>, usize)> = Vec::new();
    let mut from = lines.start;
    for name in names {
        let plain = name.plain();
        let starts = STARTS.iter().find(|(known, _)| *known == plain).map_or(&[][..], |(_, starts)| starts);
        let begins = |line: &usize| {
            let text = reader.text(*line);
            starts.iter().any(|start| text.starts_with(start)) || plain == "HTTP" && is_http(text)
        };
        match (from..lines.end).find(begins) {
            Some(line) => {
                from = line + 1;
                found.push((Spanned::new(plain, name.span), line));
            }
            None => sink.push(
                Diagnostic::new(&codes::UNCLEAR_TABS, name.span, format!("no sample of `{plain}` was found"))
                    .label("named here"),
            ),
        }
    }
    let ends = found.iter().skip(1).map(|(_, line)| *line).chain([lines.end]).collect::<Vec<_>>();
    let tab = |((name, start), end): ((Spanned<String>, usize), usize)| {
        let start = reader.lines[start].start;
        let last = (0..end).rev().find(|line| !reader.text(*line).is_empty()).unwrap_or(0);
        let span = reader.file.span(start..reader.lines[last].end.max(start));
        let body = Spanned::new(reader.file.text[span.range()].to_owned(), span);
        Tab { name, code: CodeBlock { info: None, body } }
    };
    found.into_iter().zip(ends).map(tab).collect()
}

fn is_http(line: &str) -> bool {
    line.strip_suffix(" HTTP/1.1").is_some_and(|request| {
        request.split_once(' ').is_some_and(|(method, _)| crate::ir::Method::parse(method).is_some())
    }) && !snippets::is_request_line(line)
}

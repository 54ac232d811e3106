//! DOC038: a sample sends another request than the page describes.
//!
//! One finding per sample, at the first place where it differs. What every sample says
//! alike, and only the page otherwise, is the page's mistake as likely as theirs: one
//! finding at the page's own place. A form, which the page shows as a table, is compared
//! between the samples: what most of them send is right.
//!
//! Reading the samples also finds what cannot be read (DOC039) and what the exporter gets
//! wrong everywhere (DOC040).

use std::collections::BTreeMap;

use super::doc040_sample_exporter_slip::Slips;
use super::{Context, doc039_sample_unread};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Endpoint, Operation, Sample, Segment};
use crate::parallel;
use crate::snippet::{self, Difference, PageBody, PageRequest, Reading, SnippetBody};
use crate::source::{Span, Spanned};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let broken: Vec<Span> = sink
        .findings()
        .iter()
        .filter(|finding| finding.code == &codes::BROKEN_JSON)
        .map(|finding| finding.primary.span)
        .collect();
    let operations = cx
        .api
        .endpoints
        .iter()
        .flat_map(|endpoint| endpoint.operations.iter().map(move |operation| (endpoint, operation)));
    let sampled: Vec<_> = operations.filter(|(_, operation)| !operation.samples.is_empty()).collect();
    // Most of the time of all checks goes here: every page has a dozen samples.
    let slips = parallel::map_with_findings(&sampled, sink, |(endpoint, operation), sink| {
        let mut slips = Slips::default();
        let page = request(cx, endpoint, operation, &broken);
        compare(cx, &page, &operation.samples, &mut slips, sink);
        slips
    });
    slips.into_iter().collect::<Slips>().report(sink);
}

/// The request as the page itself states it.
fn request<'a>(
    cx: &Context<'a>,
    endpoint: &'a Endpoint,
    operation: &'a Operation,
    broken: &[Span],
) -> PageRequest<'a> {
    let line = Spanned::new(cx.sources.text(operation.request_line), operation.request_line);
    let prefix = match endpoint.path.segments.first() {
        Some(Segment::Literal(first)) => Some(first.value.as_str()),
        _ => None,
    };
    // Only what the line lacks may have been put before it.
    let prefix = prefix.filter(|prefix| {
        let target = line.value.split_once(' ').map_or("", |(_, target)| target.trim());
        let path = target.find("}}").map_or(target, |end| &target[end + 2..]);
        path.strip_prefix('/').is_some_and(|path| path.split(['/', '?']).next() != Some(prefix))
    });
    let body = match &operation.body {
        None => PageBody::None,
        Some(body) => match body.examples.first() {
            Some(example) if !is_broken(example.json.span, operation, broken) => {
                PageBody::Json(&example.json)
            }
            _ => PageBody::Unknown,
        },
    };
    let text = &cx.sources.get(operation.page).text;
    PageRequest { line, prefix, headers: &operation.headers, text, body }
}

/// Whether the body ends too soon, or is followed by something else: that is reported, and
/// the samples cannot agree with half of it.
fn is_broken(body: Span, operation: &Operation, broken: &[Span]) -> bool {
    let end = operation.samples.first().map_or(body.end, |sample| sample.code.span.start);
    broken.iter().any(|span| span.source == body.source && (body.start..=end).contains(&span.start))
}

/// A sample that was read, and where it differs.
struct Read<'a> {
    sample: &'a Sample,
    reading: Reading<'a>,
    differences: Vec<Difference>,
}

fn compare(cx: &Context<'_>, page: &PageRequest<'_>, samples: &[Sample], slips: &mut Slips, sink: &mut Sink) {
    let mut readings = Vec::with_capacity(samples.len());
    for sample in samples {
        match snippet::read(&sample.language.value, &sample.code) {
            Ok(reading) => readings.push((sample, reading)),
            Err(unread) => sink.push(doc039_sample_unread::finding(cx, sample, &unread)),
        }
    }
    let mut same = None;
    let mut differences = Vec::with_capacity(readings.len());
    for (sample, reading) in &readings {
        slips.add(&reading.slips);
        let found = snippet::compare(page, reading, &mut same);
        if let Err(unread) = &found {
            sink.push(doc039_sample_unread::finding(cx, sample, unread));
        }
        differences.push(found.ok());
    }
    let mut read: Vec<Read<'_>> = readings
        .into_iter()
        .zip(differences)
        .filter_map(|((sample, reading), found)| Some(Read { sample, reading, differences: found? }))
        .collect();
    compare_forms(&mut read);
    if read.iter().all(|read| read.differences.is_empty()) {
        return;
    }
    report_page(&mut read, sink);
    for index in 0..read.len() {
        report_sample(page, &read, index, sink);
    }
}

/// What every sample says, and the page does not.
fn report_page(read: &mut [Read<'_>], sink: &mut Sink) {
    let count = read.len();
    if count < 2 {
        return;
    }
    let is = |one: &Difference, other: &Difference| {
        one.place == other.place && one.verb == other.verb && one.said == other.said
    };
    let shared: Vec<Difference> = read[0].differences.clone();
    for difference in shared {
        if !read.iter().all(|read| read.differences.iter().any(|other| is(&difference, other))) {
            continue;
        }
        let both = if count == 2 { "both".to_owned() } else { format!("all {count}") };
        let message = format!("{both} samples {} {}", difference.verbs, difference.rest);
        sink.push(
            Diagnostic::new(&codes::SAMPLE_DIFFERS, difference.page, message)
                .label("the samples agree with each other")
                .related(difference.at, "the first sample")
                .help("correct the page, or have the samples exported again"),
        );
        for read in read.iter_mut() {
            read.differences.retain(|other| !is(&difference, other));
        }
    }
}

fn report_sample(page: &PageRequest<'_>, read: &[Read<'_>], index: usize, sink: &mut Sink) {
    let Read { sample, differences, .. } = &read[index];
    let Some(first) = differences.first() else { return };
    let message = format!("the {} sample {} {}", sample.language.value.trim(), first.verb, first.rest);
    let beside = if first.place.starts_with(FORM) { "another sample" } else { "the page" };
    let mut finding = Diagnostic::new(&codes::SAMPLE_DIFFERS, first.at, message).related(first.page, beside);
    finding = match differences.len() {
        1 => finding.help("make the sample send what the page says, or correct the page"),
        many => finding.help(format!("the sample differs in {} more places", many - 1)),
    };
    let alone = read.iter().enumerate().all(|(other, read)| {
        other == index || read.differences.iter().all(|difference| difference.place != first.place)
    });
    if let Some((span, text)) = first.edit.as_ref().filter(|_| alone)
        && mends(page, sample, *span, text, &first.place)
    {
        finding = finding.edit(*span, text.clone());
    }
    sink.push(finding);
}

/// Whether the sample, read again with the edit made, no longer differs in `place`.
fn mends(page: &PageRequest<'_>, sample: &Sample, span: Span, text: &str, place: &str) -> bool {
    let code = &sample.code;
    let Some(range) = (span.start.checked_sub(code.span.start)).zip(span.end.checked_sub(code.span.start))
    else {
        return false;
    };
    let (start, end) = (range.0 as usize, range.1 as usize);
    let (Some(before), Some(after)) = (code.value.get(..start), code.value.get(end..)) else {
        return false;
    };
    let value = format!("{before}{text}{after}");
    let base = code.span.start as usize;
    let span = Span::new(code.span.source, base, base + value.len());
    let mended = Spanned::new(value, span);
    let Ok(reading) = snippet::read(&sample.language.value, &mended) else { return false };
    let found = snippet::compare(page, &reading, &mut None);
    found.is_ok_and(|found| found.iter().all(|difference| difference.place != place))
}

/// Adds to each sample that sends another form than most do where it differs from them.
fn compare_forms(read: &mut [Read<'_>]) {
    let forms: Vec<_> = read.iter().map(|read| snippet::fields(&read.reading)).collect();
    let mut counts = BTreeMap::new();
    for form in forms.iter().flatten() {
        *counts.entry(form).or_insert(0) += 1;
    }
    let total = forms.iter().flatten().count();
    let Some((usual, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else { return };
    if count == total || count * 2 <= total || total < 3 {
        return;
    }
    let Some(model) = forms.iter().position(|form| form.as_ref() == Some(usual)) else { return };
    let page = read[model].reading.url.whole();
    for (read, form) in read.iter_mut().zip(&forms) {
        if let Some(form) = form.as_ref().filter(|form| *form != usual) {
            read.differences.extend(form_difference(&read.reading, form, usual, page));
        }
    }
}

/// How the places of a form's fields start.
const FORM: &str = "form ";

type Fields = Vec<(String, Option<String>)>;

fn form_difference(reading: &Reading<'_>, form: &Fields, usual: &Fields, page: Span) -> Option<Difference> {
    let SnippetBody::Form(fields) = &reading.body else { return None };
    let other = form.iter().find(|field| !usual.contains(field));
    let lacks = usual.iter().find(|field| !form.iter().any(|(name, _)| *name == field.0));
    let place = |name: &str| format!("{FORM}{name}");
    if let Some((name, value)) = other {
        let field = fields.iter().find(|field| {
            snippet::decoded(&field.name.value) == *name
                && field.value.as_ref().map(|value| snippet::decoded(&value.value).into_owned()) == *value
        })?;
        return Some(Difference {
            place: place(name),
            said: value.clone().unwrap_or_default(),
            verb: "sends",
            verbs: "send",
            rest: format!("another field `{name}` than most samples"),
            at: field.value.as_ref().unwrap_or(&field.name).whole(),
            page,
            edit: None,
        });
    }
    let (name, _) = lacks?;
    Some(Difference {
        place: place(name),
        said: String::new(),
        verb: "does not send",
        verbs: "do not send",
        rest: format!("the field `{name}` that most samples send"),
        at: reading.url.whole(),
        page,
        edit: None,
    })
}

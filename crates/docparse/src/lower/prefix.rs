//! A version prefix that some pages' paths have and others lack.
//!
//! A slip in the request line, a rendering that lost it, or a `{{apiPath}}` that changed
//! its meaning between editions: the page's own reply, samples and text tell what was
//! meant. Without them, a flattened page is read as the Markdown pages of its server are
//! written; a path of a Markdown page stands as it is, for `/things` and `/v1/things` may
//! both be there.

use super::draft::Draft;
use super::path::{insert_prefix, is_version, route};
use crate::diag::{Diagnostic, Severity, Sink, codes};
use crate::ir::{Evidence, How, PageRef, Path, Segment};
use crate::json::{Json, Value};
use crate::page::{Inline, PageFormat};
use crate::source::{Span, Spanned};

/// Puts forgotten prefixes back where the evidence allows, and says so.
pub(super) fn settle(drafts: &mut [Draft<'_>], pages: &[PageRef], sink: &mut Sink) {
    let known: Vec<Known> = drafts.iter().filter_map(Known::of).collect();
    let rendering = Rendering::of(drafts, &known);
    let mut told = false;
    for draft in drafts {
        let Some((prefix, evidence)) = meant(draft, &rendering) else { continue };
        // That a rendering loses prefixes is worth telling once, and nobody can mend its pages.
        let lost = draft.page.format == PageFormat::Flat && rendering.loses_prefixes;
        if lost && std::mem::replace(&mut told, true) {
            insert_prefix(&mut draft.path, &prefix, evidence);
            continue;
        }
        let line = draft.page.request_line.as_ref().map_or(draft.method.span(), |line| line.span);
        let message = format!("the path lacks `/{prefix}`; read as `/{prefix}{}`", draft.path.template());
        let mut finding = Diagnostic::new(&codes::PATH_PREFIX_MISSING, line, message)
            .label(format!("no `/{prefix}` here"))
            .help(format!("write `/{prefix}` after the base"));
        for sibling in known.iter().filter(|known| known.is_sibling(draft)) {
            let page = pages.iter().find(|page| page.source == sibling.line.source);
            let id = page.map_or("a sibling page", |page| page.id.value.as_str());
            finding = finding.related(sibling.line, format!("`{id}` has it"));
        }
        finding = finding.related(
            evidence.span,
            match evidence.how {
                How::Shown => "so has the page's own reply",
                How::Inferred => "so have the pages that were not flattened",
                _ => "so has the page itself",
            },
        );
        if let Some(base) = &draft.path.base {
            let after = Span::new(base.span().source, base.span().end as usize, base.span().end as usize);
            finding = finding.edit(after, format!("/{prefix}"));
        }
        if lost {
            finding.severity = Severity::Info;
            finding = finding.help("flattened pages of this docs set have no prefix; all are read with it");
        }
        sink.push(finding);
        insert_prefix(&mut draft.path, &prefix, evidence);
    }
}

/// The prefix that a path lacks, and what tells so.
fn meant(draft: &Draft<'_>, rendering: &Rendering) -> Option<(String, Evidence)> {
    if version(&draft.path).is_some() {
        return None;
    }
    let first = literal(&draft.path, 0)?;
    let replies = draft.replies.iter().flat_map(|reply| &reply.examples);
    if let Some((prefix, span)) = replies.into_iter().find_map(|json| link(json, first)) {
        return Some((prefix, Evidence::new(How::Shown, span)));
    }
    let base = draft.path.base.as_ref()?;
    let samples = draft.samples.iter().map(|sample| &sample.code);
    // A flattened page has no code marks.
    let is_flat = draft.page.format == PageFormat::Flat;
    let inlines = draft.summary.iter().flat_map(|summary| &summary.value.inlines);
    let texts = inlines.filter_map(|inline| match inline {
        Inline::Code(text) => Some(text),
        Inline::Text(text) if is_flat => Some(text),
        _ => None,
    });
    let stated = texts.chain(samples).find_map(|text| mention(text, &base.value, first));
    stated
        .map(|(prefix, span)| (prefix, Evidence::new(How::Stated, span)))
        .or_else(|| rendering.prefix(draft))
}

/// `{{apiPath}}/v1/things` in a page's own text or samples.
fn mention(text: &Spanned<String>, base: &str, first: &str) -> Option<(String, Span)> {
    let opening = format!("{{{{{base}}}}}/");
    text.value.match_indices(&opening).find_map(|(at, _)| {
        let start = at + opening.len();
        let mut segments = text.value[start..].splitn(3, '/');
        let version = segments.next().filter(|segment| is_version(segment))?;
        let rest = segments.next()?;
        let next = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
        (&rest[..next.unwrap_or(rest.len())] == first).then(|| {
            let from = text.span.start as usize + at;
            (version.to_owned(), Span::new(text.span.source, from, from + opening.len() + version.len()))
        })
    })
}

/// The prefix that every Markdown page of a server has: flattening lost it.
struct Rendering {
    /// Whether no flattened page has a prefix, and there are several.
    loses_prefixes: bool,
    /// Base, prefix, and a page that has it.
    prefixes: Vec<(Option<String>, String, Span)>,
}

impl Rendering {
    fn of(drafts: &[Draft<'_>], known: &[Known]) -> Self {
        let mut prefixes: Vec<(Option<String>, String, Span)> = Vec::new();
        for known in known.iter().filter(|known| known.format == PageFormat::Markdown) {
            if !prefixes.iter().any(|(base, ..)| *base == known.base) {
                prefixes.push((known.base.clone(), known.prefix.clone(), known.line));
            }
        }
        let lacks = |base: &Option<String>| {
            let mut markdown = drafts.iter().filter(|draft| draft.page.format == PageFormat::Markdown);
            markdown.any(|draft| base_of(&draft.path) == *base && version(&draft.path).is_none())
        };
        prefixes.retain(|(base, prefix, _)| {
            let other = known.iter().any(|known| known.base == *base && known.prefix != *prefix);
            !other && !lacks(base)
        });
        let flat = drafts.iter().filter(|draft| draft.page.format == PageFormat::Flat);
        let lacking = flat.clone().filter(|draft| version(&draft.path).is_none()).count();
        Self { loses_prefixes: lacking > 1 && lacking == flat.count(), prefixes }
    }

    fn prefix(&self, draft: &Draft<'_>) -> Option<(String, Evidence)> {
        if draft.page.format != PageFormat::Flat {
            return None;
        }
        let base = base_of(&draft.path);
        let (_, prefix, span) = self.prefixes.iter().find(|(known, ..)| *known == base)?;
        Some((prefix.clone(), Evidence::new(How::Inferred, *span)))
    }
}

fn base_of(path: &Path) -> Option<String> {
    path.base.as_ref().map(|base| base.value.clone())
}

/// A page whose path has the prefix.
struct Known {
    format: PageFormat,
    prefix: String,
    base: Option<String>,
    /// The method, and the route without the prefix.
    route: (&'static str, String),
    line: Span,
}

impl Known {
    fn of(draft: &Draft<'_>) -> Option<Self> {
        let prefix = version(&draft.path)?.to_owned();
        let mut path = draft.path.clone();
        path.segments.remove(0);
        Some(Self {
            format: draft.page.format,
            prefix,
            base: base_of(&path),
            route: (draft.method.value.wire(), route(&path)),
            line: draft.page.request_line.as_ref()?.span,
        })
    }

    fn is_sibling(&self, draft: &Draft<'_>) -> bool {
        self.route == (draft.method.value.wire(), route(&draft.path))
    }
}

fn literal(path: &Path, index: usize) -> Option<&str> {
    match path.segments.get(index)? {
        Segment::Literal(literal) => Some(&literal.value),
        Segment::Param(_) => None,
    }
}

fn version(path: &Path) -> Option<&str> {
    literal(path, 0).filter(|literal| is_version(literal))
}

/// A link in a reply that has a version before the path's first segment: the version,
/// and where the link stands.
fn link(json: &Json, first: &str) -> Option<(String, Span)> {
    match &json.value {
        Value::String(text) => {
            let (_, rest) = text.split_once("://")?;
            let mut segments = rest.split('/').skip(1);
            let version = segments.next().filter(|segment| is_version(segment))?;
            (segments.next() == Some(first)).then(|| (version.to_owned(), json.inner()))
        }
        Value::Array(items) => items.iter().find_map(|item| link(item, first)),
        Value::Object(members) => members.iter().find_map(|member| link(&member.value, first)),
        _ => None,
    }
}

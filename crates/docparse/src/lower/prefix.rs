//! A version prefix that some pages' paths have and others lack.
//!
//! A rendering lost it, or `{{apiPath}}` changed its meaning between editions. Links in
//! the page's own reply, and sibling pages of the same route, tell what was meant.

use super::draft::Draft;
use super::path::{insert_prefix, is_version, route};
use crate::diag::{Diagnostic, Sink, codes};
use crate::ir::{Evidence, How, PageRef, Path, Segment};
use crate::json::{Json, Value};
use crate::source::Span;

/// Puts forgotten prefixes back where the evidence allows, and says so.
pub(super) fn settle(drafts: &mut [Draft<'_>], pages: &[PageRef], sink: &mut Sink) {
    let known: Vec<Known> = drafts.iter().filter_map(Known::of).collect();
    for draft in drafts {
        if version(&draft.path).is_some() || literal(&draft.path, 0).is_none() {
            continue;
        }
        let own = draft
            .replies
            .iter()
            .filter_map(|reply| reply.json.as_ref())
            .find_map(|json| link(json, &draft.path));
        let siblings: Vec<&Known> = known.iter().filter(|known| known.is_sibling(draft)).collect();
        let line = draft.page.request_line.as_ref().map_or(draft.method.span(), |line| line.span);
        let prefix = own
            .as_ref()
            .map(|(prefix, _)| prefix.clone())
            .or(siblings.first().map(|known| known.prefix.clone()));
        let Some(prefix) = prefix else {
            report_unclear(draft, &known, line, sink);
            continue;
        };
        let message = format!("the path lacks `/{prefix}`; read as `/{prefix}{}`", draft.path.template());
        let mut finding = Diagnostic::new(&codes::PATH_PREFIX_MISSING, line, message)
            .label(format!("no `/{prefix}` here"))
            .help(format!("write `/{prefix}` after the base"));
        for sibling in &siblings {
            let page = pages.iter().find(|page| page.source == sibling.line.source);
            let id = page.map_or("a sibling page", |page| page.id.value.as_str());
            finding = finding.related(sibling.line, format!("`{id}` has it"));
        }
        if let Some((_, span)) = own {
            finding = finding.related(span, "so has the page's own reply");
        }
        if let Some(base) = &draft.path.base {
            let after = Span::new(base.span().source, base.span().end as usize, base.span().end as usize);
            finding = finding.edit(after, format!("/{prefix}"));
        }
        sink.push(finding);
        let evidence = match (own, siblings.first()) {
            (Some((_, span)), _) => Evidence::new(How::Shown, span),
            (None, Some(sibling)) => Evidence::new(How::Stated, sibling.line),
            (None, None) => Evidence::new(How::Inferred, line),
        };
        insert_prefix(&mut draft.path, &prefix, evidence);
    }
}

fn report_unclear(draft: &Draft<'_>, known: &[Known], line: Span, sink: &mut Sink) {
    let base = draft.path.base.as_ref().map(|base| &base.value);
    if let Some(other) = known.iter().find(|known| known.base.as_ref() == base) {
        let message = format!("the path lacks the `/{}` that other pages have", other.prefix);
        let finding = Diagnostic::new(&codes::PATH_PREFIX_UNCLEAR, line, message)
            .related(other.line, "a page that has it");
        sink.push(
            finding.help("write the prefix, or accept the finding in docset.toml if the path has none"),
        );
    }
}

/// A page whose path has the prefix.
struct Known {
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
            prefix,
            base: path.base.as_ref().map(|base| base.value.clone()),
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
fn link(json: &Json, path: &Path) -> Option<(String, Span)> {
    let first = literal(path, 0)?;
    match &json.value {
        Value::String(text) => {
            let (_, rest) = text.split_once("://")?;
            let mut segments = rest.split('/').skip(1);
            let version = segments.next().filter(|segment| is_version(segment))?;
            (segments.next() == Some(first)).then(|| (version.to_owned(), json.inner()))
        }
        Value::Array(items) => items.iter().find_map(|item| link(item, path)),
        Value::Object(members) => members.iter().find_map(|member| link(&member.value, path)),
        _ => None,
    }
}

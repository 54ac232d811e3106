//! Drafts in, groups out: the pages that document one method on one route.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::replies::Reply;
use super::{path, shape, tag};
use crate::diag::{Diagnostic, Sink, codes};
use crate::docset::Docset;
use crate::ir::Method;

/// The pages of one endpoint, in page order.
pub(super) struct Group<'a> {
    pub(super) drafts: Vec<Draft<'a>>,
    /// The property that tells them apart, if one does.
    pub(super) tag: Option<String>,
}

/// Groups by path, then method.
pub(super) fn by_endpoint<'a>(drafts: Vec<Draft<'a>>, docset: &Docset, sink: &mut Sink) -> Vec<Group<'a>> {
    report_unused(&drafts, docset, sink);
    let mut groups: BTreeMap<(String, Method), Vec<Draft<'_>>> = BTreeMap::new();
    for draft in drafts {
        groups.entry((path::route(&draft.path), draft.method.value)).or_default().push(draft);
    }
    groups.values_mut().for_each(|drafts| leave_out_steps(drafts, docset, sink));
    groups.into_values().map(|drafts| Group { tag: discriminator(&drafts), drafts }).collect()
}

/// A step of a workflow (`Step 3: Create a user`) that repeats a reference operation is no
/// operation of its own, but evidence for it. A step that nothing else documents is one.
fn leave_out_steps(drafts: &mut Vec<Draft<'_>>, docset: &Docset, sink: &mut Sink) {
    let (steps, mut references): (Vec<_>, Vec<_>) =
        std::mem::take(drafts).into_iter().partition(|draft| is_step(draft, docset));
    if references.is_empty() {
        for step in &steps {
            let message = format!(
                "only a step of a workflow documents `{} {}`",
                step.method.value.wire(),
                step.path.template()
            );
            sink.push(
                Diagnostic::new(&codes::ONLY_A_STEP, step.line, message)
                    .label("read as an operation of its own")
                    .help("add a reference page for the operation"),
            );
        }
        *drafts = steps;
        return;
    }
    for step in steps {
        if let Some(reference) = shown_by(&step, &mut references) {
            learn(reference, step);
        }
    }
    *drafts = references;
}

fn is_step(draft: &Draft<'_>, docset: &Docset) -> bool {
    docset.workflows.iter().any(|rule| rule.fits(page_id(draft), &draft.title.value))
}

fn page_id<'a>(draft: &'a Draft<'_>) -> &'a str {
    draft.page.meta.page_id.as_ref().map_or(draft.id.value.as_str(), |id| id.value.as_str())
}

/// A rule that fits no page was written for another docs set, or is misspelt.
fn report_unused(drafts: &[Draft<'_>], docset: &Docset, sink: &mut Sink) {
    for rule in &docset.workflows {
        let Some(span) = rule.span else { continue };
        if !drafts.iter().any(|draft| rule.fits(page_id(draft), &draft.title.value)) {
            let message = "no page with an operation fits this rule";
            sink.push(
                Diagnostic::new(&codes::UNUSED_WORKFLOW, span, message)
                    .help("correct the pattern, or remove the rule"),
            );
        }
    }
}

/// The reference page of what a step shows: the only one, or the one with the step's tag.
fn shown_by<'d, 'a>(step: &Draft<'_>, references: &'d mut [Draft<'a>]) -> Option<&'d mut Draft<'a>> {
    if let [_] = references {
        return references.first_mut();
    }
    let sent = step.body.as_ref()?.json.as_ref()?;
    let has = |tag: &crate::ir::Tag| {
        sent.get(&tag.property).is_some_and(|member| member.value.as_str() == Some(&tag.value.value))
    };
    references.iter_mut().find(|draft| draft.tags.iter().any(has))
}

/// Takes what a step shows of properties that its reference page has.
fn learn(reference: &mut Draft<'_>, step: Draft<'_>) {
    let sent = step.body.and_then(|body| body.json);
    if let (Some(request), Some(json)) = (&mut reference.request, &sent) {
        shape::confirm(&mut request.node, json);
    }
    for reply in step.replies {
        let same = |known: &&mut Reply| known.status.value == reply.status.value;
        if let Some(root) = reference.replies.iter_mut().find(same).and_then(|known| known.root.as_mut()) {
            reply.examples.iter().for_each(|json| shape::confirm(&mut root.node, json));
        }
    }
}

/// The property that every draft's body has, with a value of its own that its text or title
/// confirms. A page alone needs both: its siblings may be in another docs set.
fn discriminator(drafts: &[Draft<'_>]) -> Option<String> {
    let alone = drafts.len() == 1;
    let first = &drafts.first()?.tags;
    let property = first.iter().find(|candidate| {
        let mut values: Vec<&str> = drafts
            .iter()
            .filter_map(|draft| {
                let tag = draft.tags.iter().find(|tag| tag.property == candidate.property)?;
                (!alone || tag::is_said(tag, draft.page)).then_some(tag.value.value.as_str())
            })
            .collect();
        values.sort_unstable();
        values.dedup();
        values.len() == drafts.len()
    })?;
    Some(property.property.clone())
}

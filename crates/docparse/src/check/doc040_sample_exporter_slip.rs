//! DOC040: the exporter of the samples gets something wrong on every page. One finding for
//! the docs set, at the first of them. Found while samples are compared (DOC038).

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink, codes};
use crate::snippet::Slip;
use crate::source::{Span, Spanned};

/// Each slip: how often, and where first.
#[derive(Default)]
pub(super) struct Slips(BTreeMap<Slip, (usize, Span)>);

/// The slips of several pages, together.
impl FromIterator<Slips> for Slips {
    fn from_iter<I: IntoIterator<Item = Slips>>(pages: I) -> Self {
        let mut all = Self::default();
        for (slip, (count, first)) in pages.into_iter().flat_map(|page| page.0) {
            all.count(slip, count, first);
        }
        all
    }
}

impl Slips {
    pub(super) fn add(&mut self, slips: &[Spanned<Slip>]) {
        for slip in slips {
            self.count(slip.value, 1, slip.span);
        }
    }

    fn count(&mut self, slip: Slip, count: usize, first: Span) {
        let known = self.0.entry(slip).or_insert((0, first));
        known.0 += count;
        known.1 = known.1.min(first);
    }

    pub(super) fn report(self, sink: &mut Sink) {
        for (slip, (count, first)) in self.0 {
            let (does, label) = match slip {
                Slip::LineEndInSingleQuotes => (
                    r"`\n` stands in single quotes, which PHP does not read as a line's end",
                    "read as a line's end",
                ),
                Slip::NullMark => ("a mark of the exporter's own stands in place of a null", "read as null"),
            };
            let often = if count == 1 { "in one sample".into() } else { format!("in {count} samples") };
            let finding = Diagnostic::new(&codes::SAMPLE_EXPORTER_SLIP, first, format!("{does}, {often}"));
            sink.push(finding.label(label).help("correct the exporter; the samples were read as meant"));
        }
    }
}

//! DOC040: the exporter of the samples gets something wrong on every page. One finding for
//! the docs set, at the first of them. Found while samples are compared (DOC038).

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink, codes};
use crate::snippet::Slip;
use crate::source::{Span, Spanned};

/// Each slip: how often, and where first.
#[derive(Default)]
pub(super) struct Slips(BTreeMap<Slip, (usize, Span)>);

impl Slips {
    pub(super) fn add(&mut self, slips: &[Spanned<Slip>]) {
        for slip in slips {
            let (count, first) = self.0.entry(slip.value).or_insert((0, slip.span));
            *count += 1;
            *first = slip.span.min(*first);
        }
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

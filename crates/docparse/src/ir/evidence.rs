//! Claims in, facts out: every statement keeps its place, and one ladder decides.
//!
//! Tables state, prose explains, examples show, rules infer.

use serde::Serialize;

use crate::source::Span;

/// How the documentation tells us something, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// We concluded it: an id from a title, a format from a value.
    Inferred,
    /// An example has it.
    Shown,
    /// A sentence says it.
    Prose,
    /// A table, request line, front matter or setting says it.
    Stated,
    /// A decision in `docset.toml` says it.
    Decided,
}

/// One place that tells us something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// How it tells us.
    pub how: How,
    /// Where.
    pub span: Span,
}

impl Evidence {
    /// Evidence of kind `how` at `span`.
    pub fn new(how: How, span: Span) -> Self {
        Self { how, span }
    }
}

/// A value and the place that claims it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim<T> {
    /// What is claimed.
    pub value: T,
    /// Where and how.
    pub evidence: Evidence,
}

/// Something the documentation tells us, and where it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact<T> {
    /// What was settled.
    pub value: T,
    /// What decided it.
    pub from: Evidence,
    /// Places that agree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Evidence>,
    /// Claims that lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<Claim<T>>,
}

impl<T> Fact<T> {
    /// A fact with one piece of evidence.
    pub fn new(value: T, how: How, span: Span) -> Self {
        Self { value, from: Evidence::new(how, span), also: Vec::new(), against: Vec::new() }
    }

    /// Where the deciding evidence stands.
    pub fn span(&self) -> Span {
        self.from.span
    }

    /// The same evidence for another value.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Fact<U> {
        let against = self.against.into_iter();
        Fact {
            value: change(self.value),
            from: self.from,
            also: self.also,
            against: against
                .map(|claim| Claim { value: change(claim.value), evidence: claim.evidence })
                .collect(),
        }
    }
}

impl<T: PartialEq> Fact<T> {
    /// Settles `claims`: the strongest wins, of equals the first. `None` if there are none.
    pub fn settle(claims: Vec<Claim<T>>) -> Option<Self> {
        let mut winner = 0;
        for (index, claim) in claims.iter().enumerate() {
            if claim.evidence.how > claims[winner].evidence.how {
                winner = index;
            }
        }
        let mut claims = claims;
        if claims.is_empty() {
            return None;
        }
        let Claim { value, evidence } = claims.remove(winner);
        let mut fact = Self { value, from: evidence, also: Vec::new(), against: Vec::new() };
        for claim in claims {
            fact.hear(claim);
        }
        Some(fact)
    }

    /// Takes a weaker claim in: it agrees, or it lost.
    pub fn hear(&mut self, claim: Claim<T>) {
        if claim.value == self.value {
            self.also.push(claim.evidence);
        } else {
            self.against.push(claim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn claim(value: &str, how: How, at: usize) -> Claim<String> {
        Claim { value: value.into(), evidence: Evidence::new(how, Span::new(SourceId(0), at, at)) }
    }

    #[test]
    fn tables_beat_prose_beat_examples() {
        let fact = Fact::settle(vec![
            claim("shown", How::Shown, 1),
            claim("stated", How::Stated, 2),
            claim("prose", How::Prose, 3),
            claim("stated", How::Shown, 4),
        ])
        .unwrap();
        assert_eq!(fact.value, "stated");
        assert_eq!(fact.also.len(), 1);
        let losers: Vec<_> = fact.against.iter().map(|claim| claim.value.as_str()).collect();
        assert_eq!(losers, ["shown", "prose"]);
    }

    #[test]
    fn of_equals_the_first_wins() {
        let fact = Fact::settle(vec![claim("a", How::Stated, 1), claim("b", How::Stated, 2)]).unwrap();
        assert_eq!((fact.value.as_str(), fact.against.len()), ("a", 1));
    }
}

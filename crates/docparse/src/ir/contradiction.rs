//! What a page says twice and differently: claims, what won, and by which rule.

use serde::Serialize;

use super::Evidence;
use crate::source::SourceId;

/// Two or more statements about one thing that cannot all be right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradiction {
    /// What they are about.
    pub kind: ContradictionKind,
    /// The page that makes them.
    pub page: SourceId,
    /// The dotted name of the property.
    pub property: String,
    /// What was believed.
    pub winner: Statement,
    /// What was not.
    pub losers: Vec<Statement>,
}

/// What statements can disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContradictionKind {
    /// The example has a property, the table does not.
    NotInTable,
    /// The table requires a property, the example lacks it.
    RequiredNotShown,
    /// Table and example give it different types.
    TypeDiffers,
    /// Its row gives a type without properties, and other rows name some.
    ParentNotObject,
    /// Table and text differ on whether it must be there.
    PresenceDiffers,
}

impl ContradictionKind {
    /// The rule that chose the winner, in a sentence.
    pub fn rule(self) -> &'static str {
        match self {
            Self::NotInTable => "a property that only an example has is optional",
            Self::RequiredNotShown | Self::PresenceDiffers => "the table decides what is required",
            Self::TypeDiffers => "the table decides the type",
            Self::ParentNotObject => "rows of properties make an object, unless the example shows none",
        }
    }
}

/// What one place says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// The claim, in a word or two. Never the value of a secret.
    pub says: String,
    /// Where and how.
    pub evidence: Evidence,
}

//! What can change, as data: for each kind of change how bad it is where the thing is sent, and
//! where it comes back.
//!
//! A request may be what it was before, so whatever narrows what is accepted breaks; a reply must
//! be what it was before, so whatever widens what comes breaks. What only one more reader will
//! ever notice (a description, an example) is text. Three rules settle what is left:
//!
//! * A promise that is withdrawn breaks; one that is made is no change of what happens.
//! * Lists of values are open, unless the settings close them, so a value more breaks nobody; one
//!   that is gone may be refused.
//! * Deprecation calls for a minor version (Semantic Versioning 2.0.0, item 7).

use serde::Serialize;

/// How bad a change is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Only people see it.
    Text,
    /// There is more than before, and what worked goes on working.
    Additive,
    /// What worked may not work any more.
    Breaking,
}

impl Class {
    /// `breaking`
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

/// The headings of Keep a Changelog 1.1.0 that changes go under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Heading {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Heading {
    /// In the order they stand in.
    pub const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed];

    /// `Added`
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
        }
    }
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// `made-required`
    pub id: &'static str,
    /// How bad it is where the thing is sent.
    pub request: Class,
    /// How bad it is where the thing comes back.
    pub reply: Class,
    /// Where a changelog has it.
    pub heading: Heading,
    /// What happened to the thing, with `{old}` and `{new}` where it says how.
    pub says: &'static str,
}

macro_rules! kinds {
    ($($name:ident $id:literal $request:ident $reply:ident $heading:ident $says:literal)+) => {
        $(
            #[doc = concat!("`", $id, "`: ", $says, ".")]
            pub(super) const $name: Kind = Kind {
                id: $id,
                request: Class::$request,
                reply: Class::$reply,
                heading: Heading::$heading,
                says: $says,
            };
        )+

        /// Every kind of change.
        pub const KINDS: &[Kind] = &[$($name),+];
    };
}

kinds! {
    //                 id                    in a request, in a reply, heading, words
    ADDED              "added"               Additive Additive Added      "was added"
    ADDED_REQUIRED     "added-required"      Breaking Additive Added      "was added, and is required"
    REMOVED            "removed"             Breaking Breaking Removed    "was removed"
    NOT_NEEDED         "not-needed"          Additive Additive Removed    "need not be sent any more"
    NOT_ANSWERED       "not-answered"        Additive Additive Removed    "is not among the replies any more"
    RENAMED            "renamed"             Text     Text     Changed    "is called {new}, and was {old}"
    PATH_CHANGED       "path-changed"        Breaking Breaking Changed    "moved from {old} to {new}"
    ADDRESS_CHANGED    "address-changed"     Breaking Breaking Changed    "is at {new}, and was at {old}"
    MEDIA_TYPE_CHANGED "media-type-changed"  Breaking Breaking Changed    "is {new}, and was {old}"
    SIGN_IN_CHANGED    "sign-in-changed"     Breaking Breaking Changed    "is {new}, and was {old}"
    VALUE_CHANGED      "value-changed"       Breaking Breaking Changed    "is always {new}, and was {old}"
    TYPE_CHANGED       "type-changed"        Breaking Breaking Changed    "is {new}, and was {old}"
    TYPE_WIDENED       "type-widened"        Additive Breaking Changed    "may be {new}, and was {old}"
    TYPE_NARROWED      "type-narrowed"       Breaking Additive Changed    "is {new} only, and was {old}"
    TYPE_STATED        "type-stated"         Additive Additive Changed    "is stated to be {new}; examples showed {old}"
    MADE_REQUIRED      "made-required"       Breaking Additive Changed    "is required now"
    MADE_OPTIONAL      "made-optional"       Additive Breaking Changed    "is not required any more"
    NULL_ALLOWED       "null-allowed"        Additive Breaking Changed    "may be `null` now"
    NULL_FORBIDDEN     "null-forbidden"      Breaking Additive Changed    "is not `null` any more"
    DEPRECATED         "deprecated"          Additive Additive Deprecated "is deprecated"
    NOT_DEPRECATED     "not-deprecated"      Text     Text     Changed    "is not deprecated any more"
    VALUE_ADDED        "value-added"         Additive Additive Added      "has a value more: {new}"
    CLOSED_VALUE_ADDED "closed-value-added"  Additive Breaking Added      "has a value more in a closed list: {new}"
    VALUE_REMOVED      "value-removed"       Breaking Additive Removed    "has a value less: {old}"
    VALUES_LISTED      "values-listed"       Text     Text     Changed    "has its values listed: {new}"
    VALUES_CLOSED      "values-closed"       Breaking Additive Changed    "is one of a closed list: {new}"
    VALUES_OPENED      "values-opened"       Additive Breaking Changed    "is not one of a closed list any more; it was {old}"
    VALUES_NOT_LISTED  "values-not-listed"   Text     Text     Changed    "has its values listed no more; they were {old}"
    CONSTANT_ADDED     "constant-added"      Breaking Additive Changed    "is always {new} now"
    CONSTANT_REMOVED   "constant-removed"    Additive Breaking Changed    "is not always {old} any more"
    DEFAULT_STATED     "default-stated"      Text     Text     Changed    "has a default that is stated: {new}"
    DEFAULT_CHANGED    "default-changed"     Breaking Text     Changed    "is {new} by default, and was {old}"
    DEFAULT_REMOVED    "default-removed"     Breaking Text     Changed    "has no default any more; it was {old}"
    LIMIT_TIGHTENED    "limit-tightened"     Breaking Additive Changed    "has {new}, and had {old}"
    LIMIT_LOOSENED     "limit-loosened"      Additive Breaking Changed    "has {new}, and had {old}"
    MADE_READ_ONLY     "made-read-only"      Breaking Text     Changed    "is only in replies now"
    MADE_WRITABLE      "made-writable"       Additive Text     Changed    "can be sent now"
    MADE_WRITABLE_AND_REQUIRED "made-writable-and-required" Breaking Text Changed "must be sent now"
    MADE_WRITE_ONLY    "made-write-only"     Text     Breaking Changed    "does not come back any more"
    MADE_READABLE      "made-readable"       Text     Additive Changed    "comes back now"
    MADE_IMMUTABLE     "made-immutable"      Breaking Text     Changed    "cannot be changed any more once it is set"
    MADE_MUTABLE       "made-mutable"        Additive Text     Changed    "can be changed now"
    MADE_SECRET        "made-secret"         Text     Text     Changed    "is a secret"
    NOT_SECRET         "not-secret"          Text     Text     Changed    "is no secret any more"
    FORMAT_CHANGED     "format-changed"      Text     Text     Changed    "looks like {new}, and did like {old}"
    VARIANT_ADDED      "variant-added"       Additive Breaking Added      "has an alternative more: {new}"
    VARIANT_REMOVED    "variant-removed"     Breaking Additive Removed    "has an alternative less: {old}"
    TAG_CHANGED        "tag-changed"         Breaking Breaking Changed    "is chosen by {new}, and was by {old}"
    TEXT_CHANGED       "text-changed"        Text     Text     Changed    "has another description"
    EXAMPLES_CHANGED   "examples-changed"    Text     Text     Changed    "has other examples"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<_> = KINDS.iter().map(|kind| kind.id).collect();
        assert_eq!(ids.len(), KINDS.len());
    }

    /// What is sent and what comes back are each other's mirror: what widens one and is harmless
    /// there breaks the other.
    #[test]
    fn widening_and_narrowing_are_mirrored() {
        for (wider, narrower) in [
            (TYPE_WIDENED, TYPE_NARROWED),
            (MADE_OPTIONAL, MADE_REQUIRED),
            (NULL_ALLOWED, NULL_FORBIDDEN),
            (CONSTANT_REMOVED, CONSTANT_ADDED),
            (LIMIT_LOOSENED, LIMIT_TIGHTENED),
            (CLOSED_VALUE_ADDED, VALUE_REMOVED),
            (VALUES_OPENED, VALUES_CLOSED),
            (VARIANT_ADDED, VARIANT_REMOVED),
        ] {
            assert_eq!((wider.request, wider.reply), (narrower.reply, narrower.request), "{}", wider.id);
            assert_eq!(narrower.request, Class::Breaking, "{}", narrower.id);
        }
    }
}

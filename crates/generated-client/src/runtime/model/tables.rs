//! A model's table in, its part in reading and writing out.
//!
//! A table has a line for each property: the field, how it is read, its key. The three macros
//! differ in which way a model travels. They make what would else be the same forty lines in
//! every model; what a reader wants to see, the fields and setters, is written out.

/// A model that only comes back: nothing of it may be assumed to be there.
macro_rules! received {
    ($model:ident, $(always { $($fixed:literal: $constant:expr),* $(,)? })? $(may { $($field:ident: $read:ident $key:literal),* $(,)? })?) => {
        impl $crate::runtime::model::Object for $model {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: $crate::runtime::model::Value<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                match key {
                    $($($fixed => value.constant($constant, &mut self.extra),)*)?
                    $($($key => value.$read(&mut self.$field),)*)?
                    _ => value.extra(&mut self.extra),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::model::object(from)
            }
        }

        impl ::serde::Serialize for $model {
            #[allow(unused_mut, reason = "a model may have no members")]
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                let mut object = $crate::runtime::model::Writer::new(to, &self.extra)?;
                $($(object.field($fixed, &$constant);)*)?
                $($(object.optional($key, &self.$field);)*)?
                object.end()
            }
        }
    };
}

/// A model that is sent and comes back: its builder, which holds it, wants all of `must`.
macro_rules! shared {
    ($model:ident, $builder:ident, $(always $always:tt)? $(must { $($need:ident: $how:ident $wire:literal),* $(,)? })? $(may { $($field:ident: $read:ident $key:literal),* $(,)? })?) => {
        $crate::runtime::model::received! {
            $model, $(always $always)? may { $($($need: $how $wire,)*)? $($($field: $read $key),*)? }
        }

        $crate::runtime::model::starts! { $model, $builder, model.extra }

        impl $crate::runtime::model::Object for $builder {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: $crate::runtime::model::Value<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                self.model.read(key, value)
            }
        }

        impl $builder {
            /// What was built.
            ///
            /// # Errors
            ///
            /// [`is_build`](crate::Error::is_build), with the names of all required fields that are missing.
            pub fn build(self) -> ::core::result::Result<$model, $crate::Error> {
                let missing: &[(&'static str, bool)] = &[$($((stringify!($need), self.model.$need.is_none())),*)?];
                match $crate::runtime::model::missing(stringify!($model), missing) {
                    Some(error) => Err(error),
                    None => Ok(self.model),
                }
            }
        }
    };
}

/// A model that is only sent: `must` is in it for sure, so it is read into its builder.
macro_rules! sent {
    ($model:ident, $builder:ident, $(always { $($fixed:literal: $constant:expr),* $(,)? })? $(must { $($need:ident: $how:ident $wire:literal),* $(,)? })? $(may { $($field:ident: $read:ident $key:literal),* $(,)? })?) => {
        $crate::runtime::model::starts! { $model, $builder, extra }

        impl $builder {
            /// What was built.
            ///
            /// # Errors
            ///
            /// [`is_build`](crate::Error::is_build), with the names of all required fields that are missing.
            pub fn build(self) -> ::core::result::Result<$model, $crate::Error> {
                let missing: &[(&'static str, bool)] = &[$($((stringify!($need), self.$need.is_none())),*)?];
                if let Some(error) = $crate::runtime::model::missing(stringify!($model), missing) {
                    return Err(error);
                }
                Ok($model {
                    $($($need: self.$need.expect("it is not missing"),)*)?
                    $($($field: self.$field,)*)?
                    extra: self.extra,
                })
            }
        }

        impl $crate::runtime::model::Object for $builder {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: $crate::runtime::model::Value<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                match key {
                    $($($fixed => value.constant($constant, &mut self.extra),)*)?
                    $($($wire => value.$how(&mut self.$need),)*)?
                    $($($key => value.$read(&mut self.$field),)*)?
                    _ => value.extra(&mut self.extra),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                let builder: $builder = $crate::runtime::model::object(from)?;
                builder.build().map_err(::serde::de::Error::custom)
            }
        }

        impl ::serde::Serialize for $model {
            #[allow(unused_mut, reason = "a model may have no members")]
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                let mut object = $crate::runtime::model::Writer::new(to, &self.extra)?;
                $($(object.field($fixed, &$constant);)*)?
                $($(object.field($wire, &self.$need);)*)?
                $($(object.optional($key, &self.$field);)*)?
                object.end()
            }
        }
    };
}

/// The way to a builder, and its setter for what the documentation does not name.
macro_rules! starts {
    ($model:ident, $builder:ident, $($extra:ident).+) => {
        impl $model {
            /// Starts building.
            pub fn builder() -> $builder {
                ::core::default::Default::default()
            }
        }

        impl $builder {
            /// Sets a member that the documentation does not name.
            pub fn extra(
                mut self,
                key: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::serde_json::Value>,
            ) -> Self {
                self.$($extra).+.insert(key, value);
                self
            }
        }
    };
}

/// An open enumeration: each arm has its text, and any other text is kept.
macro_rules! values {
    ($values:ident { $($arm:ident = $text:literal),* $(,)? }) => {
        impl $values {
            /// The text, as it goes over the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$arm => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        $crate::runtime::model::texts! { $values }

        impl ::core::convert::From<::std::string::String> for $values {
            fn from(text: ::std::string::String) -> Self {
                match text.as_str() {
                    $($text => Self::$arm,)*
                    _ => Self::Unknown(text),
                }
            }
        }
    };
}

/// What is the same for all open enumerations, whatever their arms.
macro_rules! texts {
    ($values:ident) => {
        impl ::core::convert::From<&str> for $values {
            fn from(text: &str) -> Self {
                Self::from(::std::string::String::from(text))
            }
        }

        impl ::core::convert::From<&str> for $crate::Nullable<$values> {
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }

        impl ::core::fmt::Display for $values {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $values {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $values {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                <::std::string::String as ::serde::Deserialize>::deserialize(from).map(Self::from)
            }
        }
    };
}

/// A union: each arm's tag and model, and what else there may be.
macro_rules! union {
    ($union:ident, $tag:literal { $($text:literal => $arm:ident),* $(,)? }) => {
        impl<'de> ::serde::Deserialize<'de> for $union {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::model::tagged(from)
            }
        }

        impl $crate::runtime::model::Union for $union {
            const TAG: &'static str = $tag;

            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                tag: ::core::option::Option<&str>,
                members: $crate::runtime::model::Members<A>,
            ) -> ::core::result::Result<Self, A::Error> {
                match tag {
                    $(Some($text) => members.read_as(Self::$arm),)*
                    _ => members.unknown(tag).map(Self::Unknown),
                }
            }
        }

        impl ::serde::Serialize for $union {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$arm(model) => ::serde::Serialize::serialize(model, to),)*
                    Self::Unknown(raw) => ::serde::Serialize::serialize(raw, to),
                }
            }
        }
    };
}

pub(crate) use {received, sent, shared, starts, texts, union, values};

//! What reads the same for every enum, every exception, every structure without required members and every type with a
//! serde view. Read by: emitted code.

/// What every enum has beside its values: the way from a value to its variant, an empty default, how it shows itself, and
/// [`Shape`](crate::shape::Shape).
///
/// The type has a variant `Unknown(String)`, `VALUES` and `as_str`. With `redacted`, `Debug` does not show the value.
#[doc(hidden)]
#[macro_export]
macro_rules! enum_traits {
    ($name:ident) => {
        $crate::enum_traits!($name, value => value.as_str());
    };
    ($name:ident, redacted) => {
        $crate::enum_traits!($name, _value => &$crate::codegen::Redacted);
    };
    ($name:ident, $value:ident => $shown:expr) => {
        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                $crate::codegen::find(Self::VALUES, value)
                    .unwrap_or_else(|| Self::Unknown(value.to_owned()))
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let $value = self;
                ::core::fmt::Debug::fmt($shown, f)
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl $crate::shape::Shape for $name {
            fn write<W: $crate::shape::Writer>(&self, w: &mut W) -> ::core::result::Result<(), W::Error> {
                w.string(self.as_str())
            }

            fn read<R: $crate::shape::Reader>(r: &mut R) -> ::core::result::Result<Self, R::Error> {
                ::core::result::Result::map(r.string(), |value| Self::from(&*value))
            }
        }
    };
}

/// `Display` and `Error` of an exception: its code, and the message that the named field holds.
#[doc(hidden)]
#[macro_export]
macro_rules! exception_traits {
    ($name:ident, $code:literal) => {
        $crate::exception_traits!($name, $code, _exception => ::core::option::Option::None);
    };
    ($name:ident, $code:literal, $field:ident) => {
        $crate::exception_traits!($name, $code, exception => $crate::codegen::message(&exception.$field));
    };
    ($name:ident, $code:literal, $exception:ident => $message:expr) => {
        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let $exception = self;
                $crate::codegen::fmt_exception(f, $code, $message)
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl ::core::error::Error for $name {}
    };
}

/// The constructor of a structure of which the model requires nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! new_empty {
    () => {
        /// An empty value.
        pub fn new() -> Self {
            ::core::default::Default::default()
        }
    };
}

/// The serde view of a type, in the model's member names.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($name:ident) => {
        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::codegen::serialize(self, serializer)
            }
        }

        #[allow(deprecated, reason = "the type may be deprecated itself")]
        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codegen::deserialize(deserializer)
            }
        }
    };
}

/// Nothing: [`needs_serde!`](crate::codegen::needs_serde), once in each file, says what is missing.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($name:ident) => {};
}

pub use {enum_traits, exception_traits, new_empty, serde_traits};

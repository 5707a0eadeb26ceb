//! Shapes by way of [`serde`]: what the generator's option `serde` calls. Read by: emitted code, as `rt::serialize` and `rt::deserialize`.
//!
//! It is a view for people and tools, not a wire format: member names are the model's, and what is absent is left out.
//!
//! | shape | in serde's data model |
//! |---|---|
//! | structure, exception | a map of the members that are set |
//! | union | a map with one entry; that of a variant which the model does not know has the value null |
//! | enum | its string |
//! | timestamp | a string in RFC 3339; when read, seconds since 1970 as well |
//! | blob | a base64 string where the format is for people, else bytes |
//! | float, double | a number, and `"NaN"`, `"Infinity"`, `"-Infinity"` where the format is for people |
//! | document | as it is |
//!
//! Unknown keys and nulls are skipped. Reading needs a format that describes itself, as JSON does.

mod document;
mod members;
mod read;
mod scalars;
mod write;

pub use read::deserialize;
pub use write::serialize;

#[cfg(test)]
mod tests;

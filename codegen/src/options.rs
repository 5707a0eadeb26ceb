//! What the caller of the generator chose. Read by: pipeline, plan.

use std::path::PathBuf;

/// How much to generate; each level contains the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Emit {
    /// Requests, responses, errors and nested types with their schemas. Works for every protocol.
    Types,
    /// And for each operation its marker: enough to build requests and read responses without I/O.
    Operations,
    /// And `Client` with a method for each operation, and its paginators. Needs the runtime's feature `client`.
    #[default]
    Client,
}

/// The choices, as [`crate::Generator`] collects them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) model: PathBuf,
    pub(crate) service: Option<String>,
    /// Names and globs; one that begins with `!` removes.
    pub(crate) operations: Vec<String>,
    pub(crate) serde: bool,
    pub(crate) emit: Emit,
    pub(crate) module_name: Option<String>,
}

//! The cases that do not pass, and are not meant to: `listed.json`. Read by: tests/conformance.rs.

use serde::Deserialize;

/// One case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The name of the case.
    pub case: String,
    /// A part of the difference as the test tells it, so that another difference of the same case is not taken for it.
    pub shows: String,
    /// Why we do otherwise.
    pub reason: String,
    /// Where that is written down.
    pub link: String,
}

/// All of them.
pub fn all() -> Result<Vec<Listed>, serde_json::Error> {
    serde_json::from_str(include_str!("../listed.json"))
}

//! The cases that do not pass, and are not meant to: `listed.json`. Read by: tests/conformance.rs.

use serde::Deserialize;

/// One case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The name of the case.
    pub case: String,
    /// Why we do otherwise.
    pub reason: String,
    /// Where that is written down.
    pub link: String,
}

/// All of them.
pub fn all() -> Result<Vec<Listed>, serde_json::Error> {
    serde_json::from_str(include_str!("../listed.json"))
}

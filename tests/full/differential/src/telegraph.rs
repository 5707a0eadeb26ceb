//! A model of the test's own, in every protocol that has events: what the models of AWS's services do not use of them,
//! which is headers of every type, payloads that are text, and CBOR. Read by: `run`.

use std::fs;
use std::path::Path;

/// The protocols, as botocore names them.
const PROTOCOLS: [&str; 4] = ["json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"];

/// Writes the models as a tree like botocore's.
pub fn write(folder: &Path) -> Result<(), String> {
    for protocol in PROTOCOLS {
        let place = folder
            .join(format!("telegraph-{protocol}"))
            .join("2020-01-01");
        let model = include_str!("../telegraph.json").replace("PROTOCOL", protocol);
        fs::create_dir_all(&place)
            .and_then(|()| fs::write(place.join("service-2.json"), model))
            .map_err(|error| format!("{}: {error}", place.display()))?;
    }
    Ok(())
}

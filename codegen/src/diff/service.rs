//! The facts of the service. Called by: mod.

use super::change::Class;
use super::found::Found;
use crate::plan::ServicePlan;

pub(super) const PATH: &str = "service";

/// Protocols whose requests name the version of the API, in the model's words and in the runtime's.
const SEND_THE_VERSION: [&str; 4] = ["query", "ec2", "AwsQuery", "Ec2Query"];

/// Protocols whose requests can name a structure.
const SEND_SHAPE_NAMES: [&str; 2] = ["rest-xml", "RestXml"];

pub(super) fn service(found: &mut Found, old: &ServicePlan, new: &ServicePlan) {
    let ServicePlan {
        docs,
        id,
        version,
        protocol,
        protocols,
        endpoint_prefix,
        signing_name,
        target_prefix,
        global_endpoint,
        query_compatible,
    } = old;
    found.docs("Client", docs, &new.docs);
    found.differ(Class::Documentation, PATH, "id", id, &new.id);
    let speaks = |names: &[&str]| match protocol {
        Some(protocol) => names.contains(protocol),
        None => protocols.iter().any(|name| names.contains(&name.as_str())),
    };
    found.shape_names_are_sent = speaks(&SEND_SHAPE_NAMES);
    let class = if speaks(&SEND_THE_VERSION) {
        Class::Wire
    } else {
        Class::Documentation
    };
    found.differ(class, PATH, "API version", version, &new.version);
    // Which protocol is spoken is known only of those that the runtime has.
    let spoken = |protocol: Option<&'static str>, protocols: &[String]| {
        protocol.map_or_else(|| protocols.join(", "), str::to_owned)
    };
    let before = spoken(*protocol, protocols);
    let after = spoken(new.protocol, &new.protocols);
    found.differ(Class::Wire, PATH, "protocol", &before, &after);
    found.differ(
        Class::Wire,
        PATH,
        "endpoint prefix",
        endpoint_prefix,
        &new.endpoint_prefix,
    );
    found.flag(
        Class::Wire,
        PATH,
        "query compatible",
        *query_compatible,
        new.query_compatible,
    );
    // Without a signing name, the endpoint prefix stands for it.
    let before = signing_name.as_ref().unwrap_or(endpoint_prefix);
    let after = new.signing_name.as_ref().unwrap_or(&new.endpoint_prefix);
    found.differ(Class::Wire, PATH, "signing name", before, after);
    for (what, before, after) in [
        ("target prefix", target_prefix, &new.target_prefix),
        ("global endpoint", global_endpoint, &new.global_endpoint),
    ] {
        found.options(Class::Wire, PATH, what, before.as_deref(), after.as_deref());
    }
}

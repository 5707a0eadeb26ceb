//! Facts of members on the wire. Read by: structures, enums.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Class;
use super::found::Found;
use crate::plan::{Fact, MemberSchema};

/// Compares what is said of one member, and of the elements, keys or values inside it.
pub(super) fn member(found: &mut Found, path: &str, old: &MemberSchema, new: &MemberSchema) {
    let [before, after] = [old, new].map(|member| {
        let mut facts = BTreeMap::new();
        list(&mut facts, "", member);
        facts
    });
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for what in names {
        let [old, new] = [&before, &after].map(|facts| facts.get(what).map(String::as_str));
        match old.or(new) {
            Some(YES) => found.flag(Class::Wire, path, what, old.is_some(), new.is_some()),
            _ => found.options(Class::Wire, path, what, old, new),
        }
    }
    // Under another name, the view of serde changes too; that alone happens where the model names the wire apart.
    if before.get(WIRE_NAME) == after.get(WIRE_NAME) {
        found.differ(Class::Wire, path, "member name", &old.name, &new.name);
    }
}

const WIRE_NAME: &str = "wire name";

/// The value of a fact that holds by being stated.
const YES: &str = "yes";

/// Each fact by its name, `of` what.
fn list(facts: &mut BTreeMap<String, String>, of: &str, member: &MemberSchema) {
    let MemberSchema { name, facts: said } = member;
    let mut fact = |name: &str, value: &str| {
        facts.insert(format!("{}{of}", name.replace('_', " ")), value.to_owned());
    };
    // What is inside a list or map is called alike in all models.
    if of.is_empty() {
        fact(WIRE_NAME, name);
    }
    for said in said {
        match said {
            Fact::Flag(name) => fact(name, YES),
            Fact::Text(name, text) => fact(name, text),
            Fact::Variant(name, _, variant) => fact(name, variant),
            Fact::Namespace(prefix, uri) if prefix.is_empty() => fact("xml_namespace", uri),
            Fact::Namespace(prefix, uri) => fact("xml_namespace", &format!("{prefix}: {uri}")),
            Fact::List(_) | Fact::Map(..) => {}
        }
    }
    for said in said {
        match said {
            Fact::List(element) => list(facts, &format!(" of the elements{of}"), element),
            Fact::Map(key, value) => {
                list(facts, &format!(" of the keys{of}"), key);
                list(facts, &format!(" of the values{of}"), value);
            }
            _ => {}
        }
    }
}

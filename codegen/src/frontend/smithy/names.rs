//! The names of shapes without their namespaces. Read by: mod, service, shapes.
//!
//! AWS's models have one namespace, some two. Where two of them use a name, which shape keeps it depends on the whole
//! file, not on what is generated from it: an operation more must not rename a type.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use crate::ir::ShapeId;

const UNIT: &str = "smithy.api#Unit";

/// Those names that are not just what stands behind the `#`.
#[derive(Default)]
pub(super) struct Names {
    special: BTreeMap<String, String>,
}

impl Names {
    /// The names in a file: the service's own `rename`, then those of the service's namespace, then the others in the
    /// order of their ids.
    pub(super) fn new(index: &Index<'_>, service: &str, rename: &BTreeMap<String, String>) -> Self {
        let own = split(service).0;
        let mut names = Self {
            special: rename.clone(),
        };
        let plain = index.ids().all(|id| split(id).0 == own);
        if plain && rename.is_empty() && index.get(&format!("{own}#Unit")).is_none() {
            return names;
        }
        let mut taken: BTreeSet<Cow<'_, str>> =
            rename.values().map(|name| name.as_str().into()).collect();
        let mut ids: Vec<&str> = index.ids().chain([UNIT]).collect();
        ids.sort_unstable_by_key(|id| (split(id).0 != own, *id));
        ids.dedup();
        for id in ids.into_iter().filter(|id| !rename.contains_key(*id)) {
            let name = free(id, &taken);
            if name != split(id).1 {
                names
                    .special
                    .insert(id.to_owned(), name.clone().into_owned());
            }
            taken.insert(name);
        }
        names
    }

    /// The name of a shape. A simple shape of the prelude keeps its namespace: nothing is ever called after it.
    pub(super) fn of(&self, id: &str) -> ShapeId {
        match self.special.get(id) {
            Some(name) => ShapeId::new(name),
            None if id.starts_with("smithy.api#") && id != UNIT => ShapeId::new(id),
            None => ShapeId::new(split(id).1),
        }
    }
}

/// The namespace and the name of a shape's id.
pub(super) fn split(id: &str) -> (&str, &str) {
    id.split_once('#').unwrap_or(("", id))
}

/// The shape's own name; if that is taken, with parts of its namespace before it, the last first: `CommonTag`.
fn free<'n>(id: &'n str, taken: &BTreeSet<Cow<'_, str>>) -> Cow<'n, str> {
    let (namespace, name) = split(id);
    let mut candidate = Cow::Borrowed(name);
    for part in namespace.rsplit('.') {
        if !taken.contains(&candidate) {
            return candidate;
        }
        let mut letters = part.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        candidate = Cow::Owned(first.into_iter().chain(letters).collect::<String>() + &candidate);
    }
    // The id itself is no other shape's.
    if taken.contains(&candidate) {
        id.into()
    } else {
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(ids: &[&str], rename: &[(&str, &str)]) -> Vec<String> {
        let shapes: Vec<String> = ids
            .iter()
            .map(|id| format!(r#""{id}": {{"type": "string"}}"#))
            .collect();
        let text = format!("{{{}}}", shapes.join(","));
        let index = Index::new(serde_json::from_str(&text).unwrap());
        let rename = rename
            .iter()
            .map(|(id, name)| ((*id).to_owned(), (*name).to_owned()))
            .collect();
        let names = Names::new(&index, "com.x#Service", &rename);
        ids.iter()
            .map(|id| names.of(id).as_str().to_owned())
            .collect()
    }

    #[test]
    fn the_namespace_is_dropped() {
        assert_eq!(names(&["com.x#Tag", "com.x#tag"], &[]), ["Tag", "tag"]);
        assert_eq!(names(&["com.x#Tag", "com.y#Other"], &[]), ["Tag", "Other"]);
        let id = Names::default().of("smithy.api#String");
        assert_eq!(id.as_str(), "smithy.api#String");
    }

    #[test]
    fn the_service_keeps_the_names_that_others_use_too() {
        let ids = [
            "com.a.common#Tag",
            "com.x#Tag",
            "com.b.common#Tag",
            "com.x#CommonTag",
        ];
        let expected = ["ACommonTag", "Tag", "BCommonTag", "CommonTag"];
        assert_eq!(names(&ids, &[]), expected);
        let mut reversed = ids;
        reversed.reverse();
        let mut named = names(&reversed, &[]);
        named.reverse();
        assert_eq!(named, expected, "the order in the file means nothing");
        assert_eq!(names(&["com.x#Unit", UNIT], &[]), ["Unit", "ApiUnit"]);
    }

    #[test]
    fn the_service_may_rename() {
        let rename = [("com.y#Tag", "YTag")];
        assert_eq!(names(&["com.x#Tag", "com.y#Tag"], &rename), ["Tag", "YTag"]);
        assert_eq!(
            names(&["com.x#YTag", "com.y#Tag"], &rename),
            ["XYTag", "YTag"]
        );
    }
}

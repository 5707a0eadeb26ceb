//! Collects changes, and pairs what has the same name in both plans. Read by: the comparisons.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Changes, Class};
use super::docs;

/// The changes found so far.
#[derive(Default)]
pub(super) struct Found {
    changes: Vec<Change>,
    /// Whether a protocol sends the names of structures, as XML does.
    pub(super) shape_names_are_sent: bool,
}

impl Found {
    pub(super) fn push(
        &mut self,
        class: Class,
        path: impl Into<String>,
        what: impl Into<String>,
        old: Option<String>,
        new: Option<String>,
    ) {
        // A raw identifier is called by its name.
        let path = path.into().replace("r#", "");
        let one_line = |text: String| text.replace(char::is_control, " ");
        self.changes.push(Change {
            class,
            path: one_line(path),
            what: what.into(),
            old: old.map(one_line),
            new: new.map(one_line),
        });
    }

    /// A change that many items would tell alike.
    pub(super) fn once(
        &mut self,
        class: Class,
        path: &str,
        what: &str,
        old: Option<String>,
        new: Option<String>,
    ) {
        let known = |change: &Change| change.path == path && change.what == what;
        if !self.changes.iter().any(known) {
            self.push(class, path, what, old, new);
        }
    }

    pub(super) fn removed(&mut self, path: String, what: &str, old: Option<String>) {
        self.push(Class::Compile, path, format!("{what} removed"), old, None);
    }

    pub(super) fn added(&mut self, path: String, what: &str, new: Option<String>) {
        self.push(Class::Addition, path, format!("{what} added"), None, new);
    }

    /// A fact that both plans have, if it differs.
    pub(super) fn differ(&mut self, class: Class, path: &str, what: &str, old: &str, new: &str) {
        self.options(class, path, what, Some(old), Some(new));
    }

    /// A fact that a plan can lack, if it differs.
    pub(super) fn options(
        &mut self,
        class: Class,
        path: &str,
        what: &str,
        old: Option<&str>,
        new: Option<&str>,
    ) {
        if old != new {
            self.push(
                class,
                path,
                what,
                old.map(str::to_owned),
                new.map(str::to_owned),
            );
        }
    }

    /// A fact that holds or does not.
    pub(super) fn flag(&mut self, class: Class, path: &str, what: &str, old: bool, new: bool) {
        let word = |yes| if yes { "yes" } else { "no" };
        self.differ(class, path, what, word(old), word(new));
    }

    /// Documentation: of two texts, the lines that are not in both.
    pub(super) fn docs(&mut self, path: &str, old: &[String], new: &[String]) {
        if old != new {
            let (old, new) = docs::apart(old, new);
            self.push(Class::Documentation, path, "documentation", old, new);
        }
    }

    /// Deprecation; see [`Class::Documentation`] for why it is in that class.
    pub(super) fn deprecation(&mut self, path: &str, old: Option<&str>, new: Option<&str>) {
        let what = match (old, new) {
            (None, Some(_)) => "deprecated",
            (Some(_), None) => "no longer deprecated",
            _ => "note of the deprecation",
        };
        if old != new {
            let text = |note: Option<&str>| note.filter(|note| !note.is_empty()).map(str::to_owned);
            self.push(Class::Documentation, path, what, text(old), text(new));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub(super) fn finish(self) -> Changes {
        Changes::new(self.changes)
    }
}

/// What the old plan, the new one or both have under a name.
pub(super) enum Pair<'a, T> {
    Removed(&'a T),
    Added(&'a T),
    Both(&'a T, &'a T),
}

/// Pairs by name, in the order of names.
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&'a T) -> &'a String,
) -> Vec<Pair<'a, T>> {
    let mut pairs: BTreeMap<&str, Pair<'a, T>> = old
        .iter()
        .map(|item| (name(item).as_str(), Pair::Removed(item)))
        .collect();
    for item in new {
        let pair = match pairs.get(name(item).as_str()) {
            Some(&Pair::Removed(old)) => Pair::Both(old, item),
            _ => Pair::Added(item),
        };
        pairs.insert(name(item), pair);
    }
    pairs.into_values().collect()
}

/// Whether the names that both lists have stand in another order.
pub(super) fn reordered<'a>(
    old: impl Iterator<Item = &'a str> + Clone,
    new: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    let (in_old, in_new): (BTreeSet<&str>, BTreeSet<&str>) =
        (old.clone().collect(), new.clone().collect());
    let both = |name: &&str| in_old.contains(name) && in_new.contains(name);
    !old.filter(both).eq(new.filter(both))
}

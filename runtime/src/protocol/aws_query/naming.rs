//! How the two query protocols name what is in a form. Read by: `writer`.

use crate::shape::Member;

/// The rules by which they differ.
pub(super) struct Naming {
    /// Whether a member has a name of its own in requests, or else its wire name with a capital letter.
    own_names: bool,
    /// Whether no list or map is wrapped, whatever the model says.
    flat: bool,
    /// Whether an empty list is sent, as its name with nothing behind it.
    pub(super) empty_lists: bool,
}

impl Naming {
    pub(super) const AWS: Self = Self {
        own_names: false,
        flat: false,
        empty_lists: true,
    };
    pub(super) const EC2: Self = Self {
        own_names: true,
        flat: true,
        empty_lists: false,
    };

    /// The name of a member, in two parts.
    pub(super) fn name(&self, member: &'static Member) -> (char, &'static str) {
        let name = match member.query_name {
            Some(name) if self.own_names => return split(name),
            _ => member.on_wire(),
        };
        let (first, rest) = split(name);
        let capital = self.own_names;
        (
            if capital {
                first.to_ascii_uppercase()
            } else {
                first
            },
            rest,
        )
    }

    /// Whether a list or map has no part of the name between its own and the number.
    pub(super) fn is_flat(&self, member: &Member) -> bool {
        self.flat || member.flattened
    }
}

fn split(name: &'static str) -> (char, &'static str) {
    let mut characters = name.chars();
    let first = characters.next().unwrap_or_default();
    (first, characters.as_str())
}

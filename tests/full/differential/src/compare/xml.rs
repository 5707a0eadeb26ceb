//! Bodies in XML, read by a third party. Of the members of a structure the order means nothing; of elements with one name
//! it may. Prefixes mean nothing, namespaces do. Read by: `compare`.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::{Differences, same_text, unreadable};

pub fn bodies(theirs: &[u8], ours: &[u8], found: &mut Differences<'_>) {
    let texts = (std::str::from_utf8(theirs), std::str::from_utf8(ours));
    let (Ok(their_text), Ok(our_text)) = texts else {
        return unreadable(theirs, ours, found);
    };
    match (Document::parse(their_text), Document::parse(our_text)) {
        (Ok(theirs), Ok(ours)) => elements(theirs.root_element(), ours.root_element(), found),
        _ => unreadable(theirs, ours, found),
    }
}

/// A name with its namespace.
type Name<'a> = (Option<&'a str>, &'a str);

fn name<'a>(node: Node<'a, '_>) -> Name<'a> {
    (node.tag_name().namespace(), node.tag_name().name())
}

fn elements(theirs: Node<'_, '_>, ours: Node<'_, '_>, found: &mut Differences<'_>) {
    let (their_name, our_name) = (name(theirs), name(ours));
    found.within(their_name.1, |found| {
        if their_name != our_name {
            found.differ(format_args!("{their_name:?}"), &format!("{our_name:?}"));
        }
        attributes(theirs, ours, found);
        let (their_text, our_text) = (text(theirs), text(ours));
        if !same_text(&their_text, &our_text) {
            found.equal(&their_text, &our_text);
        }
        children(theirs, ours, found);
    });
}

/// All text that stands in the element itself.
fn text(node: Node<'_, '_>) -> String {
    let texts = node.children().filter(Node::is_text);
    texts.filter_map(|text| text.text()).collect()
}

fn attributes(theirs: Node<'_, '_>, ours: Node<'_, '_>, found: &mut Differences<'_>) {
    let all = |node: Node<'_, '_>| -> BTreeMap<String, String> {
        let attribute = |attribute: roxmltree::Attribute<'_, '_>| {
            let namespace = attribute.namespace().unwrap_or_default();
            let name = format!("{{{namespace}}}{}", attribute.name());
            (name, attribute.value().to_owned())
        };
        node.attributes().map(attribute).collect()
    };
    let (theirs, ours) = (all(theirs), all(ours));
    if theirs != ours {
        found.differ(format_args!("attributes {theirs:?}"), &format!("{ours:?}"));
    }
}

fn children(theirs: Node<'_, '_>, ours: Node<'_, '_>, found: &mut Differences<'_>) {
    let (mut theirs, mut ours) = (by_name(theirs), by_name(ours));
    while let Some((name, their_nodes)) = theirs.pop_first() {
        let our_nodes = ours.remove(&name).unwrap_or_default();
        if their_nodes.len() != our_nodes.len() {
            let count = |nodes: &[Node<'_, '_>]| match nodes.len() {
                0 => "nothing".to_owned(),
                count => format!("{count} elements"),
            };
            found.within(name.1, |found| {
                let namespace = name.0.unwrap_or_default();
                found.differ(
                    format_args!("{} in {namespace:?}", count(&their_nodes)),
                    &count(&our_nodes),
                );
            });
            continue;
        }
        for (theirs, ours) in their_nodes.into_iter().zip(our_nodes) {
            elements(theirs, ours, found);
        }
    }
    for (name, nodes) in ours {
        found.within(name.1, |found| {
            let namespace = name.0.unwrap_or_default();
            found.differ(
                "nothing",
                &format!("{} elements in {namespace:?}", nodes.len()),
            );
        });
    }
}

fn by_name<'a, 'i>(node: Node<'a, 'i>) -> BTreeMap<Name<'a>, Vec<Node<'a, 'i>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for child in node.children().filter(Node::is_element) {
        all.entry(name(child)).or_default().push(child);
    }
    all
}

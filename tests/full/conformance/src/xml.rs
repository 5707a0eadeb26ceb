//! Whether two XML documents have the same meaning. Read by: request.

use std::fmt::Write;

use roxmltree::{Document, Node};

/// The first difference; the reader is not the one which the runtime uses. `keys` are the names that maps have for
/// their keys: the order of their entries says nothing.
pub fn difference(keys: &[&str], expected: &str, written: &str) -> Result<(), String> {
    let read =
        |text: &str| canonical(keys, text).map_err(|error| format!("not XML: {error} in {text}"));
    let (a, b) = (read(expected)?, read(written)?);
    if a == b {
        Ok(())
    } else {
        Err(format!("the body: expected {expected}, written {written}"))
    }
}

fn canonical(keys: &[&str], text: &str) -> Result<String, roxmltree::Error> {
    let document = Document::parse(text)?;
    Ok(element(keys, document.root_element()))
}

/// An element with its namespaces, attributes and children, each in an order of their own.
fn element(keys: &[&str], node: Node<'_, '_>) -> String {
    let mut text = format!(
        "<{:?} {}",
        node.tag_name().namespace(),
        node.tag_name().name()
    );
    let inherited = |name: Option<&str>, uri: &str| {
        node.parent_element()
            .and_then(|parent| parent.lookup_namespace_uri(name))
            == Some(uri)
    };
    let namespaces = node
        .namespaces()
        .filter(|it| !inherited(it.name(), it.uri()));
    let mut facts: Vec<String> = namespaces
        .map(|it| format!(" xmlns:{:?}={:?}", it.name(), it.uri()))
        .collect();
    facts.extend(
        node.attributes()
            .map(|it| format!(" {:?} {}={:?}", it.namespace(), it.name(), it.value())),
    );
    facts.sort();
    text.extend(facts);
    text.push('>');
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    if children.is_empty() {
        // Expected documents are wrapped in white space as a person likes it.
        let content: String = node.children().filter_map(|child| child.text()).collect();
        text.push_str(content.trim());
    }
    let is_entry = |node: &Node<'_, '_>| {
        node.children()
            .filter(Node::is_element)
            .any(|child| keys.contains(&child.tag_name().name()))
    };
    let mut parts: Vec<(String, String)> = Vec::new();
    for (index, child) in children.iter().enumerate() {
        let inner = element(keys, *child);
        // Members in any order, the elements of a list in theirs.
        let order = if is_entry(child) {
            inner.clone()
        } else {
            format!("{index:09}")
        };
        parts.push((format!("{} {order}", child.tag_name().name()), inner));
    }
    parts.sort();
    text.extend(parts.into_iter().map(|(_, inner)| inner));
    let _ = write!(text, "</>");
    text
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn order_counts_in_lists_alone() {
        let same = |a, b| difference(&["key"], a, b).is_ok();
        assert!(same("<a><b>1</b>\n <c/></a>", "<a><c></c><b>1</b></a>"));
        assert!(same("<a x='1' y='2'/>", "<a y=\"2\" x=\"1\"/>"));
        assert!(same(
            "<a><e><key>k</key></e><e><key>l</key></e></a>",
            "<a><e><key>l</key></e><e><key>k</key></e></a>"
        ));
        assert!(!same("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>"));
        assert!(!same("<a/>", "<b/>"));
        assert!(!same("<a/>", "<a xmlns='urn:a'/>"));
        assert!(!same("<a><b/></a>", "<a><b/><b/></a>"));
        assert!(!same("<a x='1'/>", "<a/>"));
        assert!(!same("<a>", "<a>"));
    }
}

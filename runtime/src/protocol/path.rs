//! The way to a place in a document, as a [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901). Read by: `json`, `cbor`.

/// A list or a map that is open.
pub(super) enum Level {
    /// How many elements of a list are complete.
    List(usize),
    /// The key of a map's entry, once it is known.
    Map(Option<String>),
}

/// The pointer to what comes next.
pub(super) fn spell(levels: &[Level]) -> String {
    let mut pointer = String::new();
    for level in levels {
        match level {
            Level::List(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Level::Map(Some(key)) => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Level::Map(None) => {}
        }
    }
    pointer
}

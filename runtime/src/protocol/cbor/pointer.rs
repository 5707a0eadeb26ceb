//! Where in CBOR an offset stands, found by a second walk once something is wrong. Read by: `rpc_v2_cbor`, `writer`.

use super::items::{Items, Left};
use super::{MAX_DEPTH, shorten};
use crate::protocol::path::{Level, spell};

/// The [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901) of the value that stands at `offset`, or that begins there.
///
/// The bytes need not be CBOR, nor complete; long keys are cut short.
pub(in crate::protocol) fn pointer(bytes: &[u8], offset: usize) -> String {
    let mut items = Items::new(bytes);
    let mut levels: Vec<(Level, Left)> = Vec::new();
    while items.position() < offset {
        let after_key = matches!(levels.last(), Some((Level::Map(Some(_)), _)));
        let in_map = matches!(levels.last(), Some((Level::Map(_), _)));
        if in_map && !after_key {
            let Ok(key) = items.text("a key") else { break };
            if let Some((Level::Map(found), _)) = levels.last_mut() {
                *found = Some(shorten(&key));
            }
            continue;
        }
        let opened = match items.value("a value") {
            Ok(Some(0x80..=0x9F)) => items.list().map(|left| (Level::List(0), left)),
            Ok(Some(0xA0..=0xBF)) => items.map().map(|left| (Level::Map(None), left)),
            // What was written so far is followed by nothing.
            _ if items.skip(0).is_err() || items.position() > offset => break,
            _ => {
                advance(&mut levels);
                close(&mut items, &mut levels);
                continue;
            }
        };
        match opened {
            Ok(_) | Err(_) if levels.len() == MAX_DEPTH => break,
            Ok(level) => levels.push(level),
            Err(_) => break,
        }
        close(&mut items, &mut levels);
    }
    let levels: Vec<Level> = levels.into_iter().map(|(level, _)| level).collect();
    spell(&levels)
}

/// Notes that a value is complete.
fn advance(levels: &mut [(Level, Left)]) {
    match levels.last_mut() {
        Some((Level::List(index), _)) => *index += 1,
        Some((Level::Map(key), _)) => *key = None,
        None => {}
    }
}

/// Goes to the next entry, out of every level that has no more.
fn close(items: &mut Items<'_>, levels: &mut Vec<(Level, Left)>) {
    while let Some((_, left)) = levels.last_mut() {
        if items.more(left) {
            return;
        }
        levels.pop();
        advance(levels);
    }
}

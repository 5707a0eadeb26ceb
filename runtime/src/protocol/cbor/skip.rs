//! Passes over a value that nobody asked for. Read by: `reader`, `walk`.

use super::items::{Items, Left};
use super::{Failure, MAX_DEPTH};

/// A list or map that is open.
struct Open {
    left: Left,
    is_map: bool,
    /// Whether a key was passed, so that its value comes next.
    after_key: bool,
}

impl Items<'_> {
    /// Passes over a value that stands this deep.
    pub(super) fn skip(&mut self, depth: usize) -> Result<(), Failure> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            match self.item()? {
                Some(_) if depth + open.len() >= MAX_DEPTH => return Err(self.too_deep()),
                Some(level) => open.push(level),
                None => {}
            }
            loop {
                let Some(level) = open.last_mut() else {
                    return Ok(());
                };
                if std::mem::take(&mut level.after_key) {
                    break;
                }
                if self.more(&mut level.left) {
                    level.after_key = level.is_map;
                    break;
                }
                open.pop();
            }
        }
    }

    /// Takes one item; gives the list or map that it begins.
    fn item(&mut self) -> Result<Option<Open>, Failure> {
        let taken = loop {
            break match self.peek() {
                Some(0x00..=0x1B | 0x20..=0x3B) => self.decoder.int().map(drop),
                Some(0x40..=0x5B | 0x5F) => return self.bytes("a value").map(|_| None),
                Some(0x60..=0x7B | 0x7F) => return self.text("a value").map(|_| None),
                Some(0x80..=0x9B | 0x9F) => return self.list().map(|left| open(left, false)),
                Some(0xA0..=0xBB | 0xBF) => return self.map().map(|left| open(left, true)),
                Some(0xC0..=0xDB) => match self.decoder.tag() {
                    Ok(_) => continue,
                    Err(error) => Err(error),
                },
                Some(0xE0..=0xF3 | 0xF8) => self.decoder.simple().map(drop),
                Some(0xF4..=0xF7) => {
                    self.bump();
                    Ok(())
                }
                Some(0xF9) => return self.half().map(|_| None),
                Some(0xFA | 0xFB) => self.decoder.f64().map(drop),
                _ => return Err(self.expected("a value")),
            };
        };
        taken.map(|()| None).map_err(|_| self.cut_off())
    }

    #[cold]
    pub(super) fn too_deep(&self) -> Failure {
        Failure::new(
            self.position(),
            format!("nested more than {MAX_DEPTH} levels deep"),
        )
    }
}

fn open(left: Left, is_map: bool) -> Option<Open> {
    Some(Open {
        left,
        is_map,
        after_key: false,
    })
}

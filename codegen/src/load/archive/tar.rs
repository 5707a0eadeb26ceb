//! A walk through a compressed tar file, such as a source distribution: it has no index. Read by: `archive`.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::{clean, damaged, open, too_much};
use crate::error::Error;

/// Reads the file at hand; without a call it is passed over.
pub(super) type ReadMember<'a> = dyn FnMut() -> Result<Vec<u8>, Error> + 'a;

/// Gives each file to `visit`, in the archive's order, and reads to the end, where the compressed stream has its
/// checksum. More than `limit` bytes are not unpacked.
pub(super) fn walk(
    path: &Path,
    limit: u64,
    visit: &mut dyn FnMut(&str, &mut ReadMember<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut limited = Limited {
        stream: MultiGzDecoder::new(open(path, BUFFER)?),
        left: limit,
        exceeded: false,
    };
    let result = members(path, &mut limited, visit);
    let result = result.and_then(|()| {
        io::copy(&mut limited, &mut io::sink())
            .map(drop)
            .map_err(|error| damaged(path, &error))
    });
    if limited.exceeded {
        return Err(too_much(path));
    }
    result
}

fn members(
    path: &Path,
    stream: &mut Limited,
    visit: &mut dyn FnMut(&str, &mut ReadMember<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut archive = tar::Archive::new(stream);
    let entries = archive.entries().map_err(|error| damaged(path, &error))?;
    for entry in entries {
        let mut entry = entry.map_err(|error| damaged(path, &error))?;
        // A link is no file, and what is not UTF-8 is no name of a model.
        let name = String::from_utf8(entry.path_bytes().into_owned()).ok();
        let (Some(name), true) = (name, entry.header().entry_type().is_file()) else {
            continue;
        };
        let name = clean(path, &name)?;
        let size = entry.size();
        let mut read = || {
            let mut bytes = Vec::with_capacity(usize::try_from(size.min(PLAUSIBLE)).unwrap_or(0));
            entry
                .read_to_end(&mut bytes)
                .map_err(|error| damaged(path, &error))?;
            // The reader stops where the stream does.
            if (bytes.len() as u64) < size {
                return Err(damaged(path, &io::ErrorKind::UnexpectedEof.into()));
            }
            Ok(bytes)
        };
        visit(&name, &mut read)?;
    }
    Ok(())
}

/// How much of the file is read at once.
const BUFFER: usize = 64 << 10;

/// More is not set aside for a file that only says that it is larger.
const PLAUSIBLE: u64 = 8 << 20;

/// A stream that fails when more than a number of bytes come out of it: a small file may hold one without end.
struct Limited {
    stream: MultiGzDecoder<BufReader<File>>,
    left: u64,
    exceeded: bool,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => {
                self.exceeded = true;
                Err(io::Error::other("too large"))
            }
        }
    }
}

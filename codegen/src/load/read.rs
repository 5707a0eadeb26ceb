//! The text of a file, plain or compressed: read by `load`.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::{Source, store};
use crate::error::{Error, Problem};
use crate::limits;

/// The path that means standard input.
pub(super) const STANDARD_INPUT: &str = "-";

pub(super) const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const UTF_8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];
const UTF_16_MARKS: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];

/// Reads a file, which is compressed if its content says so, whatever its name.
pub(super) fn source(path: &Path) -> Result<Source, Error> {
    source_of(path, raw(path)?)
}

/// The text of a file's bytes.
pub(super) fn source_of(path: &Path, mut bytes: Vec<u8>) -> Result<Source, Error> {
    if bytes.starts_with(GZIP_MAGIC) {
        bytes = decompress(path, &bytes, limits::FILE)?;
    }
    let text = text(path, bytes)?;
    Ok(Source {
        path: path.to_owned(),
        text,
    })
}

fn raw(path: &Path) -> Result<Vec<u8>, Error> {
    let read = if path == Path::new(STANDARD_INPUT) {
        up_to_limit(io::stdin().lock(), 0, limits::FILE)
    } else {
        File::open(path).and_then(|file| {
            let size = file.metadata()?.len();
            up_to_limit(file, size, limits::FILE)
        })
    };
    let bytes = read.map_err(|error| Error::io(path, "read the file", error))?;
    bytes.ok_or_else(|| too_large(path))
}

pub(super) fn too_large(path: &Path) -> Error {
    let message = format!("larger than {} MiB, which no model is", limits::FILE >> 20);
    Error::model(path, "", message)
}

/// Decompresses; a small file may hold a stream without end, so what comes out is limited.
fn decompress(path: &Path, bytes: &[u8], limit: u64) -> Result<Vec<u8>, Error> {
    // The last four bytes hold the size, modulo 4 GiB; it may be a lie, so it is only a hint.
    let hint = bytes
        .last_chunk()
        .map_or(0, |size| u32::from_le_bytes(*size));
    let plausible = u64::from(hint).min(bytes.len() as u64 * 64);
    let decompressed =
        up_to_limit(MultiGzDecoder::new(bytes), plausible, limit).map_err(|error| {
            let what = match error.kind() {
                io::ErrorKind::UnexpectedEof => "the gzip stream ends too early".to_owned(),
                _ => format!("not a valid gzip stream ({error})"),
            };
            Problem::model(what)
                .in_file(path)
                .help("fetch or copy the file again")
        })?;
    decompressed.ok_or_else(|| {
        let message = format!(
            "decompresses to more than {} MiB, which no model does",
            limit >> 20
        );
        Error::model(path, "", message)
    })
}

/// All that can be read, or `None` if it is more than `limit`; `size` is how much is expected.
pub(super) fn up_to_limit(reader: impl Read, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or(0) + 1);
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn text(path: &Path, mut bytes: Vec<u8>) -> Result<String, Error> {
    if store::is_archive(&bytes) {
        return Err(store::unread(path).into());
    }
    if UTF_16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        let problem = Problem::model("the text is in UTF-16").in_file(path);
        return Err(problem.help("save it as UTF-8").into());
    }
    if bytes.starts_with(UTF_8_MARK) {
        bytes.drain(..UTF_8_MARK.len());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::model(format!(
            "the text is not UTF-8: invalid byte at offset {at}"
        ))
        .in_file(path)
        .in_text(&String::from_utf8_lossy(error.as_bytes()), at..at + 1)
    })?;
    if text.trim().is_empty() {
        return Err(Error::model(path, "", "the file is empty"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<String, String> {
        let dir = tempfile::tempdir().unwrap();
        // The name says nothing about compression.
        let path = dir.path().join("m.json");
        std::fs::write(&path, bytes).unwrap();
        source(&path).map(|source| source.text).map_err(|error| {
            error
                .to_string()
                .replace(&*path.to_string_lossy(), "m.json")
        })
    }

    #[test]
    fn plain_and_compressed_text_read_alike() {
        assert_eq!(read("{\"é\":1}".as_bytes()).unwrap(), "{\"é\":1}");
        assert_eq!(read(&gzip("{\"é\":1}".as_bytes())).unwrap(), "{\"é\":1}");
        assert_eq!(
            read(&[gzip(b"{\"a\""), gzip(b":1}")].concat()).unwrap(),
            "{\"a\":1}"
        );
        assert_eq!(read(b"\xef\xbb\xbf{}").unwrap(), "{}");
    }

    #[test]
    fn damaged_streams_are_told() {
        let whole = gzip("{\"a\":1}".repeat(1000).as_bytes());
        let ends_early = "m.json: the gzip stream ends too early; fetch or copy the file again";
        for cut in [2, 11, whole.len() / 2, whole.len() - 1] {
            assert_eq!(read(&whole[..cut]).unwrap_err(), ends_early, "{cut}");
        }
        let mut flipped = whole.clone();
        let last = flipped.len() - 5;
        flipped[last] ^= 1;
        let error = read(&flipped).unwrap_err();
        assert!(
            error.starts_with("m.json: not a valid gzip stream ("),
            "{error}"
        );
        let error = read(&[&whole[..], b"garbage after the end"].concat()).unwrap_err();
        assert!(
            error.starts_with("m.json: not a valid gzip stream ("),
            "{error}"
        );
    }

    #[test]
    fn what_comes_out_of_a_stream_is_limited() {
        let bomb = gzip(&[b' '; 100_000]);
        let error = decompress(Path::new("m.json"), &bomb, 99_999).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("m.json: decompresses to more than"),
            "{error}"
        );
        assert_eq!(
            decompress(Path::new("m.json"), &bomb, 100_000)
                .unwrap()
                .len(),
            100_000
        );
    }

    #[test]
    fn what_is_not_text_is_told() {
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let archive = store::unread(Path::new("m.json")).to_string();
        for (bytes, told) in [
            (
                &b"{\"a\":\"\xff\"}"[..],
                "m.json:1:7: the text is not UTF-8: invalid byte at offset 6",
            ),
            (
                b"\xff\xfe{\0}\0",
                "m.json: the text is in UTF-16; save it as UTF-8",
            ),
            (b"", "m.json: the file is empty"),
            (b" \n", "m.json: the file is empty"),
            (&gzip(b""), "m.json: the file is empty"),
            (b"PK\x03\x04", &archive),
            (&gzip(&tar), &archive),
        ] {
            assert_eq!(read(bytes).unwrap_err(), told);
        }
    }
}

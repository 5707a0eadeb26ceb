//! Tests of archives that `load` reads a model from: made here, as Python's tools make them, and damaged.

use std::fs;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Input, load, services};
use crate::error::{Error, ErrorKind};

const OLD: &str = r#"{"metadata":{"serviceFullName":"Old"},"operations":{}}"#;
const NEW: &str =
    r#"{"metadata":{"serviceFullName":"New"},"operations":{"A":{},"B":{}},"shapes":{}}"#;
const PAGES: &str = r#"{"pagination":{}}"#;

/// What packages of botocore have in them, in no helpful order.
const FILES: [(&str, &str); 7] = [
    ("botocore/data/x/2020-01-01/service-2.json", NEW),
    ("botocore/data/x/2014-01-01/service-2.json", OLD),
    ("botocore/data/x/2014-01-01/paginators-1.json", PAGES),
    ("botocore/data/x-y/2019-01-01/service-2.json", OLD),
    ("botocore/__init__.py", "__version__ = '1.2.3'\n"),
    ("botocore/data/x/2020-01-01/paginators-1.json", PAGES),
    ("setup.py", ""),
];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A wheel compresses the models once more.
fn wheel(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in files {
        if name.ends_with("service-2.json") {
            zip.start_file(format!("{name}.gz"), options).unwrap();
            zip.write_all(&gzip(text.as_bytes())).unwrap();
        } else {
            zip.start_file(*name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// A source distribution has all in one directory.
fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        let name = format!("botocore-1.2.3/{name}");
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

/// A tar file with one file of any name, which the builder would refuse.
fn tar_of(name: &str, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(size);
    header.set_cksum();
    [&header.as_bytes()[..], &[0; 1024]].concat()
}

/// Each archive, by the name under which it is tried.
fn archives(files: &[(&str, &str)]) -> [(&'static str, Vec<u8>); 2] {
    [
        ("botocore-1.2.3-py3-none-any.whl", wheel(files)),
        ("renamed", gzip(&tar(files))),
    ]
}

/// Does something with an archive, with the directory cut off from what it says.
fn with<T>(
    name: &str,
    bytes: &[u8],
    act: impl Fn(&std::path::Path) -> Result<T, Error>,
) -> Result<T, (ErrorKind, String)> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let result = act(&path);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "unpacked");
    result.map_err(|error| {
        let folder = format!("{}/", dir.path().display());
        (error.kind(), error.to_string().replace(&folder, ""))
    })
}

fn read(name: &str, bytes: &[u8], service: Option<&str>) -> Result<Input, (ErrorKind, String)> {
    with(name, bytes, |path| load(path, service))
}

fn told(name: &str, bytes: &[u8]) -> String {
    read(name, bytes, Some("x")).unwrap_err().1
}

#[test]
fn a_model_is_found_in_each_kind_of_archive() {
    for (name, bytes) in archives(&FILES) {
        let input = read(name, &bytes, Some("x")).unwrap();
        assert_eq!(input.model.text, NEW, "{name}");
        assert_eq!(input.service_name.as_deref(), Some("x"));
        assert_eq!(input.paginators.as_ref().unwrap().text, PAGES);
        let files = input.files();
        assert_eq!(files.len(), 1);
        assert!(files[0].ends_with(name), "the archive stands for its files");
        assert!(
            input.model.path.starts_with(files[0]),
            "{:?}",
            input.model.path
        );

        let old = read(name, &bytes, Some("x/2014-01-01")).unwrap();
        assert_eq!(old.model.text, OLD, "{name}");
    }
}

#[test]
fn the_newest_version_with_a_model_counts_wherever_it_stands() {
    let files = [
        ("data/x/2021-01-01/endpoint-rule-set-1.json", "{}"),
        ("data/x/2014-01-01/service-2.json", OLD),
        ("data/x/2020-01-01/service-2.json", NEW),
        ("data/x/2015-01-01/service-2.json", OLD),
        ("data/y/2020-01-01/service-2.json", OLD),
    ];
    for (name, bytes) in archives(&files) {
        let input = read(name, &bytes, Some("x")).unwrap();
        assert_eq!(input.model.text, NEW, "{name}");
    }
    // Another's folder of the same name is not the service's.
    let files = [
        ("tests/x/2030-01-01/service-2.json", OLD),
        FILES[0],
        FILES[3],
    ];
    for (name, bytes) in archives(&files) {
        let input = read(name, &bytes, Some("x")).unwrap();
        assert_eq!(input.model.text, NEW, "{name}");
    }
}

#[test]
fn the_services_of_an_archive_are_listed() {
    for (name, bytes) in archives(&FILES) {
        let listed = with(name, &bytes, services).unwrap().unwrap();
        let listed: Vec<_> = listed
            .iter()
            .map(|model| {
                (
                    &*model.service,
                    &*model.version,
                    model.operations,
                    &*model.full_name,
                )
            })
            .collect();
        assert_eq!(
            listed,
            [
                ("x", "2014-01-01", 0, "Old"),
                ("x", "2020-01-01", 2, "New"),
                ("x-y", "2019-01-01", 0, "Old"),
            ]
        );
    }
}

#[test]
fn an_archive_of_one_service_needs_no_name() {
    let x = wheel(&[("x/2020-01-01/service-2.json", NEW)]);
    assert_eq!(read("x.zip", &x, None).unwrap().model.text, NEW);
    assert!(with("x.zip", &x, services).unwrap().is_none());
    // Nothing was kept on the way, because nobody named the service.
    let mut tar = tar_of("x/2020-01-01/service-2.json", NEW.len() as u64);
    tar.splice(512..512, NEW.bytes().chain([0; 512]).take(512));
    assert_eq!(read("x", &gzip(&tar), None).unwrap().model.text, NEW);
}

#[test]
fn what_is_not_in_the_archive_is_told() {
    let (kind, told) = read("a.whl", &wheel(&FILES), Some("xy")).unwrap_err();
    assert_eq!(kind, ErrorKind::Usage);
    assert_eq!(
        told,
        "a.whl/botocore/data: unknown service `xy`; did you mean `x-y`?"
    );
    for (name, bytes) in archives(&[("a/b.json", "{}"), ("c", "")]) {
        let (kind, told) = read(name, &bytes, Some("x")).unwrap_err();
        assert_eq!(kind, ErrorKind::Model);
        let start = format!("{name}: no service model in this archive; looked for");
        assert!(told.starts_with(&start), "{told}");
    }
    let empty = wheel(&[]);
    assert_eq!(told_of(&empty), "a: an archive without files");
    let broken = [("botocore/data/x/2020-01-01/service-2.json", "{")];
    let (_, told) = read("a.tar.gz", &gzip(&tar(&broken)), Some("x")).unwrap_err();
    assert!(
        told.starts_with(
            "a.tar.gz/botocore-1.2.3/botocore/data/x/2020-01-01/service-2.json:1:1: not valid JSON"
        ),
        "{told}"
    );
}

fn told_of(bytes: &[u8]) -> String {
    told("a", bytes)
}

#[test]
fn damaged_archives_are_told_wherever_they_are_cut() {
    let again = "; fetch or copy the file again";
    for (name, bytes) in archives(&FILES) {
        for cut in [bytes.len() / 3, bytes.len() / 2, bytes.len() - 9] {
            let told = told(name, &bytes[..cut]);
            assert!(
                told.starts_with(name) && told.ends_with(again),
                "{cut}: {told}"
            );
        }
    }
    let whole = gzip(&tar(&FILES));
    let mut flipped = whole.clone();
    let checksum = flipped.len() - 5;
    flipped[checksum] ^= 1;
    assert!(told_of(&flipped).ends_with(again), "the checksum is wrong");
    let mut flipped = wheel(&FILES);
    flipped[80] ^= 0xff;
    assert!(
        told_of(&flipped).ends_with(again),
        "a file of the zip is wrong"
    );
    // A header that promises more than there is.
    assert_eq!(
        told_of(&gzip(&tar_of("x/2020-01-01/service-2.json", 5000))),
        format!("a: the archive ends too early{again}")
    );
}

#[test]
fn names_that_lead_out_are_refused() {
    for name in ["../x", "/etc/x", "a/../../x"] {
        let wanted = format!(
            "a: an archive with a file whose name leads out of it: `{name}`; get it from where its publisher has it"
        );
        assert_eq!(told_of(&gzip(&tar_of(name, 0))), wanted);
        assert_eq!(told_of(&wheel(&[(name, "")])), wanted);
    }
}

#[test]
fn a_small_archive_may_hold_no_more_than_the_limit() {
    let mut tar = tar_of("bomb", 1 << 20);
    tar.splice(512..512, vec![0; 1 << 20]);
    let within = tar.len() as u64;
    let walk = |limit| {
        with("a", &gzip(&tar), |path| {
            super::tar::walk(path, limit, &mut |_, _| Ok(()))
        })
    };
    assert_eq!(walk(within), Ok(()));
    let limit = "a: unpacks to more than 512 MiB, which no archive of models does";
    assert_eq!(walk(within - 1).unwrap_err().1, limit);
}

#[test]
fn a_larger_archive_is_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.whl");
    fs::write(&path, wheel(&FILES)).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    let told = load(&path, Some("x")).unwrap_err().to_string();
    assert!(
        told.ends_with("a.whl: larger than 64 MiB, which no archive of models is"),
        "{told}"
    );
}

#[test]
fn an_index_that_lies_about_sizes_is_no_harm() {
    let honest = wheel(&FILES);
    for offset in 0..honest.len() {
        // The size before compression, in the index.
        if honest[offset..].starts_with(b"PK\x01\x02") {
            let mut lying = honest.clone();
            lying[offset + 24..offset + 28].copy_from_slice(&[0xf0, 0xff, 0xff, 0xff]);
            if let Ok(input) = read("a.whl", &lying, Some("x")) {
                assert_eq!(input.model.text, NEW);
            }
        }
    }
}

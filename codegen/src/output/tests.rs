//! Tests of `output`, in temporary directories.

use super::*;
use crate::error::ErrorKind;

fn files(entries: &[(&str, &str)]) -> Files {
    let mut files = Files::new();
    entries
        .iter()
        .for_each(|(path, text)| files.insert(*path, *text));
    files
}

/// All that is below a directory, in order.
fn listing(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(listing(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

#[test]
fn only_what_differs_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let both = files(&[("a.rs", "old\n"), ("deep/er/b.rs", "b\n")]);
    assert_eq!(both.write_to(&dir).unwrap().changed.len(), 2);
    let untouched = dir.path().join("deep/er/b.rs");
    let before = fs::metadata(&untouched).unwrap().modified().unwrap();

    let written = files(&[("a.rs", "new\n"), ("deep/er/b.rs", "b\n")])
        .write_to(&dir)
        .unwrap();

    assert_eq!(written.changed, [dir.path().join("a.rs")]);
    assert_eq!(written.unchanged, [&*untouched]);
    assert_eq!(
        fs::read_to_string(dir.path().join("a.rs")).unwrap(),
        "new\n"
    );
    assert_eq!(
        fs::metadata(&untouched).unwrap().modified().unwrap(),
        before
    );
    assert_eq!(listing(dir.path()).len(), 4, "no temporary file is left");
}

#[test]
fn when_one_file_cannot_be_written_nothing_is() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("kept.rs"), "kept\n").unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let before = listing(dir.path());

    let error = files(&[
        ("kept.rs", "new\n"),
        ("made/x.rs", "x\n"),
        ("file/y.rs", "y\n"),
    ])
    .write_to(&dir)
    .unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(listing(dir.path()), before);
    assert_eq!(
        fs::read_to_string(dir.path().join("kept.rs")).unwrap(),
        "kept\n"
    );
}

#[test]
fn a_read_only_file_and_a_directory_are_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.rs");
    fs::write(&path, "old\n").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = files(&[("a.rs", "new\n")]).write_to(&dir).unwrap_err();
    assert!(
        error.to_string().ends_with("it is marked read-only"),
        "{error}"
    );

    fs::create_dir(dir.path().join("b.rs")).unwrap();
    let error = files(&[("b.rs", "new\n")]).write_to(&dir).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(listing(dir.path()).len(), 2);
}

#[test]
fn paths_out_of_the_directory_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let inner = dir.path().join("inner");
    for path in ["../a.rs", "/a.rs", "x/../../a.rs", "", "."] {
        let error = files(&[("good.rs", "g"), (path, "x")])
            .write_to(&inner)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage, "{path}");
    }
    assert!(listing(dir.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_are_followed() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let (file, link) = (dir.path().join("file"), dir.path().join("link"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();

    files(&[("link", "new")]).write_to(&dir).unwrap();

    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    let null = files(&[("null", "text")]);
    let is_device = || {
        fs::metadata("/dev/null")
            .unwrap()
            .file_type()
            .is_char_device()
    };
    assert!(is_device(), "the test needs a system that is in order");
    assert_eq!(
        null.write_to("/dev").unwrap().changed,
        [Path::new("/dev/null")]
    );
    assert!(is_device());
    assert_eq!(null.check("/dev").unwrap_err().kind(), ErrorKind::Usage);
}

#[test]
fn a_check_tells_differences_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("same", "1\n2\n"),
        ("changed", "1\nx\n3\n"),
        ("crlf", "1\r\n2\r\n"),
        ("short", "1\n"),
    ] {
        fs::write(dir.path().join(path), text).unwrap();
    }
    let generated = [
        ("same", "1\n2\n"),
        ("changed", "1\n2\n3\n"),
        ("crlf", "1\n2\n"),
        ("short", "1\n2\n"),
        ("missing", "1\n"),
    ];
    let before = listing(dir.path());
    let differences = files(&generated).check(&dir).unwrap();
    let told: Vec<_> = differences
        .iter()
        .map(|difference| {
            difference
                .to_string()
                .replace(&*dir.path().to_string_lossy(), "")
        })
        .collect();
    assert_eq!(told[0], "/changed:2: is `x`, should be `2`");
    assert!(told[1].starts_with("/crlf: differs only in line endings"));
    assert_eq!(
        told[2..],
        [
            "/short:2: is nothing, should be `2`",
            "/missing: does not exist"
        ]
    );
    assert_eq!(listing(dir.path()), before);
}

//! That what README.md shows of generated code is what `generated/` holds.

use std::fs;
use std::path::Path;

/// What stands before an excerpt, and where an excerpt leaves something out.
const MARK: &str = "<!-- from generated/src/discovery.rs -->\n```rust,ignore\n";
const GAP: &str = "\n// …\n";

#[test]
fn excerpts_are_verbatim() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let generated = fs::read_to_string(root.join("generated/src/discovery.rs")).unwrap();
    let excerpts: Vec<_> = readme.split(MARK).skip(1).collect();
    assert!(!excerpts.is_empty(), "README.md has no excerpt");
    for excerpt in excerpts {
        let (code, _) = excerpt.split_once("\n```").unwrap();
        for part in code.split(GAP) {
            assert!(
                generated.contains(part.trim_matches('\n')),
                "generated/src/discovery.rs does not have what README.md shows; copy it again:\n{part}"
            );
        }
    }
}

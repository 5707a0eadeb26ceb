//! Generates what the tests of this crate compile, as a user's `build.rs` would, through the public API alone.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tinsmith_codegen::{Emit, Generator};

/// Models of ours that hold what is hard: the same that the generator's snapshots are of.
const FIXTURES: &[&str] = &[
    "shapes",
    "obstacles",
    "hostile",
    "collisions",
    "giants",
    "course",
    "smithy_shapes",
    "smithy_bindings",
    "wire",
    "attributes",
    "orchard",
    "radio",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..");
    let out_dir = PathBuf::from(env::var("OUT_DIR")?);

    Generator::new(root.join("models/discovery/2015-11-01/service-2.json"))
        .operation("DescribeContinuousExports")
        .serde(true)
        .emit_to_out_dir()?;
    write_skeletons(&out_dir, "discovery")?;
    for fixture in FIXTURES {
        Generator::new(root.join("codegen/tests/fixtures").join(fixture))
            .all_operations()
            .serde(true)
            .module_name(*fixture)
            .emit_to_out_dir()?;
        write_skeletons(&out_dir, fixture)?;
        for (emit, name) in [(Emit::Types, "types"), (Emit::Operations, "operations")] {
            Generator::new(root.join("codegen/tests/fixtures").join(fixture))
                .all_operations()
                .emit(emit)
                .emit_to(out_dir.join(format!("{fixture}_{name}.rs")))?;
        }
    }
    Ok(())
}

/// Turns the request on each operation's page into a function: what the page tells people to write must compile.
fn write_skeletons(out_dir: &Path, module: &str) -> Result<(), Box<dyn Error>> {
    let generated = fs::read_to_string(out_dir.join(format!("{module}.rs")))?;
    let mut functions = String::new();
    let mut inside = false;
    let mut count = 0;
    for line in generated.lines().map(|line| line.trim_start()) {
        let Some(line) = line
            .strip_prefix("///")
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
        else {
            continue;
        };
        match line {
            "```ignore" => {
                inside = true;
                count += 1;
                writeln!(
                    functions,
                    "pub async fn skeleton{count}(client: Client) -> ::std::result::Result<(), ::std::boxed::Box<dyn ::std::error::Error>> {{"
                )?;
            }
            "```" if inside => {
                inside = false;
                functions.push_str("let _ = response;\nOk(())\n}\n");
            }
            _ if inside => writeln!(functions, "{line}")?,
            _ => {}
        }
    }
    if count == 0 {
        return Err(format!("no skeleton was found in {module}.rs").into());
    }
    fs::write(out_dir.join(format!("{module}_skeletons.rs")), functions)?;
    Ok(())
}

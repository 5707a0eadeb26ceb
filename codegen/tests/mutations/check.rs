//! What must hold for every input: no panic, Rust that parses, the same twice, errors that a person can read. Read by: main.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Emit, Error, Generator};

pub(super) const LEVELS: [Emit; 3] = [Emit::Types, Emit::Operations, Emit::Client];

/// How a model is generated from.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) emit: Emit,
    pub(super) serde: bool,
    /// All of them, if none is named.
    pub(super) operation: Option<String>,
}

/// Puts the files of a case into an empty folder, and says where the model is.
pub(super) fn write(folder: &Path, files: &[(String, Vec<u8>)]) -> PathBuf {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the folder can be emptied");
    }
    fs::create_dir_all(folder).expect("a folder");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("a file");
    }
    folder.join(&files[0].0)
}

/// Whether code was generated, or what does not hold.
pub(super) fn holds(model: &Path, way: &Way) -> Result<bool, String> {
    let once = || {
        let generator = Generator::new(model).emit(way.emit).serde(way.serde);
        let generator = match &way.operation {
            Some(name) => generator.operation(name.clone()),
            None => generator.all_operations(),
        };
        generator.generate()
    };
    let run = || catch_unwind(AssertUnwindSafe(once)).map_err(|_| "a panic".to_owned());
    match (run()?, run()?) {
        (Ok(first), Ok(second)) => {
            let text = |files: tinsmith_codegen::Files| -> String {
                files.iter().map(|(_, text)| text).collect()
            };
            let (first, second) = (text(first), text(second));
            if first != second {
                return Err("two runs differ".to_owned());
            }
            match syn::parse_file(&first) {
                Ok(_) => Ok(true),
                Err(error) => Err(format!("not Rust: {error}")),
            }
        }
        (Err(first), Err(second)) => {
            if first.to_string() != second.to_string() {
                return Err("the errors of two runs differ".to_owned());
            }
            readable(&first).map(|()| false)
        }
        _ => Err("one run of two failed".to_owned()),
    }
}

fn readable(error: &Error) -> Result<(), String> {
    let messages: Vec<String> = error.messages().collect();
    if messages.iter().any(|message| message.contains("defect")) {
        return Err(format!("a defect: {error}"));
    }
    let odd = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    let unreadable = |message: &String| {
        message.trim().is_empty() || message.contains(odd) || message.len() > 40_000
    };
    if let Some(message) = messages.iter().find(|message| unreadable(message)) {
        return Err(format!("an unreadable message: {message:?}"));
    }
    if messages.is_empty() || messages.len() > 101 {
        return Err(format!("{} messages", messages.len()));
    }
    Ok(())
}

/// Holds a model against every choice of options: with all operations, and with some of them alone.
pub(super) fn every_way(model: &Path) -> Result<(), String> {
    let list = || Generator::new(model).list();
    let listed =
        catch_unwind(AssertUnwindSafe(list)).map_err(|_| "a panic in `list`".to_owned())?;
    let names = listed.map_or(Vec::new(), |all| {
        all.into_iter().map(|operation| operation.name).collect()
    });
    let some = names.into_iter().take(5).map(Some);
    for operation in std::iter::once(None).chain(some) {
        for emit in LEVELS {
            for serde in [false, true] {
                let way = Way {
                    emit,
                    serde,
                    operation: operation.clone(),
                };
                holds(model, &way).map_err(|what| format!("{what}, with {way:?}"))?;
            }
        }
    }
    Ok(())
}

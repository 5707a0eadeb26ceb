//! Which module of the generator may use which: the import table of ARCHITECTURE.md, held against the code.
//!
//! The table is read from that file, so that the two cannot part. Tests may use anything.
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails has to fail its test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The root of the binary: it has the command line's arguments and calls `cli`.
const BINARY: &str = "main";

/// The heading under which the table stands.
const HEADING: &str = "### The import table";

/// For each module, which others it may use, in the table's order.
struct Table {
    rows: Vec<(String, BTreeSet<String>)>,
}

impl Table {
    fn read() -> Self {
        let path = root().join("../ARCHITECTURE.md");
        let text = fs::read_to_string(&path).unwrap();
        let section = text.split_once(HEADING).unwrap().1;
        let lines = section.lines().skip_while(|line| !line.starts_with('|'));
        let mut rows = Vec::new();
        for line in lines.take_while(|line| line.starts_with('|')).skip(2) {
            let cells: Vec<_> = line.trim_matches('|').split('|').collect();
            let module = words(cells[0]).into_iter().next().unwrap();
            rows.push((module, words(cells[1]).into_iter().collect()));
        }
        Self { rows }
    }

    fn may_use(&self, module: &str) -> Option<&BTreeSet<String>> {
        let row = self.rows.iter().find(|(name, _)| name == module);
        row.map(|(_, allowed)| allowed)
    }
}

/// A file of `src`, as text without comments and tests.
struct Source {
    /// Relative to `src`.
    path: PathBuf,
    text: String,
    code: String,
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().take_while(|line| *line != "mod tests {");
        let code = lines.map(|line| line.split("//").next().unwrap_or_default());
        Self {
            path: path.strip_prefix(root().join("src")).unwrap().to_owned(),
            code: code.collect::<Vec<_>>().join("\n"),
            text,
        }
    }

    /// The top module that the file belongs to: `plan` for `plan/types.rs`.
    fn module(&self) -> String {
        let first = self.path.components().next().unwrap();
        let first = first.as_os_str().to_string_lossy();
        first.trim_end_matches(".rs").to_owned()
    }

    /// How many modules are around the file's own: 1 for `plan/mod.rs`, 2 for `plan/types.rs`.
    fn depth(&self) -> usize {
        let parts = self.path.components().count();
        if self.path.ends_with("mod.rs") {
            parts - 1
        } else {
            parts
        }
    }

    fn has_row(&self) -> bool {
        self.module() != BINARY && self.path.file_name().is_none_or(|name| name != "tests.rs")
    }

    /// The modules that the file uses, each with its line.
    fn uses(&self) -> Vec<(usize, String)> {
        let mut uses = Vec::new();
        for (at, path) in self.code.match_indices("crate::") {
            let rest = &self.code[at + path.len()..];
            let names = match rest.strip_prefix('{') {
                Some(group) => heads(group),
                None => vec![identifier(rest)],
            };
            uses.extend(names.into_iter().map(|name| (self.line(at), name)));
        }
        // The root declares its modules, so that its paths need no `crate::`.
        if self.module() == "lib" {
            for (at, path) in self.code.match_indices("pub use ") {
                let name = identifier(&self.code[at + path.len()..]);
                uses.push((self.line(at), name));
            }
        }
        // The binary is a crate of its own, which sees what everyone sees.
        for (at, _) in self.code.match_indices("tinsmith_codegen::") {
            uses.push((self.line(at), "lib".to_owned()));
        }
        uses
    }

    /// The lines on which an import climbs by `super::` to the crate's root, where the table does not look. What is
    /// indented is emitted code.
    fn climbs(&self) -> Vec<usize> {
        let climb = format!("use {}", "super::".repeat(self.depth()));
        let lines = self.code.lines().enumerate();
        lines
            .filter(|(_, line)| !line.starts_with(' ') && line.contains(&climb))
            .map(|(index, _)| index + 1)
            .collect()
    }

    fn line(&self, offset: usize) -> usize {
        self.code[..offset].matches('\n').count() + 1
    }

    fn shown(&self, line: usize) -> String {
        format!("codegen/src/{}:{line}", self.path.display())
    }
}

#[test]
fn every_import_is_in_the_table() {
    let table = Table::read();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.has_row()) {
        let module = source.module();
        let Some(allowed) = table.may_use(&module) else {
            wrong.push(format!(
                "{}: the table has no row `{module}`",
                source.shown(1)
            ));
            continue;
        };
        for (line, name) in source.uses() {
            if name != module && !allowed.contains(&name) {
                let listed: Vec<_> = allowed.iter().map(String::as_str).collect();
                wrong.push(format!(
                    "{}: `{module}` may not use `{name}`, only: {}",
                    source.shown(line),
                    listed.join(", ")
                ));
            }
            used.entry(module.clone()).or_default().insert(name);
        }
        for line in source.climbs() {
            wrong.push(format!(
                "{}: name another module by `crate::`, not by `super::`",
                source.shown(line)
            ));
        }
    }
    for (module, allowed) in &table.rows {
        let used = used.remove(module).unwrap_or_default();
        for name in allowed.difference(&used) {
            wrong.push(format!(
                "the table lets `{module}` use `{name}`, which it does not: take it out"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "imports and the table of ARCHITECTURE.md differ:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_table_has_no_cycle() {
    let mut above = BTreeSet::new();
    for (module, allowed) in Table::read().rows {
        let later: Vec<_> = allowed.difference(&above).collect();
        assert!(
            later.is_empty(),
            "`{module}` may only use rows above its own, not {later:?}"
        );
        assert!(above.insert(module.clone()), "`{module}` has two rows");
        assert!(
            root().join("src").join(&module).is_dir()
                || root().join("src").join(format!("{module}.rs")).is_file(),
            "`{module}` has a row and no file"
        );
    }
    assert!(above.contains("pipeline"), "the table was not found");
}

#[test]
fn every_file_says_what_it_is_for() {
    for source in sources() {
        assert!(
            source.text.starts_with("//! "),
            "{}: open the file with `//!`, its one purpose and who reads it",
            source.shown(1)
        );
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "use crate::error::{Error, Problem};\nuse crate::{\n    ir, load::{self, Input},\n};\nlet x = crate::plan::f();";
    let source = Source {
        path: "select.rs".into(),
        text: String::new(),
        code: code.to_owned(),
    };
    let found: Vec<_> = source.uses();
    let found: Vec<_> = found
        .iter()
        .map(|(line, name)| (*line, name.as_str()))
        .collect();
    assert_eq!(found, [(1, "error"), (2, "ir"), (2, "load"), (5, "plan")]);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files of `src`, sorted.
fn sources() -> Vec<Source> {
    let mut folders = vec![root().join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().map(|path| Source::read(path)).collect()
}

/// The words in backticks.
fn words(cell: &str) -> Vec<String> {
    let quoted = cell.split('`').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

/// The first name of each path in a group, whose opening brace has been read.
fn heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut path = String::new();
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => break,
            ',' if depth == 0 => heads.push(identifier(&std::mem::take(&mut path))),
            _ => path.push(c),
        }
    }
    heads.push(identifier(&path));
    heads.retain(|head| !head.is_empty());
    heads
}

fn identifier(text: &str) -> String {
    let name = text.trim_start().chars();
    name.take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

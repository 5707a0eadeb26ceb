//! Which operations are wanted: names and globs, and which of them not, against the names that a model has. Called by: pipeline.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Problem, Problems, some_of};

/// What a pattern begins with that removes operations.
const REMOVES: char = '!';

/// The names that `patterns` choose, sorted: all that some pattern matches, of all where there is no such pattern, without
/// those that a pattern matches which begins with `!`. Every pattern must match something; all that do not are among the problems.
pub(crate) fn select<'a>(
    names: &[&'a str],
    patterns: &[String],
    model: &Path,
    problems: &mut Problems,
) -> Vec<&'a str> {
    if patterns.is_empty() {
        let help = "name one, or a glob such as `Describe*`, with `.operation(\"NAME\")`, or take `.all_operations()`";
        problems.push(
            Problem::usage("no operation was chosen")
                .in_file(model)
                .help(help),
        );
    }
    let (mut chosen, mut removed) = (BTreeSet::new(), BTreeSet::new());
    if patterns.iter().all(|pattern| pattern.starts_with(REMOVES)) {
        chosen.extend(names);
    }
    for pattern in patterns {
        let (pattern, set) = match pattern.strip_prefix(REMOVES) {
            Some(pattern) => (pattern, &mut removed),
            None => (pattern.as_str(), &mut chosen),
        };
        let mut matching = names
            .iter()
            .filter(|name| matches(pattern, name))
            .peekable();
        if matching.peek().is_some() {
            set.extend(matching);
        } else {
            problems.push(unmatched(pattern, names).in_file(model));
        }
    }
    let some = !chosen.is_empty();
    chosen.retain(|name| !removed.contains(name));
    if some && chosen.is_empty() {
        let help = "leave out one of the patterns that begin with `!`";
        problems.push(
            Problem::usage("no operation is left of those that were chosen")
                .in_file(model)
                .help(help),
        );
    }
    chosen.into_iter().collect()
}

fn unmatched(pattern: &str, names: &[&str]) -> Problem {
    if is_glob(pattern) {
        Problem::usage(format!("no operation matches `{pattern}`"))
            .help(known(names))
            .asked_for(pattern)
    } else {
        Problem::unknown("operation", pattern, names.iter().copied())
    }
}

fn known(names: &[&str]) -> String {
    match names {
        [] => "the model has none".to_owned(),
        _ => format!("there is {}", some_of(names)),
    }
}

fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

/// Whether `name` is matched by a glob in which `*` stands for any characters and `?` for one.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    // Where to go on after a mismatch: behind the last star, having it swallow one more character.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(&c) if c == b'?' || c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((after, swallowed)) => {
                    star = Some((after, swallowed + 1));
                    (p, n) = (after, swallowed + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == b'*')
}

#[cfg(test)]
mod tests {
    use super::{Problems, matches, select};
    use std::path::Path;

    #[test]
    fn globs() {
        for (pattern, name, expected) in [
            ("Describe*", "DescribeTags", true),
            ("*Tags", "DescribeTags", true),
            ("D*T*s", "DescribeTags", true),
            ("*", "", true),
            ("Describe?ags", "DescribeTags", true),
            ("Describe", "DescribeTags", false),
            ("*Tag", "DescribeTags", false),
            ("?", "", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn chooses_each_operation_once_in_the_order_of_names() {
        let patterns = ["ListB", "List*", "ListA"].map(String::from);
        let mut problems = Problems::default();
        let names = ["GetA", "ListA", "ListB"];
        let chosen = select(&names, &patterns, Path::new("m"), &mut problems);
        assert_eq!(chosen, ["ListA", "ListB"]);
        assert!(problems.finish().is_ok());
    }

    #[test]
    fn an_exclamation_mark_removes_wherever_it_stands() {
        let names = ["GetA", "ListA", "ListB"];
        let select = |patterns: &[&str]| {
            let patterns: Vec<_> = patterns.iter().map(|text| (*text).to_owned()).collect();
            let mut problems = Problems::default();
            let chosen = select(&names, &patterns, Path::new("m"), &mut problems);
            problems
                .finish()
                .map(|()| chosen)
                .map_err(|error| error.to_string())
        };
        assert_eq!(select(&["List*", "!ListA"]).unwrap(), ["ListB"]);
        assert_eq!(select(&["!ListA", "List*"]).unwrap(), ["ListB"]);
        assert_eq!(select(&["!List*"]).unwrap(), ["GetA"]);
        assert_eq!(select(&["ListB", "!GetA"]).unwrap(), ["ListB"]);
        assert_eq!(
            select(&["*", "!ListC", "!X*", "!"]).unwrap_err(),
            "m: unknown operation `ListC`; did you mean `ListA`?\n\
             m: no operation matches `X*`; there is `GetA`, `ListA`, `ListB`\n\
             m: unknown operation ``; there is `GetA`, `ListA`, `ListB`"
        );
        assert_eq!(
            select(&["GetA", "!Get*"]).unwrap_err(),
            "m: no operation is left of those that were chosen; leave out one of the patterns that begin with `!`"
        );
    }

    #[test]
    fn reports_every_pattern_that_chooses_nothing() {
        let patterns = ["DescribeTag", "X*", "ListTags"].map(String::from);
        let mut problems = Problems::default();
        let names = ["DescribeTags", "ListTags"];
        let chosen = select(&names, &patterns, Path::new("m.json"), &mut problems);
        assert_eq!(chosen, ["ListTags"]);
        let error = problems.finish().unwrap_err();
        assert_eq!(
            error.to_string(),
            "m.json: unknown operation `DescribeTag`; did you mean `DescribeTags`?\nm.json: no operation matches `X*`; there is `DescribeTags`, `ListTags`"
        );
    }
}

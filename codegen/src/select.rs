//! Which operations are wanted: names and globs, against the names that a model has. Called by: pipeline.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, Problem, Problems, some_of};

/// The names that `patterns` choose, sorted. Every pattern must choose something; all that do not are reported.
pub(crate) fn select<'a>(
    names: &[&'a str],
    patterns: &[String],
    model: &Path,
) -> Result<Vec<&'a str>, Error> {
    if patterns.is_empty() {
        let help = "name one, or a glob such as `Describe*`, with `.operation(\"NAME\")`, or take `.all_operations()`";
        return Err(Problem::usage("no operation was chosen")
            .in_file(model)
            .help(help)
            .into());
    }
    let mut problems = Problems::default();
    let mut chosen = BTreeSet::new();
    for pattern in patterns {
        let mut matching = names
            .iter()
            .copied()
            .filter(|name| matches(pattern, name))
            .peekable();
        if matching.peek().is_some() {
            chosen.extend(matching);
            continue;
        }
        problems.push(if is_glob(pattern) {
            Problem::usage(format!("no operation matches `{pattern}`"))
                .in_file(model)
                .help(known(names))
                .asked_for(pattern)
        } else {
            Problem::unknown("operation", pattern, names.iter().copied()).in_file(model)
        });
    }
    problems.finish()?;
    Ok(chosen.into_iter().collect())
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
    use super::{matches, select};
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
        let chosen = select(&["GetA", "ListA", "ListB"], &patterns, Path::new("m")).unwrap();
        assert_eq!(chosen, ["ListA", "ListB"]);
    }

    #[test]
    fn reports_every_pattern_that_chooses_nothing() {
        let patterns = ["DescribeTag", "X*", "ListTags"].map(String::from);
        let error = select(
            &["DescribeTags", "ListTags"],
            &patterns,
            Path::new("m.json"),
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "m.json: unknown operation `DescribeTag`; did you mean `DescribeTags`?\nm.json: no operation matches `X*`; there is `DescribeTags`, `ListTags`"
        );
    }
}

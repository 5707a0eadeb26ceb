//! Suggestions: the name that was likely meant, or a few of those there are. Read by whatever reports an unknown name.

/// Names longer than this are not compared: they are no typing mistakes, and comparing takes quadratic time.
const LONGEST_COMPARED_NAME: usize = 200;

/// Fewer characters are part of too many names to mean one of them.
const SHORTEST_PART: usize = 3;

/// The candidate that `name` was most likely meant to be: equal but for case and word separators, or few edits away.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = comparable(name)?;
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = comparable(candidate)?;
            let allowed = name.len().max(other.len()).div_ceil(4);
            let distance = (name.len().abs_diff(other.len()) <= allowed)
                .then(|| edit_distance(&name, &other, allowed))??;
            Some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The candidates that contain `name`, as far as case and word separators go: `Exports` is part of `DescribeExports`.
pub(crate) fn containing<'a>(name: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    let Some(name) = comparable(name).filter(|name| name.len() >= SHORTEST_PART) else {
        return Vec::new();
    };
    let contains = |candidate: &str| {
        comparable(candidate)
            .is_some_and(|whole| whole.windows(name.len()).any(|part| *part == *name))
    };
    candidates
        .iter()
        .copied()
        .filter(|candidate| contains(candidate))
        .collect()
}

fn comparable(name: &str) -> Option<Vec<char>> {
    (name.len() <= LONGEST_COMPARED_NAME).then(|| {
        name.chars()
            .filter(|c| !matches!(c, '-' | '_' | ' '))
            .flat_map(char::to_lowercase)
            .collect()
    })
}

/// The number of characters to insert, remove, replace or swap with their neighbour to turn `a` into `b`; nothing if
/// there are more than `most`, which is mostly seen after a few characters.
fn edit_distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
        // What follows is no less than the least of two rows.
        if least_of(&last).min(least_of(&before_last)) > most {
            return None;
        }
    }
    Some(last[b.len()]).filter(|distance| *distance <= most)
}

fn least_of(row: &[usize]) -> usize {
    row.iter().copied().min().unwrap_or(0)
}

/// A few of the names, and how many more there are.
pub(crate) fn some_of(names: &[impl AsRef<str>]) -> String {
    const FEW: usize = 3;
    let few: Vec<_> = names
        .iter()
        .take(FEW)
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match names.len().saturating_sub(FEW) {
        0 => few.join(", "),
        more => format!("{} and {more} more", few.join(", ")),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::error) const OPERATIONS: [&str; 4] = [
        "DescribeContinuousExports",
        "DescribeExportTasks",
        "StartContinuousExport",
        "StopContinuousExport",
    ];

    #[test]
    fn the_nearest_name_is_found_through_spelling_case_and_separators() {
        for (typed, meant) in [
            ("DescribeContinousExports", "DescribeContinuousExports"),
            ("describe-continuous-exports", "DescribeContinuousExports"),
            ("describe_export_task", "DescribeExportTasks"),
            ("StpoContinuousExport", "StopContinuousExport"),
        ] {
            assert_eq!(nearest(typed, OPERATIONS), Some(meant), "{typed}");
        }
        assert_eq!(nearest("TerminateInstances", OPERATIONS), None);
        assert_eq!(nearest("", OPERATIONS), None);
        assert_eq!(nearest(&"x".repeat(300), [&*"x".repeat(300)]), None);
    }

    #[test]
    fn names_are_found_by_a_part() {
        assert_eq!(
            containing("continuous-export", &OPERATIONS),
            [
                "DescribeContinuousExports",
                "StartContinuousExport",
                "StopContinuousExport"
            ]
        );
        assert_eq!(containing("e", &OPERATIONS), [""; 0]);
        assert_eq!(containing("Import", &OPERATIONS), [""; 0]);
    }

    #[test]
    fn swapped_neighbours_are_one_edit() {
        let distance = |a: &str, b: &str| {
            edit_distance(
                &a.chars().collect::<Vec<_>>(),
                &b.chars().collect::<Vec<_>>(),
                3,
            )
        };
        assert_eq!(distance("abcd", "acbd"), Some(1));
        assert_eq!(distance("kitten", "sitting"), Some(3));
        assert_eq!(distance("", "abc"), Some(3));
        assert_eq!(distance("abc", ""), Some(3));
        assert_eq!(distance("abcdefg", "hijklmn"), None);
        assert_eq!(distance("", "abcd"), None);
    }
}

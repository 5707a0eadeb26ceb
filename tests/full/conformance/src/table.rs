//! How many cases pass, by protocol and direction. Read by: tests/conformance.rs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::cases::Group;

/// The counts.
#[derive(Debug, Default)]
pub struct Table {
    passed: BTreeMap<Group, (usize, usize)>,
    /// Current and older ones.
    listed: [usize; 2],
}

impl Table {
    /// Counts a case.
    pub fn add(&mut self, group: &Group, passed: bool, listed: bool) {
        self.listed[usize::from(!group.current)] += usize::from(listed);
        let (passes, total) = self.passed.entry(group.clone()).or_default();
        *passes += usize::from(passed);
        *total += 1;
    }

    /// How many of the current cases, or of the older ones, pass, and how many there are.
    pub fn sum(&self, current: bool) -> (usize, usize) {
        self.count(|group| group.current == current)
    }

    fn count(&self, wanted: impl Fn(&Group) -> bool) -> (usize, usize) {
        let counts = self.passed.iter().filter(|(group, _)| wanted(group));
        counts.fold((0, 0), |(a, b), (_, (passed, total))| {
            (a + passed, b + total)
        })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = [(true, true), (true, false), (false, true), (false, false)];
        let row = |f: &mut fmt::Formatter<'_>, name: &str, protocol: Option<&str>| {
            write!(f, "{name:<20}")?;
            for (current, input) in columns {
                let wanted = |group: &Group| {
                    group.current == current
                        && group.input == input
                        && protocol.is_none_or(|it| it == group.protocol)
                };
                let (passed, total) = self.count(wanted);
                write!(
                    f,
                    "{:>16}",
                    if total == 0 {
                        "-".to_owned()
                    } else {
                        format!("{passed}/{total}")
                    }
                )?;
            }
            writeln!(f)
        };
        writeln!(
            f,
            "{:<20}{:>16}{:>16}{:>16}{:>16}",
            "passed/all", "input", "output", "legacy input", "legacy output"
        )?;
        let protocols: BTreeSet<_> = self
            .passed
            .keys()
            .map(|group| group.protocol.as_str())
            .collect();
        for protocol in protocols {
            row(f, protocol, Some(protocol))?;
        }
        row(f, "all", None)?;
        writeln!(f)?;
        for (current, name) in [(true, "current"), (false, "legacy")] {
            let (passed, total) = self.sum(current);
            if total > 0 {
                let listed = self.listed[usize::from(!current)];
                writeln!(f, "{passed}/{total} {name}, {listed} listed")?;
            }
        }
        Ok(())
    }
}

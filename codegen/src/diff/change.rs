//! A change, and all of them as a report. Read by: the public API, and through it the binary.

use std::fmt;

/// Whom a change concerns. Code is expected to be written so that it lasts: structures made by `new` and setters or
/// with `..Default::default()`, taken apart with `..`, and a `_` arm in every `match` on an enum, a union or an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Code that uses it no longer compiles: something is removed, renamed or of another type.
    Compile,
    /// The same code compiles, but something else is sent, or an answer is read in another way.
    Wire,
    /// Something new, which old code need not know.
    Addition,
    /// What people read: documentation and limits, `Debug` and `Display`, deprecation (which makes a warning, as in
    /// [Cargo's rules](https://doc.rust-lang.org/cargo/reference/semver.html) no break).
    Documentation,
}

impl Class {
    /// All classes, the gravest first.
    pub const ALL: [Self; 4] = [
        Self::Compile,
        Self::Wire,
        Self::Addition,
        Self::Documentation,
    ];

    /// Whether a program that was right may no longer be.
    #[must_use]
    pub fn breaks(self) -> bool {
        matches!(self, Self::Compile | Self::Wire)
    }

    /// One word, for programs: `compile`, `wire`, `addition`, `documentation`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Wire => "wire",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Compile => "Breaking to compile",
            Self::Wire => "Breaking on the wire",
            Self::Addition => "Additions",
            Self::Documentation => "Documentation",
        }
    }
}

/// One change of the emitted code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Change {
    /// Whom it concerns.
    pub class: Class,
    /// What changes, as a path in the emitted module: `types::Instance::state`, `Client::describe_instances`; `service`
    /// for facts of the service as a whole.
    pub path: String,
    /// What of it: `type`, `removed`, `wire name`, `documentation` …
    pub what: String,
    /// How it was, where that can be said in a word or a line.
    pub old: Option<String>,
    /// How it is now.
    pub new: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)?;
        let (old, new) = (self.old.as_deref(), self.new.as_deref());
        let (old, new) = match self.class {
            Class::Documentation => excerpts(old, new),
            _ => (old.map(str::to_owned), new.map(str::to_owned)),
        };
        match (old, new) {
            (Some(old), Some(new)) => write!(f, ": `{old}` → `{new}`"),
            (Some(old), None) if self.is_one_sided() => write!(f, ": `{old}`"),
            (Some(old), None) => write!(f, ": `{old}` → none"),
            (None, Some(new)) if self.is_one_sided() => write!(f, ": `{new}`"),
            (None, Some(new)) => write!(f, ": none → `{new}`"),
            (None, None) => Ok(()),
        }
    }
}

impl Change {
    /// Whether what changed says already that there was nothing before, or is nothing now.
    fn is_one_sided(&self) -> bool {
        ["added", "removed", "deprecated"]
            .iter()
            .any(|end| self.what.ends_with(end))
    }
}

/// More of a sentence than this is for [`Change::old`] and [`Change::new`], not for a line of the report.
const LONGEST_EXCERPT: usize = 100;
/// How much of what two sentences begin with alike is shown before they differ.
const ALIKE: usize = 30;

/// Two texts from about where they begin to differ.
fn excerpts(old: Option<&str>, new: Option<&str>) -> (Option<String>, Option<String>) {
    let alike = match (old, new) {
        (Some(old), Some(new)) => old
            .chars()
            .zip(new.chars())
            .take_while(|(a, b)| a == b)
            .count(),
        _ => 0,
    };
    let excerpt = |text: &str| {
        let skipped = alike.saturating_sub(ALIKE);
        let mut shown: String = text.chars().skip(skipped).take(LONGEST_EXCERPT).collect();
        if text.chars().nth(skipped + LONGEST_EXCERPT).is_some() {
            shown.push('…');
        }
        if skipped > 0 {
            format!("…{shown}")
        } else {
            shown
        }
    };
    (old.map(excerpt), new.map(excerpt))
}

/// All changes, sorted by class, then by path.
///
/// `Display` is a report: each class with its changes, then a line that counts them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

impl Changes {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort();
        Self(changes)
    }

    /// The changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// How many there are of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.0.iter().filter(|change| change.class == class).count()
    }

    /// Whether a program that was right may no longer be.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.0.iter().any(|change| change.class.breaks())
    }

    /// Whether the same code is emitted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The last line of the report.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "no changes".to_owned();
        }
        let [compile, wire, additions, documentation] = Class::ALL.map(|class| self.count(class));
        let addition = if additions == 1 {
            "addition"
        } else {
            "additions"
        };
        format!(
            "{compile} breaking to compile, {wire} breaking on the wire, {additions} {addition}, {documentation} of documentation"
        )
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for class in Class::ALL
            .into_iter()
            .filter(|class| self.count(*class) > 0)
        {
            writeln!(f, "{}:", class.title())?;
            for change in self.iter().filter(|change| change.class == class) {
                writeln!(f, "  {change}")?;
            }
            writeln!(f)?;
        }
        f.write_str(&self.summary())
    }
}

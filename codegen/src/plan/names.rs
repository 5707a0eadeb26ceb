//! The only namer: turns the model's names into identifiers that are valid and distinct. Read by: planner, types.
//!
//! Every place where names must differ is a [`Scope`]. Names go in in a fixed order, so the same model gives the same names.

use std::collections::{BTreeMap, BTreeSet};

use super::{case, keywords};

/// Names that must differ from each other: the items of a module, the fields of a structure, the variants of an enum.
#[derive(Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
    /// For names that were wanted again, the number to try next: a model may want one name a hundred thousand times.
    next: BTreeMap<String, usize>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(super) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).to_owned()).collect(),
            next: BTreeMap::new(),
        }
    }

    /// Takes `name`, or the first of `name2`, `name3` … that is free.
    pub(super) fn take(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let number = self.next.entry(name.clone()).or_insert(2);
        loop {
            let unique = format!("{name}{number}");
            *number += 1;
            if self.taken.insert(unique.clone()) {
                return unique;
            }
        }
    }

    /// Whether a name is taken.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }
}

/// The identifier of a type, for a shape or an operation. `Self` is the only keyword in upper camel case.
pub(super) fn type_ident(name: &str) -> String {
    let camel = case::upper_camel_case(&ascii(name));
    match camel.as_str() {
        "" => "Shape".to_owned(),
        "Self" => "SelfShape".to_owned(),
        camel if camel.starts_with(|c: char| c.is_ascii_digit()) => format!("Shape{camel}"),
        _ => camel,
    }
}

/// The identifier of a variant, for an enum's value or a union's member.
pub(super) fn variant_ident(value: &str) -> String {
    let ascii = ascii(value);
    let camel = case::upper_camel_case(&ascii);
    match camel.as_str() {
        "" => "Empty".to_owned(),
        // As aws-sdk-rust names them; `Unknown` is the variant for values that the model does not list, and `VALUES`
        // the list of those that it does.
        "Self" | "Unknown" | "VALUES" => format!("{camel}Value"),
        camel if camel.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("V{}", digits_kept_apart(&ascii))
        }
        _ => camel,
    }
}

/// `0.5` and `05` are different values: between digits, a separator stays visible as an underscore.
fn digits_kept_apart(value: &str) -> String {
    let mut out = String::new();
    for word in value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let digits_meet = out.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit());
        if digits_meet {
            out.push('_');
        }
        out += &case::upper_camel_case(word);
    }
    out
}

/// The identifier of a field, for a member, or of a method, for an operation; without the escape of keywords.
pub(super) fn snake_ident(name: &str) -> String {
    let snake = case::snake_case(&ascii(name));
    match snake.as_str() {
        "" => "member".to_owned(),
        snake if snake.starts_with(|c: char| c.is_ascii_digit()) => format!("_{snake}"),
        _ => snake,
    }
}

/// Makes a snake-case name an identifier even if it is a keyword.
pub(super) fn escape(name: String) -> String {
    keywords::escape(name)
}

/// How a member of a structure is called in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldName {
    pub(super) ident: String,
    pub(super) setter: String,
}

/// The fields of a structure, one for each of its members' names.
pub(super) fn fields<'a>(members: impl IntoIterator<Item = &'a str>) -> Vec<FieldName> {
    let mut scope = Scope::default();
    let idents: Vec<String> = members
        .into_iter()
        .map(|name| scope.take(snake_ident(name)))
        .collect();
    // `new`, `default` and `clone` must stay what every Rust programmer takes them for.
    let setter = |ident: &str, scope: &mut Scope| match ident {
        "new" | "default" | "clone" => scope.take(format!("set_{ident}")),
        _ => escape(ident.to_owned()),
    };
    idents
        .into_iter()
        .map(|ident| FieldName {
            setter: setter(&ident, &mut scope),
            ident: escape(ident),
        })
        .collect()
}

/// The lint of clippy's that takes a setter of this name for something else: a conversion, a question or an operator.
pub(super) fn setter_lint(setter: &str) -> Option<&'static str> {
    const CONVERSIONS: [&str; 5] = ["as_", "from_", "into_", "is_", "to_"];
    const OPERATORS: [&str; 10] = [
        "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
    ];
    if CONVERSIONS.iter().any(|prefix| setter.starts_with(prefix)) {
        Some("wrong_self_convention")
    } else {
        OPERATORS
            .contains(&setter)
            .then_some("should_implement_trait")
    }
}

/// The file and module name of a service: lower case letters, digits and underscores, whatever the model says.
pub(crate) fn module_name(service: &str) -> String {
    let lower = ascii(service).to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    match words.join("_") {
        name if name.is_empty() => "service".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("service_{name}"),
        name => name,
    }
}

/// Identifiers are ASCII: other characters separate words, as punctuation does.
fn ascii(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_odd_values() {
        for (value, expected) in [
            ("START_IN_PROGRESS", "StartInProgress"),
            ("AWS::DynamoDB::Table", "AwsDynamoDbTable"),
            ("a1.medium", "A1Medium"),
            ("0.5", "V0_5"),
            ("118", "V118"),
            ("5m", "V5m"),
            ("*Other", "Other"),
            ("SELF", "SelfValue"),
            ("unknown", "UnknownValue"),
            ("", "Empty"),
            ("*/ pub fn evil() {} /*", "PubFnEvil"),
        ] {
            assert_eq!(variant_ident(value), expected, "{value}");
        }
    }

    #[test]
    fn equal_names_are_numbered() {
        let mut scope = Scope::reserving(&["Client"]);
        let names = ["Client", "A", "A", "A", "A2"].map(|name| scope.take(name.to_owned()));
        assert_eq!(names, ["Client2", "A", "A2", "A3", "A22"]);
    }

    #[test]
    fn a_name_can_be_wanted_very_often() {
        let mut scope = Scope::default();
        let last = (0..100_000).map(|_| scope.take("A".to_owned())).last();
        assert_eq!(last.as_deref(), Some("A100000"));
    }

    #[test]
    fn setters_differ_from_each_other_and_from_constructors() {
        let names = fields(["new", "setNew", "type", "Clone"]);
        let setters: Vec<_> = names.iter().map(|name| name.setter.as_str()).collect();
        assert_eq!(setters, ["set_new2", "set_new", "r#type", "set_clone"]);
        assert_eq!((&*names[0].ident, &*names[2].ident), ("new", "r#type"));
    }

    #[test]
    fn module_names_cannot_leave_their_folder() {
        assert_eq!(module_name("../../etc/passwd"), "etc_passwd");
        assert_eq!(
            module_name("Application Discovery Service"),
            "application_discovery_service"
        );
        assert_eq!(module_name("dynamodb"), "dynamodb");
        assert_eq!(module_name("/"), "service");
    }
}

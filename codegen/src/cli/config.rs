//! tinsmith.toml: which operations of which models go to which files. Read by `regen`.
//!
//! It is read by hand rather than through serde, so that one run reports every mistake, with its place and the likely fix.

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use tinsmith_codegen::Problem;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{EmitArg, Failure};

const KEYS: [&str; 6] = ["model", "service", "operations", "output", "serde", "emit"];

/// One `[[service]]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Service {
    /// The model, relative to the list's directory, as `--model` takes it.
    pub(super) model: PathBuf,
    /// The service in a tree of services.
    pub(super) service: Option<String>,
    /// Names or globs; `*` is all.
    pub(super) operations: Vec<String>,
    /// The file to write, relative to the list's directory.
    pub(super) output: PathBuf,
    /// Whether the types implement serde's traits.
    pub(super) serde: bool,
    /// How much is emitted.
    pub(super) emit: EmitArg,
    /// Where in the list each name stands that the model may not have.
    pub(super) places: Vec<(String, Range<usize>)>,
}

impl Service {
    /// A problem with a name that the list gives is shown there.
    pub(super) fn shown_in(&self, list: &Path, text: &str, problem: Problem) -> Problem {
        let asked = problem.asked();
        let place = asked.and_then(|asked| {
            let mut places = self.places.iter();
            // A pattern may begin with `!`, and a service name a version.
            let is_meant = |name: &str| name.split(['/', '!']).any(|part| part == asked);
            places.find(|(name, _)| is_meant(name))
        });
        match place {
            Some((_, span)) => problem.in_file(list).in_text(text, span.clone()),
            None => problem,
        }
    }
}

/// Reads the list.
pub(super) fn parse(path: &Path, text: &str) -> Result<Vec<Service>, Failure> {
    let mut reader = Reader::default();
    let services = match DeTable::parse(text) {
        Ok(table) => reader.services(table.get_ref()),
        Err(error) => {
            reader.problem(error.span().unwrap_or_default(), error.message());
            Vec::new()
        }
    };
    reader.problems.sort_by_key(|(span, _)| span.start);
    let problems = reader.problems.into_iter();
    let problems = problems.map(|(span, problem)| problem.in_file(path).in_text(text, span));
    Failure::of(problems).map_or(Ok(services), Err)
}

#[derive(Default)]
struct Reader {
    /// Each with its place in the text.
    problems: Vec<(Range<usize>, Problem)>,
}

impl Reader {
    fn problem(&mut self, span: Range<usize>, message: impl Into<String>) {
        // The parser's messages have several lines.
        let message = message.into().replace(char::is_control, " ");
        self.problems.push((span, Problem::usage(message)));
    }

    fn unknown(&mut self, what: &str, name: &str, known: &[&str], span: Range<usize>) {
        let problem = Problem::unknown(what, name, known.iter().copied());
        self.problems.push((span, problem));
    }

    fn services(&mut self, list: &DeTable<'_>) -> Vec<Service> {
        let mut services = Vec::new();
        let mut found = false;
        for (key, value) in list {
            match (&**key.get_ref(), value.get_ref()) {
                ("service", DeValue::Array(array)) => {
                    found = true;
                    for entry in array.iter() {
                        match entry.get_ref() {
                            DeValue::Table(table) => {
                                services.extend(self.service(entry.span(), table))
                            }
                            _ => self.problem(
                                entry.span(),
                                "a service is a table: begin it with `[[service]]`",
                            ),
                        }
                    }
                }
                ("service", _) => {
                    found = true;
                    self.problem(
                        key.span(),
                        "services are a list: begin each with `[[service]]`, in double brackets",
                    );
                }
                (name, _) => self.unknown("key", name, &["service"], key.span()),
            }
        }
        if !found && self.problems.is_empty() {
            self.problem(0..0, "lists no services; begin each with `[[service]]`");
        }
        self.outputs_differ(&services);
        services.into_iter().map(|(_, service)| service).collect()
    }

    fn outputs_differ(&mut self, services: &[(usize, Service)]) {
        for (index, (at, service)) in services.iter().enumerate() {
            if services[..index]
                .iter()
                .any(|(_, earlier)| earlier.output == service.output)
            {
                let output = service.output.display();
                self.problem(
                    *at..*at,
                    format!("an earlier service has the same output `{output}`"),
                );
            }
        }
    }

    fn service(&mut self, span: Range<usize>, table: &DeTable<'_>) -> Option<(usize, Service)> {
        for key in table.keys() {
            if !KEYS.contains(&&**key.get_ref()) {
                self.unknown("key", key.get_ref(), &KEYS, key.span());
            }
        }
        let model = self.required(&span, table, "model", "a path in quotes", Self::string);
        let output = self.required(&span, table, "output", "a path in quotes", Self::string);
        let operations = self.required(
            &span,
            table,
            "operations",
            "a list of names or globs in quotes",
            Self::strings,
        );
        let service = self.optional(table, "service", "a name in quotes", Self::string);
        let serde = self.optional(table, "serde", "true or false", |value| match value {
            DeValue::Boolean(yes) => Some(*yes),
            _ => None,
        });
        let emit = self.emit(table);
        Some((
            span.start,
            Service {
                model: model?.into(),
                service,
                operations: operations?,
                output: output?.into(),
                serde: serde.unwrap_or_default(),
                emit,
                places: places(table),
            },
        ))
    }

    fn emit(&mut self, table: &DeTable<'_>) -> EmitArg {
        let Some(name) = self.optional(table, "emit", "a word in quotes", Self::string) else {
            return EmitArg::default();
        };
        EmitArg::from_str(&name, false).unwrap_or_else(|_| {
            let known = ["types", "operations", "client"];
            let span = entry(table, "emit").map(Spanned::span).unwrap_or_default();
            self.unknown("value", &name, &known, span);
            EmitArg::default()
        })
    }

    fn required<T>(
        &mut self,
        service: &Range<usize>,
        table: &DeTable<'_>,
        key: &str,
        wanted: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        if entry(table, key).is_none() {
            self.problem(
                service.clone(),
                format!("this service lacks the key `{key}`: {wanted}"),
            );
        }
        self.optional(table, key, wanted, read)
    }

    fn optional<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        wanted: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = entry(table, key)?;
        let result = read(value.get_ref());
        if result.is_none() {
            self.problem(value.span(), format!("`{key}` takes {wanted}"));
        }
        result
    }

    fn string(value: &DeValue<'_>) -> Option<String> {
        value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    fn strings(value: &DeValue<'_>) -> Option<Vec<String>> {
        let names: Vec<_> = value
            .as_array()?
            .iter()
            .map(|name| Self::string(name.get_ref()))
            .collect::<Option<_>>()?;
        (!names.is_empty()).then_some(names)
    }
}

/// The names of operations and of the service, each with its place.
fn places(table: &DeTable<'_>) -> Vec<(String, Range<usize>)> {
    let array = entry(table, "operations").and_then(|value| value.get_ref().as_array());
    let operations = array.into_iter().flat_map(|array| array.iter());
    operations
        .chain(entry(table, "service"))
        .filter_map(|value| Some((value.get_ref().as_str()?.to_owned(), value.span())))
        .collect()
}

fn entry<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    table
        .iter()
        .find(|(name, _)| name.get_ref() == key)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        parse(Path::new("t.toml"), text).unwrap_err().messages()
    }

    #[test]
    fn all_keys_are_read() {
        let text = r#"
            [[service]]
            model = "models"
            service = "discovery"
            operations = ["Describe*", "CreateTags"]
            output = "src/discovery.rs"
            serde = true
            emit = "types"
            [[service]]
            model = "sts.json"
            operations = ["*"]
            output = "src/sts.rs"
        "#;
        let placed = |name: &str| {
            let quoted = format!("\"{name}\"");
            let start = text.find(&quoted).unwrap();
            (name.to_owned(), start..start + quoted.len())
        };
        let services = parse(Path::new("t.toml"), text).unwrap();
        assert_eq!(
            services,
            [
                Service {
                    model: "models".into(),
                    service: Some("discovery".into()),
                    operations: vec!["Describe*".into(), "CreateTags".into()],
                    output: "src/discovery.rs".into(),
                    serde: true,
                    emit: EmitArg::Types,
                    places: ["Describe*", "CreateTags", "discovery"].map(placed).into(),
                },
                Service {
                    model: "sts.json".into(),
                    service: None,
                    operations: vec!["*".into()],
                    output: "src/sts.rs".into(),
                    serde: false,
                    emit: EmitArg::Client,
                    places: vec![placed("*")],
                },
            ]
        );
    }

    #[test]
    fn every_mistake_is_reported_where_it_is() {
        let text = r#"[[service]]
model = 3
operatons = ["A"]
output = "a.rs"
emit = "clients"
[[service]]
model = "m"
operations = []
output = "a.rs"
serde = "yes"
[servces]
"#;
        assert_eq!(
            problems(text),
            [
                "t.toml:1:1: this service lacks the key `operations`: a list of names or globs in quotes",
                "t.toml:2:9: `model` takes a path in quotes",
                "t.toml:3:1: unknown key `operatons`; did you mean `operations`?",
                "t.toml:5:8: unknown value `clients`; did you mean `client`?",
                "t.toml:8:14: `operations` takes a list of names or globs in quotes",
                "t.toml:10:9: `serde` takes true or false",
                "t.toml:11:2: unknown key `servces`; did you mean `service`?",
            ]
        );
    }

    #[test]
    fn a_list_of_another_form_is_told() {
        for (text, told) in [
            (
                "",
                "t.toml:1:1: lists no services; begin each with `[[service]]`",
            ),
            (
                "[service]\nmodel = 'm'",
                "t.toml:1:2: services are a list: begin each with `[[service]]`, in double brackets",
            ),
            (
                "service = ['x']",
                "t.toml:1:12: a service is a table: begin it with `[[service]]`",
            ),
        ] {
            assert_eq!(problems(text), [told]);
        }
        let broken = problems("[[service]]\nmodel = m");
        assert!(
            broken.len() == 1 && broken[0].starts_with("t.toml:2:9: "),
            "{broken:?}"
        );
    }

    #[test]
    fn two_services_cannot_share_an_output() {
        let service = "[[service]]\nmodel = 'm'\noperations = ['*']\noutput = 'a.rs'\n";
        let told = "t.toml:5:1: an earlier service has the same output `a.rs`";
        assert_eq!(problems(&service.repeat(2)), [told]);
    }
}

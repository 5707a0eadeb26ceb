//! Each case that make_cases.py wrote, as a test of its name.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use oracle::{Case, Kind, Known};

/// The fewest inputs that an operation is tried with.
const INPUTS: usize = 20;

fn main() -> ExitCode {
    let (cases, known) = match load() {
        Ok(loaded) => loaded,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = vec![whole(
        "every_operation_has_enough_inputs",
        enough_inputs(&cases),
    )];
    trials.extend(
        known
            .iter()
            .map(|known| whole(&format!("known::{}", known.name), is_a_case(known, &cases))),
    );
    for case in cases {
        let known = known.iter().find(|known| known.covers(&case.name)).cloned();
        trials.push(Trial::test(case.name.clone(), move || {
            judge(&case, known.as_ref())
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn load() -> Result<(Vec<Case>, Vec<Known>), String> {
    let path = env::var("TINSMITH_CASES")
        .map_err(|_| "TINSMITH_CASES is not set: run tests/full/run oracle")?;
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let cases = text
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{error} in {line}")));
    let known = Known::all().map_err(|error| format!("known_differences.json: {error}"))?;
    Ok((cases.collect::<Result<_, _>>()?, known))
}

/// A case passes when we do as botocore does, or differ where that is listed.
fn judge(case: &Case, known: Option<&Known>) -> Result<(), Failed> {
    match (oracle::run(case), known) {
        (Ok(()), None) => Ok(()),
        (Err(difference), Some(known)) if difference.contains(&known.shows) => Ok(()),
        (Err(difference), _) => Err(difference.into()),
        (Ok(()), Some(known)) => {
            Err(format!("no difference any more: take {:?} off the list", known.name).into())
        }
    }
}

fn whole(name: &str, result: Result<(), String>) -> Trial {
    Trial::test(name, move || result.map_err(Failed::from))
}

fn enough_inputs(cases: &[Case]) -> Result<(), String> {
    let mut inputs = BTreeMap::<&str, usize>::new();
    for case in cases {
        *inputs.entry(&case.operation).or_default() +=
            usize::from(matches!(case.kind, Kind::Request { .. }));
    }
    let few: Vec<_> = inputs
        .iter()
        .filter(|(_, count)| **count < INPUTS)
        .collect();
    if inputs.is_empty() || !few.is_empty() {
        Err(format!("too few inputs: {few:?}"))
    } else {
        Ok(())
    }
}

fn is_a_case(known: &Known, cases: &[Case]) -> Result<(), String> {
    if known.reason.is_empty() || !known.link.starts_with("https://") {
        return Err("it needs a reason and a link".into());
    }
    if cases.iter().any(|case| known.covers(&case.name)) {
        Ok(())
    } else {
        Err("no case has this name".into())
    }
}

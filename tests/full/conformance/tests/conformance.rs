//! Each case of the vectors, as a test of its name; then a table of what passes.

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use conformance::cases::{self, Case};
use conformance::listed::{self, Listed};
use conformance::table::Table;
use conformance::vectors;
use libtest_mimic::{Arguments, Failed, Trial};

/// How many cases botocore's vectors have: current ones, and older ones.
const BOTOCORES: (usize, usize) = (732, 272);

/// How many of them may be listed.
const MOST_LISTED: usize = 5;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (cases, listed) = match load() {
        Ok(loaded) => loaded,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let table = Arc::new(Mutex::new(Table::default()));
    let mut trials = Vec::new();
    if vectors::are_botocores() {
        trials.push(whole("all_of_botocores_cases", counts(&cases)));
        trials.push(whole("few_are_listed", few(&listed)));
        trials.extend(listed.iter().map(|listed| {
            whole(
                &format!("listed::{}", listed.case),
                is_a_case(listed, &cases),
            )
        }));
    }
    for case in cases {
        let listed = listed
            .iter()
            .find(|listed| listed.case == case.name)
            .cloned();
        let table = table.clone();
        trials.push(Trial::test(case.name.clone(), move || {
            let result = case.run();
            table.lock().unwrap_or_else(PoisonError::into_inner).add(
                &case.group,
                result.is_ok(),
                listed.is_some(),
            );
            judge(result, listed.as_ref())
        }));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        println!("{}", table.lock().unwrap_or_else(PoisonError::into_inner));
    }
    conclusion.exit_code()
}

fn load() -> Result<(Vec<Case>, Vec<Listed>), String> {
    let listed = listed::all().map_err(|error| format!("listed.json: {error}"))?;
    Ok((cases::all()?, listed))
}

/// A case passes when it does as its vector says, or is listed as one that does not.
fn judge(result: Result<(), String>, listed: Option<&Listed>) -> Result<(), Failed> {
    match (result, listed) {
        (Ok(()), None) => Ok(()),
        (Err(difference), Some(listed)) if difference.contains(&listed.shows) => Ok(()),
        (Err(difference), _) => Err(difference.into()),
        (Ok(()), Some(_)) => Err("it passes: take it off the list".into()),
    }
}

fn whole(name: &str, result: Result<(), String>) -> Trial {
    Trial::test(name, move || result.map_err(Failed::from))
}

fn counts(cases: &[Case]) -> Result<(), String> {
    let current = cases.iter().filter(|case| case.group.current).count();
    let found = (current, cases.len() - current);
    if found == BOTOCORES {
        Ok(())
    } else {
        Err(format!(
            "expected {BOTOCORES:?} current and older cases, found {found:?}"
        ))
    }
}

fn few(listed: &[Listed]) -> Result<(), String> {
    if listed.len() <= MOST_LISTED {
        Ok(())
    } else {
        Err(format!(
            "{} cases are listed, and no more than {MOST_LISTED} may be",
            listed.len()
        ))
    }
}

fn is_a_case(listed: &Listed, cases: &[Case]) -> Result<(), String> {
    if listed.reason.is_empty() || !listed.link.starts_with("https://") {
        return Err("it needs a reason and a link".into());
    }
    if cases.iter().any(|case| case.name == listed.case) {
        Ok(())
    } else {
        Err("no case has this name".into())
    }
}

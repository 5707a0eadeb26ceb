//! Times the six protocols on real operations: reading a page, writing a request, and a small call end to end.
//!
//! ```text
//! cargo run --release -p protocols [SERVICE…]                   beside the fastest plain parser of each format
//! cargo run --release -p protocols --features sdk [SERVICE…]    and beside the AWS SDK
//! ```
//!
//! Every contestant of a row reads the same bytes, and what each has read is compared before anything is timed.
//! `protocols pages FOLDER` and `protocols serve` are for `../parsers`, which times botocore on the same pages.

mod answer;
mod content;
mod derives;
mod dice;
mod limit;
mod pages;
mod row;
#[cfg(feature = "sdk")]
mod sdk;
mod services;

use std::io::{BufRead, Write};
use std::process::ExitCode;

use services::{SERVICES, Service};
use timer::Contestant;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["pages", folder] => pages(folder),
        ["serve"] => serve(),
        _ => compare(&words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the table, of these services or of all.
fn compare(names: &[&str]) -> Result<(), Failure> {
    for name in names {
        find(name)?;
    }
    timer::header();
    let mut missed = Vec::new();
    for service in SERVICES {
        if names.is_empty() || names.contains(&service.name) {
            missed.extend((service.rows)()?);
        }
    }
    for row in &missed {
        println!("goal missed: {row}");
    }
    if missed.is_empty() {
        println!("no goal missed");
    }
    Ok(())
}

/// Writes the pages to files, and prints a line for each: service, entries, file.
fn pages(folder: &str) -> Result<(), Failure> {
    for service in SERVICES {
        for entries in service.sizes {
            let file = format!("{folder}/{}-{entries}", service.name);
            std::fs::write(&file, (service.page)(*entries))?;
            println!("{} {entries} {file}", service.name);
        }
    }
    Ok(())
}

/// For each line, `SERVICE ENTRIES`, times one sample of reading that page; answers with nanoseconds and the entries that were read.
fn serve() -> Result<(), Failure> {
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (name, entries) = line.split_once(' ').ok_or("no number of entries")?;
        let service = find(name)?;
        let response = answer::response(service.headers, (service.page)(entries.parse()?));
        let read = (service.read)(&response)?;
        let mut contestant = Contestant::new("tinsmith", || (service.read)(&response));
        let times = contestant.times();
        let taken = contestant.sample(times).as_nanos();
        writeln!(out, "{taken} {read}")?;
        out.flush()?;
    }
    Ok(())
}

fn find(name: &str) -> Result<&'static Service, Failure> {
    let names = || SERVICES.map(|service| service.name).join(", ");
    SERVICES
        .iter()
        .find(|service| service.name == name)
        .copied()
        .ok_or_else(|| format!("no service {name}: {}", names()).into())
}

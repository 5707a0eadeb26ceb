//! The step `docs`: rustdoc over every model's module with warnings denied, and no code block that would run as a test.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::choice;
use crate::models::{self, Model};
use crate::rust::{self, Runtime};
use crate::{Arguments, Failure, pool, report, say};

/// Which a user's crate may deny beyond what `-D warnings` turns into errors.
const LINTS: [&str; 6] = [
    "rustdoc::bare_urls",
    "rustdoc::broken_intra_doc_links",
    "rustdoc::invalid_html_tags",
    "rustdoc::invalid_codeblock_attributes",
    "rustdoc::invalid_rust_codeblocks",
    "rustdoc::unescaped_backticks",
];

#[derive(Default)]
struct Numbers {
    generate: Duration,
    document: Duration,
    tests: Duration,
    /// Requests on the operations' pages, which rustdoc counts as ignored tests.
    ignored: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut found = models::find(&arguments.places)?;
    let all = found.len();
    if arguments.every > 1 {
        found = found.into_iter().skip(1).step_by(arguments.every).collect();
    }
    let runtime = Runtime::build()?;
    let folder = arguments.work.join("docs");
    fs::create_dir_all(&folder)?;
    let documented = pool::each("docs", arguments.threads, &found, Model::about, |model| {
        one(model, &folder, &runtime)
    });
    let mut failures = report::Failures::new("docs", &arguments.work);
    let mut tally = report::Tally::default();
    let mut sum = Numbers::default();
    for (model, result) in found.iter().zip(&documented) {
        failures.add(&model.name, result.as_ref().err());
        tally.add(model.format, usize::from(result.is_ok()), 1);
        if let Ok(numbers) = result {
            sum.generate += numbers.generate;
            sum.document += numbers.document;
            sum.tests += numbers.tests;
            sum.ignored += numbers.ignored;
        }
    }
    tally.say("models", "go through rustdoc without a warning");
    say(&format!(
        "0 code blocks would run as tests in {} of {all} models; {} are shown and ignored",
        found.len() - failures.count(),
        sum.ignored
    ));
    say(&format!(
        "generate {:.0} s, rustdoc {:.0} s, looking for tests {:.0} s of both cores together; in {:.0} s",
        sum.generate.as_secs_f64(),
        sum.document.as_secs_f64(),
        sum.tests.as_secs_f64(),
        begun.elapsed().as_secs_f64()
    ));
    failures.finish()
}

fn one(model: &Model, folder: &Path, runtime: &Runtime) -> Result<Numbers, String> {
    let mut numbers = Numbers::default();
    for (index, choice) in choice::choices(model).iter().enumerate() {
        let begun = Instant::now();
        let text =
            choice::text(&choice.generator(model)).map_err(|error| format!("generate: {error}"))?;
        let stem = format!("{}_{index}", model.ident());
        let [module, library] = rust::write(folder, &stem, text)?;
        numbers.generate += begun.elapsed();

        let begun = Instant::now();
        let pages = folder.join(&stem);
        let mut rustdoc = Command::new(rust::tool("RUSTDOC", "rustdoc"));
        rustdoc.arg("-o").arg(&pages);
        for lint in LINTS {
            rustdoc.args(["-D", lint]);
        }
        let result = runtime.run(&mut rustdoc, &library, "2024");
        // The pages of all models together would fill a disk.
        let _ = fs::remove_dir_all(pages);
        result?;
        numbers.document += begun.elapsed();

        let begun = Instant::now();
        numbers.ignored += ignored_tests(&library, runtime)?;
        numbers.tests += begun.elapsed();
        let _ = fs::remove_file(library).and_then(|()| fs::remove_file(module));
    }
    Ok(numbers)
}

/// How many code blocks rustdoc would show as ignored tests. One that it would run is an error.
fn ignored_tests(library: &Path, runtime: &Runtime) -> Result<usize, String> {
    let list = |harness: &str| {
        let mut rustdoc = Command::new(rust::tool("RUSTDOC", "rustdoc"));
        rustdoc.args(["--test", "--test-args", harness]);
        // Edition 2021: in 2024 rustdoc would first join them into one program.
        runtime.listed(&mut rustdoc, library, "2021")
    };
    let all = list("--list")?;
    let ignored = list("--list --ignored")?;
    let run: Vec<&String> = all.difference(&ignored).collect();
    match run.first() {
        None => Ok(ignored.len()),
        Some(first) => Err(format!(
            "{} code blocks would run as tests, the first is {first}",
            run.len()
        )),
    }
}

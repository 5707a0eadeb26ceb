//! The step `speed`: every model from `.gz` to formatted Rust on disk in one process, beside merely parsing the same JSON.
//!
//! The process that is measured is this program again, so that nothing that was done before counts as its memory.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::choice::{self, Choice, Level};
use crate::models::{self, Format, Model};
use crate::{Arguments, Failure, pool, say};

/// What a measured process is told.
#[derive(Deserialize, Serialize)]
struct Task {
    models: Vec<(Model, Choice)>,
    threads: usize,
    out: PathBuf,
}

/// What a measured process answers: seconds of wall time, seconds of both cores, bytes.
#[derive(Deserialize, Serialize)]
struct Sample {
    wall: f64,
    cpu: f64,
    peak: u64,
    produced: u64,
}

const MODES: [&str; 4] = ["generate", "unpack", "ignore", "value"];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let found = models::find(&arguments.places)?;
    let packed = arguments.work.join("packed");
    // Of another version of botocore, perhaps.
    let _ = fs::remove_dir_all(&packed);
    let chosen = pool::each("pack", arguments.threads, &found, Model::about, |model| {
        let choice = if arguments.types {
            Choice::all(Level::Types)
        } else {
            choice::choices(model).swap_remove(0)
        };
        let path = pack(model, &packed).map_err(|error| format!("{}: {error}", model.name))?;
        Ok((
            Model {
                path,
                ..model.clone()
            },
            choice,
        ))
    });
    let task = Task {
        models: chosen.into_iter().collect::<Result<_, _>>()?,
        threads: arguments.threads,
        out: arguments.work.join("out"),
    };
    let file = arguments.work.join("task.json");
    fs::write(&file, serde_json::to_string(&task)?)?;
    let operations: usize = task
        .models
        .iter()
        .map(|(model, choice)| {
            if choice.operations == ["*"] {
                model.operations.len()
            } else {
                choice.operations.len()
            }
        })
        .sum();
    let mut samples = Vec::new();
    for mode in MODES {
        samples.push(measured(mode, &file)?);
    }
    fs::remove_dir_all(&task.out)?;
    report(&task, operations, &samples);
    Ok(())
}

fn report(task: &Task, operations: usize, samples: &[Sample]) {
    let [generate, unpack, ignore, value] = samples else {
        return;
    };
    say(&format!(
        "{} models, {operations} operations, {} threads, {:.1} MB of Rust",
        task.models.len(),
        task.threads,
        generate.produced as f64 / 1e6
    ));
    say(&format!(
        "{:<44} {:>8} {:>8} {:>12} {:>8}",
        "", "wall", "cpu", "peak memory", "ratio"
    ));
    let names = [
        "generate: .gz to formatted Rust on disk",
        "unpack the models",
        "unpack, parse with serde_json, IgnoredAny",
        "unpack, parse with serde_json, Value",
    ];
    for (name, sample) in names.iter().zip([generate, unpack, ignore, value]) {
        say(&format!(
            "{name:<44} {:>6.2} s {:>6.2} s {:>9.0} MB {:>8.1}",
            sample.wall,
            sample.cpu,
            sample.peak as f64 / 1e6,
            generate.wall / sample.wall
        ));
    }
    let parse = |sample: &Sample| generate.wall / (sample.wall - unpack.wall).max(1e-3);
    say(&format!(
        "{:.0} operations a second; {:.0} times as long as serde_json's IgnoredAny without unpacking, {:.1} times as long as its Value",
        operations as f64 / generate.wall,
        parse(ignore),
        parse(value)
    ));
}

/// The model and the files beside it as `.gz`, which is how botocore's wheels have them.
fn pack(model: &Model, into: &Path) -> Result<PathBuf, Failure> {
    let folder = into.join(&model.name);
    fs::create_dir_all(&folder)?;
    let mut packed = PathBuf::new();
    let beside: Vec<PathBuf> = if model.format == Format::Smithy {
        vec![model.path.clone()]
    } else {
        let all = fs::read_dir(model.path.parent().unwrap_or(Path::new(".")))?;
        all.map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?
    };
    for file in beside {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let target = folder.join(format!("{name}.gz"));
        if file == model.path {
            packed.clone_from(&target);
        }
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(&fs::read(&file)?)?;
        fs::write(&target, encoder.finish()?)?;
    }
    Ok(packed)
}

fn measured(mode: &str, task: &Path) -> Result<Sample, Failure> {
    let done = Command::new(std::env::current_exe()?)
        .arg("measured")
        .arg(mode)
        .arg(task)
        .output()?;
    if !done.status.success() {
        return Err(format!(
            "the measured process failed:\n{}",
            String::from_utf8_lossy(&done.stderr)
        )
        .into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

/// The measured process.
pub(crate) fn inside(mode: &str, task: &Path) -> Result<(), Failure> {
    let task: Task = serde_json::from_slice(&fs::read(task)?)?;
    fs::create_dir_all(&task.out)?;
    let before = cpu();
    let begun = Instant::now();
    let results = pool::quietly(task.threads, &task.models, |(model, choice)| match mode {
        "generate" => {
            let file = task.out.join(format!("{}.rs", model.ident()));
            choice
                .generator(model)
                .emit_to(&file)
                .map_err(|error| error.to_string())?;
            fs::metadata(&file)
                .map(|data| data.len())
                .map_err(|error| error.to_string())
        }
        _ => parse(mode, &model.path).map_err(|error| error.to_string()),
    });
    let wall = begun.elapsed().as_secs_f64();
    let mut produced = 0;
    for ((model, _), result) in task.models.iter().zip(results) {
        produced += result.map_err(|error| format!("{}: {error}", model.name))?;
    }
    let sample = Sample {
        wall,
        cpu: cpu() - before,
        peak: peak()?,
        produced,
    };
    say(&serde_json::to_string(&sample)?);
    Ok(())
}

fn parse(mode: &str, path: &Path) -> Result<u64, Failure> {
    let text = models::text(path)?;
    match mode {
        "ignore" => drop(serde_json::from_str::<serde::de::IgnoredAny>(&text)?),
        "value" => drop(serde_json::from_str::<serde_json::Value>(&text)?),
        _ => {}
    }
    Ok(text.len() as u64)
}

/// The peak of this process's resident memory, in bytes.
fn peak() -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    Ok(kilobytes.ok_or("no VmHWM in /proc/self/status")? * 1024)
}

/// The seconds that this process's threads have run, in steps of 10 ms (Linux counts a hundred a second).
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

//! All cases, by several workers, with an eye on time. Read by: main.

use std::collections::BTreeSet;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use fastrand::Rng;

use crate::case::{self, Case, Format, Target};
use crate::hostile::{self, Body};
use crate::{check, mutate};

/// What a worker's thread has of stack: a fourth of what threads have by default.
const STACK: usize = 512 * 1024;

/// Cases that are told apart by what came of them are mutated further, until there are so many.
const MOST_SEEDS: usize = 20_000;

/// A run of this time gives every operation every hostile body.
const LONG: Duration = Duration::from_secs(300);

struct Run {
    targets: Vec<Target>,
    seeds: Vec<Case>,
    bodies: [(Format, Vec<Body>); 3],
    keep: PathBuf,
    seconds: Duration,
    /// The next target of which the hostile cases are run.
    target: AtomicUsize,
    seed: AtomicU64,
    cases: AtomicU64,
    responses: AtomicU64,
    failed: AtomicUsize,
    /// The most memory for a byte of input, in hundredths, of inputs that are not small.
    most: AtomicU64,
    over: AtomicBool,
    working: Mutex<Vec<Option<(Instant, usize)>>>,
}

fn number(name: &str) -> Result<Option<u64>, String> {
    let Ok(text) = env::var(name) else {
        return Ok(None);
    };
    text.parse()
        .map(Some)
        .map_err(|_| format!("{name} is not a number: {text}"))
}

/// Runs one case that is named, or all.
pub fn everything() -> Result<(), String> {
    let keep = env::var_os("TINSMITH_FUZZ_KEEP")
        .map_or_else(|| "target/fuzz-readers".into(), PathBuf::from);
    fs::create_dir_all(&keep).map_err(|error| format!("{}: {error}", keep.display()))?;
    let seconds = number("TINSMITH_FUZZ_SECONDS")?.unwrap_or(60);
    let seed = number("TINSMITH_FUZZ_SEED")?.unwrap_or_else(|| u64::from(Rng::new().u32(..)));
    let (targets, seeds) = case::corpus()?;
    if let Some(path) = env::var_os("TINSMITH_FUZZ_CASE") {
        return replay(Path::new(&path), &targets);
    }
    let workers = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{} operations, {} responses, {workers} workers, seeds from {seed}",
        targets.len(),
        seeds.len()
    );
    let formats = [Format::Json, Format::Xml, Format::Cbor];
    let run = Run {
        targets,
        seeds,
        bodies: formats.map(|format| (format, hostile::bodies(format))),
        keep,
        seconds: Duration::from_secs(seconds),
        target: AtomicUsize::new(0),
        seed: AtomicU64::new(seed),
        cases: AtomicU64::new(0),
        responses: AtomicU64::new(0),
        failed: AtomicUsize::new(0),
        most: AtomicU64::new(0),
        over: AtomicBool::new(false),
        working: Mutex::new(vec![None; workers]),
    };
    thread::scope(|scope| -> Result<(), String> {
        let mut threads = Vec::new();
        for worker in 0..workers {
            let run = &run;
            let builder = thread::Builder::new().stack_size(STACK);
            threads.push(
                builder
                    .spawn_scoped(scope, move || run.work(worker))
                    .map_err(|error| error.to_string())?,
            );
        }
        while threads.iter().any(|thread| !thread.is_finished()) {
            thread::sleep(Duration::from_millis(200));
            run.watch();
        }
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| "a worker panicked".to_owned())?)
    })?;
    run.tell(seed)
}

fn replay(path: &Path, targets: &[Target]) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let case = Case::from_bytes(&bytes).ok_or("not a case")?;
    let target = targets.iter().find(|target| target.name == case.operation);
    let calls = target
        .ok_or_else(|| format!("no operation {}", case.operation))?
        .calls;
    let outcome = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || check::harmless(&case, calls))
        .map_err(|error| error.to_string())?
        .join();
    let outcome = outcome.map_err(|_| "the worker panicked".to_owned())??;
    println!(
        "{:?}, with {} bytes of memory",
        outcome.read, outcome.memory
    );
    Ok(())
}

impl Run {
    fn work(&self, worker: usize) -> Result<(), String> {
        let path = self.keep.join(format!("running-{worker}"));
        let file =
            fs::File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let watched = |case: &Case, hostile: bool| -> Result<Option<String>, String> {
            let bytes = case.to_bytes();
            // What ends the process leaves the case behind.
            file.write_all_at(&bytes, 0)
                .and_then(|()| file.set_len(bytes.len() as u64))
                .map_err(|error| format!("{}: {error}", path.display()))?;
            self.one(worker, case, hostile)
        };
        // A long run has time for all.
        let share = if self.seconds < LONG { 8 } else { 1 };
        loop {
            let index = self.target.fetch_add(1, Ordering::Relaxed);
            let Some(target) = self.targets.get(index) else {
                break;
            };
            let bodies = self
                .bodies
                .iter()
                .find(|(format, _)| *format == target.format);
            let bodies = bodies.map_or(&[][..], |(_, bodies)| bodies);
            for case in hostile::cases((index, share), target, bodies, &self.headers(target)) {
                watched(&case, true)?;
            }
        }
        let until = Instant::now() + self.seconds;
        let has_events = |seed: &&Case| {
            let is_it = |target: &Target| target.events && target.name == seed.operation;
            self.targets.iter().any(is_it)
        };
        let mut events: Vec<_> = self.seeds.iter().filter(has_events).cloned().collect();
        let mut seeds = self.seeds.clone();
        let mut seen = BTreeSet::new();
        while Instant::now() < until && !self.over.load(Ordering::Relaxed) {
            let mut rng = Rng::with_seed(self.seed.fetch_add(1, Ordering::Relaxed));
            // Operations with events are few, and have a format of their own.
            let from = if rng.u8(..8) == 0 && !events.is_empty() {
                &events
            } else {
                &seeds
            };
            let mut case = from[rng.usize(..from.len())].clone();
            let other = &from[rng.usize(..from.len())];
            mutate::case(&mut case, other, &self.targets, &mut rng);
            let outcome = watched(&case, false)?;
            if let Some(what) = outcome
                && seeds.len() < MOST_SEEDS
                && seen.insert((case.operation.clone(), what))
            {
                if has_events(&&case) {
                    events.push(case.clone());
                }
                seeds.push(case);
            }
        }
        drop(fs::remove_file(&path));
        Ok(())
    }

    /// The headers that mean something to an operation: those of its vectors, and those of every error.
    fn headers(&self, target: &Target) -> BTreeSet<&str> {
        let seeds = self
            .seeds
            .iter()
            .filter(|seed| seed.operation == target.name);
        let names = seeds.flat_map(|seed| seed.headers.iter().map(|(name, _)| name.as_str()));
        names
            .chain(["x-amzn-errortype", "x-amzn-query-error"])
            .collect()
    }

    /// Runs a case, and gives what tells it from others.
    fn one(&self, worker: usize, case: &Case, hostile: bool) -> Result<Option<String>, String> {
        let Some(target) = self
            .targets
            .iter()
            .find(|target| target.name == case.operation)
        else {
            return Ok(None);
        };
        let work = |now| {
            if let Ok(mut working) = self.working.lock() {
                working[worker] = now;
            }
        };
        work(Some((Instant::now(), case.size())));
        let outcome = check::harmless(case, target.calls);
        work(None);
        self.cases.fetch_add(1, Ordering::Relaxed);
        match outcome {
            Ok(outcome) => {
                self.responses
                    .fetch_add(u64::from(outcome.read.is_ok()), Ordering::Relaxed);
                if case.size() >= 4096 {
                    self.most
                        .fetch_max(outcome.memory * 100 / case.size() as u64, Ordering::Relaxed);
                }
                Ok((!hostile).then(|| signature(outcome.read)))
            }
            Err(what) => {
                let count = self.failed.fetch_add(1, Ordering::Relaxed);
                let path = self.keep.join(format!("failed-{}-{count}", process::id()));
                fs::write(&path, case.to_bytes()).map_err(|error| error.to_string())?;
                println!("{}: {what}; kept in {}", case.operation, path.display());
                self.over.store(count > 20, Ordering::Relaxed);
                Ok(None)
            }
        }
    }

    /// Ends the process if a case does not end.
    fn watch(&self) {
        let working = self
            .working
            .lock()
            .map(|working| working.clone())
            .unwrap_or_default();
        for (worker, work) in working.iter().enumerate() {
            if let Some((begun, size)) = work
                && begun.elapsed() > 20 * check::longest(*size)
            {
                let path = self.keep.join(format!("running-{worker}"));
                println!(
                    "{size} bytes take {:?} and more; kept in {}",
                    begun.elapsed(),
                    path.display()
                );
                process::exit(1);
            }
        }
    }

    fn tell(&self, seed: u64) -> Result<(), String> {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let failed = self.failed.load(Ordering::Relaxed);
        println!(
            "readers: {} hostile responses, seeds {seed} to {}: {} were read, {failed} did harm, at most {}.{:02} bytes of memory for a byte",
            count(&self.cases),
            count(&self.seed),
            count(&self.responses),
            count(&self.most) / 100,
            count(&self.most) % 100,
        );
        if failed == 0 {
            Ok(())
        } else {
            Err(format!("the cases are kept in {}", self.keep.display()))
        }
    }
}

/// What was read, in words without places and values, so that a new kind of outcome is noticed.
fn signature(read: Result<(), String>) -> String {
    let Err(error) = read else {
        return String::new();
    };
    let before = error.split(": \"").next().unwrap_or_default();
    before
        .chars()
        .filter(|letter| !letter.is_ascii_digit())
        .take(120)
        .collect()
}

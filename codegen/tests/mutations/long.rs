//! The long run: other seeds each time, real models, and a watch over time and memory. Read by: main.
//!
//! It does nothing in `cargo test`; `tests/full/run fuzz` sets the environment that it asks for.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use fastrand::Rng;

use super::corpus::{self, Model};
use super::{case, check, keys};

/// Larger models are generated from one operation at a time, so that there are more cases in the time.
const LARGE: usize = 400_000;

/// How long a case may take: several times what it takes in a debug build on a slow machine.
fn longest(bytes: usize) -> Duration {
    Duration::from_secs(20)
        + Duration::from_millis(20) * u32::try_from(bytes / 1024).unwrap_or(u32::MAX)
}

/// How much memory the cases that run may take together.
fn most_memory(bytes: usize) -> usize {
    (1 << 30) + 200 * bytes
}

/// Keeps the files of a case that failed.
pub(super) fn keep(model: &Path, name: &str) -> PathBuf {
    let to = target().join(name);
    fs::create_dir_all(&to).expect("a folder");
    let from = model.parent().expect("a folder");
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
    to
}

fn target() -> PathBuf {
    let named = env::var_os("TINSMITH_FUZZ_KEEP").map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz"))
}

/// What one worker is at.
#[derive(Clone)]
struct Work {
    model: PathBuf,
    bytes: usize,
    begun: Instant,
}

struct Run {
    models: Vec<PathBuf>,
    small: Vec<Model>,
    keys: Vec<String>,
    seed: AtomicU64,
    generated: AtomicUsize,
    refused: AtomicUsize,
    failed: AtomicUsize,
    over: AtomicBool,
    working: Mutex<Vec<Option<Work>>>,
}

#[test]
fn of_real_models_for_as_long_as_asked() {
    let Some(seconds) = env::var("TINSMITH_FUZZ_SECONDS").ok() else {
        println!("skipped: TINSMITH_FUZZ_SECONDS is not set");
        return;
    };
    let limit = Duration::from_secs(seconds.parse().expect("TINSMITH_FUZZ_SECONDS is a number"));
    let seed = env::var("TINSMITH_FUZZ_SEED").map_or_else(
        |_| Rng::new().u64(..) >> 32,
        |seed| seed.parse().expect("TINSMITH_FUZZ_SEED is a number"),
    );
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let small = corpus::small();
    let run = Run {
        models: corpus::real(),
        keys: keys(&small),
        small,
        seed: AtomicU64::new(seed),
        generated: AtomicUsize::new(0),
        refused: AtomicUsize::new(0),
        failed: AtomicUsize::new(0),
        over: AtomicBool::new(false),
        working: Mutex::new(vec![None; workers]),
    };
    println!(
        "{} real models, {workers} workers, seeds from {seed}",
        run.models.len()
    );
    let begun = Instant::now();
    thread::scope(|scope| {
        for worker in 0..workers {
            let run = &run;
            scope.spawn(move || {
                while !run.over.load(Ordering::Relaxed) {
                    one(run, worker);
                }
            });
        }
        while begun.elapsed() < limit {
            thread::sleep(Duration::from_millis(200));
            watch(&run);
        }
        run.over.store(true, Ordering::Relaxed);
        while run
            .working
            .lock()
            .expect("no worker panics")
            .iter()
            .any(Option::is_some)
        {
            thread::sleep(Duration::from_millis(50));
            watch(&run);
        }
    });
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    let (generated, refused, failed) = (
        count(&run.generated),
        count(&run.refused),
        count(&run.failed),
    );
    let to = run.seed.load(Ordering::Relaxed);
    println!(
        "{} cases, seeds {seed} to {to}: {generated} gave code, {refused} an error, {failed} failed",
        generated + refused + failed
    );
    assert_eq!(failed, 0, "the cases are kept in {}", target().display());
}

/// Makes and checks a case.
fn one(run: &Run, worker: usize) {
    let seed = run.seed.fetch_add(1, Ordering::Relaxed);
    let mut rng = Rng::with_seed(seed);
    let read = |rng: &mut Rng| match rng.choice(&run.models) {
        Some(path) if rng.usize(0..3) > 0 => Model::read(path),
        _ => rng.choice(&run.small).expect("a model").clone(),
    };
    let model = read(&mut rng);
    let other = rng.choice(&run.small).expect("a model");
    let mut case = case(&model, other.text(), &run.keys, seed);
    let bytes = case.files.iter().map(|(_, text)| text.len()).sum();
    if bytes > LARGE && case.way.operation.is_none() {
        case.way.operation = rng.choice(model.operations());
    }
    let path = check::write(&target().join(format!("running-{worker}")), &case.files);
    let work = |work| run.working.lock().expect("no worker panics")[worker] = work;
    work(Some(Work {
        model: path.clone(),
        bytes,
        begun: Instant::now(),
    }));
    let counter = match check::holds(&path, &case.way) {
        Ok(true) => &run.generated,
        Ok(false) => &run.refused,
        Err(what) => {
            println!(
                "seed {seed}: {what}, with {:?}; kept in {}",
                case.way,
                keep(&path, &format!("seed-{seed}")).display()
            );
            &run.failed
        }
    };
    counter.fetch_add(1, Ordering::Relaxed);
    work(None);
}

/// Ends the process if a case takes too much; what ran is left where it is.
fn watch(run: &Run) {
    let working = run.working.lock().expect("no worker panics").clone();
    let bytes = working.iter().flatten().map(|work| work.bytes).sum();
    let memory = memory();
    for work in working.iter().flatten() {
        let time = work.begun.elapsed();
        if time > longest(work.bytes) || memory > most_memory(bytes) {
            let kept = keep(&work.model, &format!("bounds-{}", process::id()));
            println!(
                "{} bytes: {time:?} and {} MiB are too much; kept in {}",
                work.bytes,
                memory >> 20,
                kept.display()
            );
            process::exit(1);
        }
    }
}

/// The memory that the process has now, where the system says it in Linux's way.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}

/// Runs a case again, in every way: `TINSMITH_FUZZ_CASE` names its model.
#[test]
fn replay() {
    let Some(model) = env::var_os("TINSMITH_FUZZ_CASE") else {
        println!("skipped: TINSMITH_FUZZ_CASE is not set");
        return;
    };
    let model = PathBuf::from(model);
    check::every_way(&model).unwrap_or_else(|what| panic!("{}: {what}", model.display()));
}

//! Goes through the models, one thread and one process of botocore for each core. Called by: main.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tinsmith::codegen::Protocol;
use tinsmith_codegen::{Emit, Generator};

use crate::cases::{Case, Kind};
use crate::emitted;
use crate::listed::{Listed, Unlisted};
use crate::model::Operation;
use crate::telegraph;
use crate::worker::{Job, Worker};

/// What is asked for.
pub struct Options {
    data: PathBuf,
    worker: String,
    unlisted: PathBuf,
    /// Where the models of the test itself go.
    own: PathBuf,
    /// One of so many operations.
    every: usize,
    /// These services only, if any.
    services: Vec<String>,
}

impl Options {
    pub fn from_arguments() -> Self {
        let mut arguments = std::env::args().skip(1);
        let mut next = || arguments.next().unwrap_or_default();
        let [data, worker, unlisted] = [next(), next(), next()];
        let every = std::env::var("TINSMITH_DIFFERENTIAL_EVERY");
        let unlisted = PathBuf::from(unlisted);
        Self {
            data: data.into(),
            worker,
            own: unlisted.with_file_name("differential-models"),
            unlisted,
            every: every.ok().and_then(|every| every.parse().ok()).unwrap_or(1),
            services: arguments.collect(),
        }
    }
}

/// What was done.
#[derive(Default)]
struct Tally {
    models: usize,
    /// Operations that were chosen, and those of them that were compared.
    asked: usize,
    operations: usize,
    /// Operations of the test's own models that were compared.
    own: usize,
    requests: usize,
    responses: usize,
    errors: usize,
    /// Streams of events, and the operations that have one.
    streams: usize,
    streaming: usize,
    listed: usize,
    unlisted: Unlisted,
    failed: Vec<String>,
}

impl Tally {
    /// Compares a case.
    fn add(&mut self, case: &Case, operation: &'static Operation, listed: &Listed) {
        match case.kind {
            Kind::Request(_) => self.requests += 1,
            Kind::Response(_) => self.responses += 1,
            Kind::Error(_) => self.errors += 1,
            Kind::Events(_) => self.streams += 1,
        }
        for difference in case.differences(operation) {
            self.add_fact(&case.name, &difference, listed);
        }
    }

    /// Compares a fact of a model.
    fn add_fact(&mut self, name: &str, difference: &str, listed: &Listed) {
        if listed.covers(name, difference) {
            self.listed += 1;
        } else {
            self.unlisted.add(name, difference);
        }
    }

    fn merge(&mut self, other: Self) {
        self.models += other.models;
        self.asked += other.asked;
        self.operations += other.operations;
        self.own += other.own;
        self.requests += other.requests;
        self.responses += other.responses;
        self.errors += other.errors;
        self.streams += other.streams;
        self.streaming += other.streaming;
        self.listed += other.listed;
        self.unlisted.merge(other.unlisted);
        self.failed.extend(other.failed);
    }
}

/// A model of a tree.
struct Model {
    data: PathBuf,
    service: String,
    version: String,
    size: u64,
}

/// Goes through all models; whether all is as it should be.
pub fn all(options: &Options) -> Result<bool, String> {
    let listed = Listed::read()?;
    let models = models(options)?;
    let next = AtomicUsize::new(0);
    let total = Mutex::new(Tally::default());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads.min(models.len()) {
            scope.spawn(|| {
                let mut tally = Tally::default();
                if let Err(error) = some(options, &listed, &models, &next, &mut tally) {
                    tally.failed.push(error);
                }
                if let Ok(mut total) = total.lock() {
                    total.merge(tally);
                }
            });
        }
    });
    let total = total.into_inner().map_err(|error| error.to_string())?;
    report(options, &listed, &total)
}

/// Takes models until there are no more.
fn some(
    options: &Options,
    listed: &Listed,
    models: &[Model],
    next: &AtomicUsize,
    tally: &mut Tally,
) -> Result<(), String> {
    let mut worker = Worker::start(&options.worker, &options.own)?;
    while let Some(model) = models.get(next.fetch_add(1, Ordering::Relaxed)) {
        if let Err(error) = one(options, listed, model, &mut worker, tally) {
            let Model {
                service, version, ..
            } = model;
            tally.failed.push(format!("{service}/{version}: {error}"));
            // The rest of this model's cases is still on its way.
            worker = Worker::start(&options.worker, &options.own)?;
        }
    }
    worker.finish()
}

/// One model.
fn one(
    options: &Options,
    listed: &Listed,
    model: &Model,
    worker: &mut Worker,
    tally: &mut Tally,
) -> Result<(), String> {
    let names = chosen(options, model)?;
    let is_own = model.data == options.own;
    if !is_own {
        tally.models += 1;
        tally.asked += names.len();
    }
    if names.is_empty() {
        return Ok(());
    }
    let files = generator(model)
        .operations(names.iter().cloned())
        .generate()
        .map_err(|error| error.to_string())?;
    let (_, text) = files.iter().next().ok_or("no file")?;
    let emitted = emitted::read(text)?;
    let count = emitted.operations.len();
    if count != names.len() {
        return Err(format!("{count} of {} operations in the code", names.len()));
    }
    let operations: &'static [Operation] = Box::leak(emitted.operations.into_boxed_slice());
    let job = Job {
        service: &model.service,
        version: &model.version,
        operations: &names,
        unions: &emitted.unions,
    };
    let theirs = worker.run(&job, |case| {
        let operation = operations
            .iter()
            .find(|operation| operation.info.name == case.operation)
            .ok_or_else(|| format!("no operation {}", case.operation))?;
        tally.add(case, operation, listed);
        Ok(())
    })?;
    if is_own {
        tally.own += count;
    } else {
        tally.operations += count;
    }
    tally.streaming += operations
        .iter()
        .filter(|operation| operation.events.is_some())
        .count();
    for shape in &theirs.structures {
        let name = format!(
            "shape::{}::{}/{}::{shape}",
            theirs.protocol, model.service, model.version
        );
        tally.add_fact(&name, "kind: botocore has a structure, we a union", listed);
    }
    let ours = emitted.service.protocol;
    if theirs.protocol == name_in_botocore(ours) {
        Ok(())
    } else {
        Err(format!("botocore speaks {}, we {ours:?}", theirs.protocol))
    }
}

fn generator(model: &Model) -> Generator {
    Generator::new(&model.data)
        .service(format!("{}/{}", model.service, model.version))
        .emit(Emit::Operations)
}

/// The names of the operations that are to be compared.
fn chosen(options: &Options, model: &Model) -> Result<Vec<String>, String> {
    let all = generator(model).list();
    let all = all.map_err(|error| error.to_string())?;
    let mut names = Vec::new();
    for (index, operation) in all.into_iter().enumerate() {
        if (index + model.service.len()).is_multiple_of(options.every) {
            names.push(operation.name);
        }
    }
    Ok(names)
}

fn name_in_botocore(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => "json",
        Protocol::RestJson1 => "rest-json",
        Protocol::RestXml => "rest-xml",
        Protocol::AwsQuery => "query",
        Protocol::Ec2Query => "ec2",
        Protocol::RpcV2Cbor => "smithy-rpc-v2-cbor",
    }
}

/// Prints what was found; whether all is as it should be.
fn report(options: &Options, listed: &Listed, total: &Tally) -> Result<bool, String> {
    let mut text = String::new();
    for (count, kind, cases) in total.unlisted.kinds() {
        let _ = writeln!(text, "{count} × {kind}");
        for case in cases {
            let _ = writeln!(text, "    {case}");
        }
    }
    fs::write(&options.unlisted, &text).map_err(|error| error.to_string())?;
    for line in text.lines().take(120) {
        let short: String = line.chars().take(400).collect();
        println!("{short}");
    }
    let whole = options.every == 1 && options.services.is_empty();
    let mut unmet = 0;
    for (count, entry) in listed.uses() {
        println!("{count} × listed: {entry}");
        unmet += usize::from(count == 0 && whole);
    }
    for failed in &total.failed {
        println!("FAILED {failed}");
    }
    println!(
        "{}/{} operations of {} models and {} of models of the test's own, {} requests, {} responses, {} errors \
         and {} event streams of {} operations compared, \
         {} differences by {} listed reasons, {} unlisted",
        total.operations,
        total.asked,
        total.models,
        total.own,
        total.requests,
        total.responses,
        total.errors,
        total.streams,
        total.streaming,
        total.listed,
        listed.count(),
        total.unlisted.count(),
    );
    if unmet > 0 {
        println!("{unmet} listed reasons were not met: take them out");
    }
    Ok(total.unlisted.count() == 0 && total.failed.is_empty() && unmet == 0)
}

/// All models, the largest first.
fn models(options: &Options) -> Result<Vec<Model>, String> {
    telegraph::write(&options.own)?;
    let mut models = Vec::new();
    for data in [&options.data, &options.own] {
        for service in folders(data)? {
            if !options.services.is_empty() && !options.services.contains(&service) {
                continue;
            }
            for version in folders(&data.join(&service))? {
                models.extend(model(data, &service, version)?);
            }
        }
    }
    models.sort_by_key(|model| std::cmp::Reverse(model.size));
    if models.is_empty() {
        Err("no models".to_owned())
    } else {
        Ok(models)
    }
}

/// The model of a service's version, if there is one.
fn model(data: &Path, service: &str, version: String) -> Result<Option<Model>, String> {
    let folder = data.join(service).join(&version);
    let file = fs::read_dir(&folder)
        .map_err(|error| error.to_string())?
        .filter_map(Result::ok)
        .find(|file| {
            let name = file.file_name();
            name.to_string_lossy().starts_with("service-2.json")
        });
    Ok(file.map(|file| Model {
        data: data.to_owned(),
        service: service.to_owned(),
        version,
        size: file.metadata().map_or(0, |facts| facts.len()),
    }))
}

/// The names of the folders in a folder.
fn folders(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

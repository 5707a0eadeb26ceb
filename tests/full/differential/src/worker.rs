//! The process that asks botocore: `worker.py`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;
use serde_json::json;

use crate::cases::Case;

/// A running process.
pub struct Worker {
    child: Child,
    /// None once it is to end.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    line: String,
}

/// What to ask for: operations of a model, which are taken to have these unions, also where botocore's model has structures.
pub struct Job<'a> {
    pub service: &'a str,
    pub version: &'a str,
    pub operations: &'a [String],
    pub unions: &'a [&'static str],
}

/// What botocore's model of the job's service is like.
#[derive(Deserialize)]
pub struct Theirs {
    /// The protocol that botocore speaks with the service.
    pub protocol: String,
    /// The job's unions that are structures there.
    pub structures: Vec<String>,
}

/// What comes back.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Case(Box<Case>),
    Theirs(Theirs),
    End { end: End },
}

/// How a job ended.
#[derive(Deserialize)]
struct End {
    failed: Option<String>,
    #[serde(default)]
    unused: Vec<(String, String)>,
}

impl Worker {
    /// Starts the script in the Python that `TINSMITH_PYTHON` names; `own` has models beside botocore's.
    pub fn start(script: &str, own: &Path) -> Result<Self, String> {
        let python = std::env::var("TINSMITH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let child = Command::new(&python)
            .arg(script)
            .arg(own)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| format!("{python}: {error}"))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self {
                child,
                input: Some(input),
                output: BufReader::with_capacity(1 << 20, output),
                line: String::new(),
            }),
            _ => Err("a process without pipes".to_owned()),
        }
    }

    /// Gives `each` every case of the operations.
    pub fn run(
        &mut self,
        job: &Job<'_>,
        mut each: impl FnMut(&Case) -> Result<(), String>,
    ) -> Result<Theirs, String> {
        let Job {
            service,
            version,
            operations,
            unions,
        } = job;
        let job = json!({"service": service, "version": version, "operations": operations, "unions": unions});
        let input = self.input.as_mut().ok_or("the worker was let go")?;
        writeln!(input, "{job}").map_err(|error| format!("the worker: {error}"))?;
        let mut theirs = None;
        loop {
            self.line.clear();
            let read = self.output.read_line(&mut self.line);
            if read.map_err(|error| format!("the worker: {error}"))? == 0 {
                return Err("the worker ended".to_owned());
            }
            let line: Line = serde_json::from_str(&self.line)
                .map_err(|error| format!("the worker wrote {:.200}: {error}", self.line))?;
            match line {
                Line::Case(case) => each(&case)?,
                Line::Theirs(found) => theirs = Some(found),
                Line::End { end } => {
                    return match (end.failed, end.unused.as_slice()) {
                        (Some(failed), _) => Err(failed),
                        (None, []) => theirs.ok_or_else(|| "nothing of the model".to_owned()),
                        (None, unused) => Err(format!("no case uses {unused:?}")),
                    };
                }
            }
        }
    }

    /// Lets the process end.
    pub fn finish(mut self) -> Result<(), String> {
        self.input = None;
        let status = self.child.wait().map_err(|error| error.to_string())?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("the worker: {status}"))
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // One that has ended by itself is beyond that, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

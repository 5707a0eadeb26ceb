//! Runs the example as a process of its own. Read by: the tests.

use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::library::always;
use crate::server::Answer;

/// How long a run may take before it counts as hanging. No test waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code.
    pub(crate) code: i32,
    /// All of standard output.
    pub(crate) stdout: String,
    /// All of standard error.
    pub(crate) stderr: String,
}

impl Outcome {
    /// Standard output of a run that ended well.
    pub(crate) fn table(&self) -> &str {
        assert_eq!((self.code, &*self.stderr), (0, ""), "{self:?}");
        &self.stdout
    }

    /// The one line on standard error of a run that ended with this code, without the line's end.
    pub(crate) fn complaint(&self, code: i32) -> &str {
        assert_eq!((self.code, &*self.stdout), (code, ""), "{self:?}");
        assert!(self.stderr.ends_with('\n'), "no whole line: {self:?}");
        let line = self.stderr.strip_suffix('\n').unwrap_or_default();
        assert!(!line.contains(['\n', '\r']), "more than one line: {self:?}");
        assert!(!line.contains("panicked"), "{self:?}");
        line
    }
}

/// Runs the example with these arguments, and with nothing in its environment but credentials.
pub(crate) fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Outcome {
    run_with(arguments, &CREDENTIALS)
}

/// The line that the example complains with when it gets this answer to every attempt.
pub(crate) fn complaint_about(answer: Answer) -> String {
    complaint_at(&always(answer).url(), &[])
}

/// The line that the example complains with, called with an endpoint URL and more arguments.
pub(crate) fn complaint_at(url: &str, more: &[&str]) -> String {
    let arguments = ["--region", "us-west-2", "--endpoint-url", url];
    run(arguments.into_iter().chain(more.iter().copied()))
        .complaint(1)
        .to_owned()
}

/// What the example signs with in these tests: the example credentials of AWS's documentation.
pub(crate) const CREDENTIALS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    (
        "AWS_SECRET_ACCESS_KEY",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
];

/// Runs the example with these arguments and exactly these environment variables.
pub(crate) fn run_with<'a>(
    arguments: impl IntoIterator<Item = &'a str>,
    environment: &[(&str, &str)],
) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_describe_continuous_exports"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cargo has built the example");
    let stdout = read_aside(child.stdout.take());
    let stderr = read_aside(child.stderr.take());

    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the process is our child") {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().expect("the process is our child");
        }
        thread::sleep(Duration::from_millis(5));
    };
    let text = |reader: JoinHandle<String>| reader.join().expect("reading a pipe does not panic");
    Outcome {
        code: status.code().expect("the example ends by itself, in time"),
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

/// Reads a pipe to its end in a thread of its own, so that a full pipe never stops the process.
fn read_aside(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        }
        String::from_utf8(bytes).expect("the example writes UTF-8")
    })
}

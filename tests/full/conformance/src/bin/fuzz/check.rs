//! Whether a case does no harm. Read by: run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use conformance::generated::Calls;
use rustix::time::{ClockId, clock_gettime};

use crate::case::Case;

/// How much memory a case may take at once. A byte or two of a body can be a whole structure of some hundred bytes, and a
/// list that grows holds itself three times over for a moment.
pub fn most_memory(bytes: usize) -> u64 {
    64 * 1024 + 600 * bytes as u64
}

/// How much of a processor's time a case may take: many times what a careful reader takes, far less than one does whose
/// time grows with the square.
pub fn longest(bytes: usize) -> Duration {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    Duration::from_millis(100) + Duration::from_micros(2) * bytes
}

/// What the thread has had of a processor, which other programs on the machine do not change.
fn clock() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        now.tv_sec.unsigned_abs(),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    )
}

/// What came of a case.
pub struct Outcome {
    /// What was read, or why nothing was.
    pub read: Result<(), String>,
    /// The most memory that was held at once.
    pub memory: u64,
}

/// Reads the case; the error says what harm it did.
pub fn harmless(case: &Case, calls: Calls) -> Result<Outcome, String> {
    let response = case.response();
    let mut read = None;
    let begun = clock();
    let memory = allocation_counter::measure(|| {
        read = Some(catch_unwind(AssertUnwindSafe(|| (calls.parse)(&response))));
    });
    let time = clock().saturating_sub(begun);
    let Some(Ok(read)) = read else {
        return Err("a panic".into());
    };
    let (size, memory) = (case.size(), memory.bytes_max);
    if memory > most_memory(size) {
        return Err(format!("{memory} bytes of memory for {size} bytes"));
    }
    if time > longest(size) {
        return Err(format!("{time:?} for {size} bytes"));
    }
    Ok(Outcome { read, memory })
}

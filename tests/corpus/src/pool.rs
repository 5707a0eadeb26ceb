//! Work on a list by a few threads, with progress. Used by every step.

use std::io::{IsTerminal as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::say;

/// How many items are worked on at once.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// As [`each`], without a word.
pub(crate) fn quietly<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> Result<R, String> + Sync,
) -> Vec<Result<R, String>> {
    spread(threads, items, work, |_, _| {})
}

/// What `work` gives for each item, in the items' order; a panic is an error with its message.
///
/// `about` has an item's name, by which its failure is reported at once, and what it costs in comparison with the
/// others, from which the time left is told.
pub(crate) fn each<T: Sync, R: Send>(
    label: &str,
    threads: usize,
    items: &[T],
    about: impl Fn(&T) -> (&str, u64) + Sync,
    work: impl Fn(&T) -> Result<R, String> + Sync,
) -> Vec<Result<R, String>> {
    let of_weight = items.iter().map(|item| about(item).1).sum();
    let progress = Mutex::new(Progress::new(label, of_weight, items.len()));
    spread(threads, items, work, |item, result| {
        let (name, weight) = about(item);
        if let Ok(mut progress) = progress.lock() {
            if let Err(error) = result {
                say_failed(name, error);
            }
            progress.done(weight, result.is_err());
        }
    })
}

fn spread<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> Result<R, String> + Sync,
    done: impl Fn(&T, &Result<R, String>) + Sync,
) -> Vec<Result<R, String>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result<R, String>>>> =
        items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..threads.min(items.len()).max(1) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let result =
                        catch_unwind(AssertUnwindSafe(|| work(item))).unwrap_or_else(|panic| {
                            Err(format!("panicked: {}", message(panic.as_ref())))
                        });
                    done(item, &result);
                    if let Ok(mut slot) = results[index].lock() {
                        *slot = Some(result);
                    }
                }
            });
        }
    });
    results
        .into_iter()
        .map(|slot| {
            let slot = slot
                .into_inner()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            slot.unwrap_or_else(|| Err("was not reached".to_owned()))
        })
        .collect()
}

/// How much of a message is shown; the step's file of failures has all of it.
const SHOWN_LINES: usize = 12;

fn say_failed(name: &str, error: &str) {
    let begin: Vec<&str> = error.lines().take(SHOWN_LINES).collect();
    say(&format!("FAILED {name}: {}", begin.join("\n    ")));
}

fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

/// What has been done, shown on one line of a terminal, or on a line of its own twice a minute.
struct Progress {
    label: String,
    begun: Instant,
    shown: Instant,
    weight: u64,
    of_weight: u64,
    count: usize,
    of: usize,
    failed: usize,
}

impl Progress {
    fn new(label: &str, of_weight: u64, of: usize) -> Self {
        Self {
            label: label.to_owned(),
            begun: Instant::now(),
            shown: Instant::now(),
            weight: 0,
            of_weight: of_weight.max(1),
            count: 0,
            of,
            failed: 0,
        }
    }

    fn done(&mut self, weight: u64, failed: bool) {
        self.weight += weight;
        self.count += 1;
        self.failed += usize::from(failed);
        let mut err = std::io::stderr();
        let (every, ends) = if err.is_terminal() {
            (Duration::from_millis(200), '\r')
        } else {
            (Duration::from_secs(30), '\n')
        };
        let last = self.count == self.of;
        if self.shown.elapsed() < every && !last {
            return;
        }
        self.shown = Instant::now();
        let took = self.begun.elapsed().as_secs_f64();
        let left = took * (self.of_weight - self.weight) as f64 / self.weight.max(1) as f64;
        let failed = if self.failed == 0 {
            String::new()
        } else {
            format!(", {} failed", self.failed)
        };
        let ends = if last { '\n' } else { ends };
        // Progress is no result: a closed pipe must not end the run.
        let _ = write!(
            err,
            "{}: {}/{}{failed}, {took:.0} s, {left:.0} s left   {ends}",
            self.label, self.count, self.of
        );
    }
}

#[cfg(test)]
mod tests {
    use super::quietly;

    #[test]
    fn results_are_in_order_and_a_panic_is_one_items_error() {
        let items: Vec<u32> = (0..100).collect();
        let results = quietly(3, &items, |&item| match item {
            7 => panic!("seven"),
            8 => Err("eight".to_owned()),
            _ => Ok(item),
        });
        for (item, result) in items.iter().zip(results) {
            let expected = match item {
                7 => Err("panicked: seven".to_owned()),
                8 => Err("eight".to_owned()),
                _ => Ok(*item),
            };
            assert_eq!(result, expected);
        }
    }
}

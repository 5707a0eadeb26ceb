//! Times several ways to do one thing, in turns, so that what else the machine does falls on all alike. Read by: main.rs.

use std::time::{Duration, Instant};

/// How long one sample is at least.
const SAMPLE: Duration = Duration::from_millis(4);
/// How many samples each contestant gives; the median counts.
const SAMPLES: usize = 41;

/// One way to do it.
pub struct Contestant<'a> {
    name: &'a str,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Contestant<'a> {
    /// A way with a name; what `run` gives is kept from being optimised away.
    pub fn new<T>(name: &'a str, mut run: impl FnMut() -> T + 'a) -> Self {
        Self {
            name,
            run: Box::new(move || drop(std::hint::black_box(run()))),
        }
    }

    fn sample(&mut self, times: u32) -> Duration {
        let begun = Instant::now();
        for _ in 0..times {
            (self.run)();
        }
        begun.elapsed() / times
    }
}

/// Prints a row for each contestant: the median, the fastest and the ratio of its median to the first one's.
pub fn compare(what: &str, mut contestants: Vec<Contestant<'_>>) {
    let times: Vec<u32> = contestants.iter_mut().map(iterations).collect();
    let mut samples = vec![Vec::with_capacity(SAMPLES); contestants.len()];
    for _ in 0..SAMPLES {
        for (index, contestant) in contestants.iter_mut().enumerate() {
            samples[index].push(contestant.sample(times[index]));
        }
    }
    let mut first = None;
    for (contestant, samples) in contestants.iter().zip(&mut samples) {
        samples.sort_unstable();
        let median = samples[SAMPLES / 2];
        let ratio = median.as_secs_f64() / first.get_or_insert(median).as_secs_f64();
        println!(
            "{what:<32} {:<26} {:>12} {:>12} {ratio:>8.2}",
            contestant.name,
            micros(median),
            micros(samples[0])
        );
    }
    println!();
}

/// How often to run so that a sample is long enough.
fn iterations(contestant: &mut Contestant<'_>) -> u32 {
    let mut times = 1;
    while contestant.sample(times) * times < SAMPLE {
        times *= 2;
    }
    times
}

fn micros(duration: Duration) -> String {
    format!("{:.2} µs", duration.as_secs_f64() * 1e6)
}

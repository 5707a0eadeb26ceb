//! Times several ways to do one thing, in turns and in time of the thread's own, so that what else the machine does falls on all
//! alike and is not counted. Read by: ../wire, ../protocols.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;

/// How long one sample is at least.
const SAMPLE: Duration = Duration::from_millis(4);
/// How many samples each contestant gives; the median counts.
const SAMPLES: usize = 41;
/// How many inputs are made at once where a run uses its input up: few enough to stay in the cache.
const BATCH: u32 = 64;

/// One way to do it.
pub struct Contestant<'a> {
    name: &'a str,
    /// Runs so many times; how long that took.
    run: Box<dyn FnMut(u32) -> Duration + 'a>,
    goal: Option<f64>,
}

impl<'a> Contestant<'a> {
    /// A way with a name; what `run` gives is kept from being optimised away.
    pub fn new<T>(name: &'a str, mut run: impl FnMut() -> T + 'a) -> Self {
        Self::timed(name, move |times| {
            let begun = ThreadTime::now();
            for _ in 0..times {
                drop(black_box(run()));
            }
            begun.elapsed()
        })
    }

    /// A way that uses its input up. What makes the input is not timed.
    pub fn with_input<I, T>(
        name: &'a str,
        mut input: impl FnMut() -> I + 'a,
        mut run: impl FnMut(I) -> T + 'a,
    ) -> Self {
        Self::timed(name, move |times| {
            let mut taken = Duration::ZERO;
            let mut left = times;
            while left > 0 {
                let inputs: Vec<I> = (0..left.min(BATCH)).map(|_| input()).collect();
                left -= inputs.len() as u32;
                let begun = ThreadTime::now();
                for input in inputs {
                    drop(black_box(run(black_box(input))));
                }
                taken += begun.elapsed();
            }
            taken
        })
    }

    fn timed(name: &'a str, run: impl FnMut(u32) -> Duration + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
            goal: None,
        }
    }

    /// Says that it should take at least so many times as long as the first contestant.
    pub fn goal(mut self, ratio: f64) -> Self {
        self.goal = Some(ratio);
        self
    }

    /// The mean of one sample. A run that is not counted goes before it, so that nobody pays for what the one before has left in
    /// the caches and on the heap, memory that it gave back to the system above all.
    pub fn sample(&mut self, times: u32) -> Duration {
        (self.run)(1);
        (self.run)(times) / times
    }

    /// How often to run so that a sample is long enough.
    pub fn times(&mut self) -> u32 {
        let mut times = 1;
        while (self.run)(times) < SAMPLE {
            times *= 2;
        }
        times
    }
}

/// Prints what the columns are.
pub fn header() {
    println!(
        "{:<40} {:<26} {:>12} {:>12} {:>8} {:>10}",
        "what", "who", "median", "fastest", "ratio", "goal"
    );
}

/// Prints a row for each contestant: the median, the fastest, the ratio of its median to the first one's, and whether that is
/// what it should be. Gives the rows where it is not.
pub fn compare(what: &str, mut contestants: Vec<Contestant<'_>>) -> Vec<String> {
    let times: Vec<u32> = contestants.iter_mut().map(Contestant::times).collect();
    let mut samples = vec![Vec::with_capacity(SAMPLES); contestants.len()];
    for _ in 0..SAMPLES {
        for (index, contestant) in contestants.iter_mut().enumerate() {
            samples[index].push(contestant.sample(times[index]));
        }
    }
    let mut first = None;
    let mut missed = Vec::new();
    for (contestant, samples) in contestants.iter().zip(&mut samples) {
        samples.sort_unstable();
        let median = samples[SAMPLES / 2];
        let ratio = median.as_secs_f64() / first.get_or_insert(median).as_secs_f64();
        let goal = contestant.goal.map_or(String::new(), |goal| {
            if ratio < goal {
                missed.push(format!(
                    "{what}: {} {ratio:.2}, not {goal:.2}",
                    contestant.name
                ));
            }
            format!("{goal:.2} {}", if ratio < goal { "no" } else { "yes" })
        });
        println!(
            "{what:<40} {:<26} {:>12} {:>12} {ratio:>8.2} {goal:>10}",
            contestant.name,
            micros(median),
            micros(samples[0])
        );
    }
    println!();
    missed
}

fn micros(duration: Duration) -> String {
    format!("{:.2} µs", duration.as_secs_f64() * 1e6)
}

//! Several problems at once. Read by every stage that looks on after it has found one.

use super::{Error, Problem};

/// Nobody reads more problems at once, and a model can have one in each of its shapes.
const MOST_PROBLEMS: usize = 100;

/// Collects problems, so that one run reports all of them.
#[derive(Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
    stopped: bool,
}

impl Problems {
    /// Adds a problem, or all of an error's.
    pub(crate) fn push(&mut self, error: impl Into<Error>) {
        for problem in error.into().into_problems() {
            if self.are_enough() {
                return;
            }
            self.found.push(problem);
        }
    }

    /// Whether so many were found that it is time to stop looking.
    pub(crate) fn are_enough(&mut self) -> bool {
        self.stopped |= self.found.len() >= MOST_PROBLEMS;
        self.stopped
    }

    /// Keeps the problems of a failed result, and gives the value of a good one.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Fails if there is a problem.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let last = self.stopped.then(|| {
            Problem::model(format!(
                "more than {MOST_PROBLEMS} problems: looked no further"
            ))
        });
        let mut problems = self.found.into_iter().chain(last);
        match problems.next() {
            Some(first) => Err(Error {
                first: Box::new(first),
                rest: problems.collect(),
            }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_end_to_problems_and_to_their_texts() {
        let mut problems = Problems::default();
        for number in 0..100_000 {
            problems.push(Problem::model(format!("{number}{}", "x".repeat(5000))));
        }
        let error = problems.finish().unwrap_err();
        let messages: Vec<_> = error.messages().collect();
        assert_eq!(messages.len(), 101);
        assert_eq!(messages[100], "more than 100 problems: looked no further");
        assert_eq!(messages[0].chars().count(), 2001);
        assert!(messages[0].ends_with("x…"));
    }
}

//! One thing that several do: first once, to compare what they have done, then again and again. Read by: `services`.

use timer::Contestant;

use crate::Failure;

/// The contestants of one thing; the first is tinsmith.
pub struct Row<'a> {
    what: String,
    contestants: Vec<Contestant<'a>>,
    content: Option<String>,
}

impl<'a> Row<'a> {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            contestants: Vec::new(),
            content: None,
        }
    }

    /// Adds a contestant, whose `content` must be that of the others.
    pub fn add<T>(
        &mut self,
        name: &'a str,
        run: impl Fn() -> Result<T, Failure> + 'a,
        content: impl FnOnce(T) -> String,
    ) -> Result<(), Failure> {
        self.check(name, content(run()?))?;
        self.contestants.push(Contestant::new(name, run));
        Ok(())
    }

    /// Adds a contestant that uses its input up.
    #[cfg(feature = "sdk")]
    pub fn add_with_input<I, T>(
        &mut self,
        name: &'a str,
        input: impl Fn() -> I + 'a,
        run: impl Fn(I) -> Result<T, Failure> + 'a,
        content: impl FnOnce(T) -> String,
    ) -> Result<(), Failure> {
        self.check(name, content(run(input())?))?;
        self.contestants
            .push(Contestant::with_input(name, input, run));
        Ok(())
    }

    /// Adds a parser that only counts, and that must find something; and how long it should take, in times of tinsmith's.
    pub fn limit(
        &mut self,
        name: &'a str,
        goal: Option<f64>,
        run: impl Fn() -> Result<usize, Failure> + 'a,
    ) -> Result<(), Failure> {
        if run()? == 0 {
            return Err(format!("{}: {name} finds nothing", self.what).into());
        }
        self.contestants.push(Contestant::new(name, run));
        if let Some(goal) = goal {
            self.goal(goal);
        }
        Ok(())
    }

    /// Says how many times as long as tinsmith the last contestant should take, at least.
    pub fn goal(&mut self, ratio: f64) {
        if let Some(last) = self.contestants.pop() {
            self.contestants.push(last.goal(ratio));
        }
    }

    /// Times all of them; gives the goals that are missed.
    pub fn time(self) -> Vec<String> {
        timer::compare(&self.what, self.contestants)
    }

    fn check(&mut self, name: &str, content: String) -> Result<(), Failure> {
        let first = self.content.get_or_insert_with(|| content.clone());
        if *first == content {
            return Ok(());
        }
        Err(format!(
            "{}: {name} has other content than tinsmith:\n{content:.2000}\n{first:.2000}",
            self.what
        )
        .into())
    }
}

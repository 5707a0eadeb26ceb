//! Styled text as Markdown. Read by `block`.
//!
//! The result is one line for `block` to wrap: a space may become a line's end, [`FIXED_SPACE`]
//! may not, and `\n` is a line break of the text.

use std::rc::Rc;

use super::escape;
use super::tree::{Run, Style};

/// A space where no line may end. Texts have no control characters, so it cannot be theirs.
pub(super) const FIXED_SPACE: char = '\u{1}';

/// Code of more characters than this may be wrapped.
const LONG_CODE: usize = 60;

/// An open style in the output.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Open {
    Link(Rc<str>),
    Strong(&'static str),
    Emphasis(&'static str),
}

/// `runs` as Markdown; `cell` escapes what would end the cell of a table.
pub(super) fn markdown(runs: &[Run], cell: bool) -> String {
    let mut writer = Writer {
        runs,
        cell,
        out: String::new(),
        open: Vec::new(),
    };
    for at in 0..runs.len() {
        writer.run(at);
    }
    writer.close_to(0);
    writer.out
}

struct Writer<'a> {
    runs: &'a [Run],
    cell: bool,
    out: String,
    open: Vec<Open>,
}

impl Writer<'_> {
    fn run(&mut self, at: usize) {
        let Run { text, style } = &self.runs[at];
        let words = text.trim_start_matches([' ', '\n']);
        // `collapse` leaves white space only before a word.
        let (space, _) = text.split_at(text.len() - words.len());
        self.close_to(self.shared(style));
        self.out.push_str(space);
        if let Some(address) = &style.link
            && address.as_ref() == words
            && escape::is_autolink(words)
        {
            self.out.push_str(&format!("<{words}>"));
            return;
        }
        self.open(at);
        if style.code {
            code(&mut self.out, words, self.cell);
        } else {
            let context = escape::Context {
                cell: self.cell,
                link: style.link.is_some(),
                styled: style.strong || style.emphasis,
                joined: self.after(at).is_some_and(|c| !c.is_whitespace()),
            };
            escape::text(&mut self.out, words, &context);
        }
    }

    /// How many of the open styles `style` has too, from the outermost.
    fn shared(&self, style: &Style) -> usize {
        let wanted = |open: &&Open| match open {
            Open::Link(address) => style.link.as_ref() == Some(address),
            Open::Strong(_) => style.strong,
            Open::Emphasis(_) => style.emphasis,
        };
        let linked = matches!(self.open.first(), Some(Open::Link(_)));
        let strong = self.open.iter().any(|open| matches!(open, Open::Strong(_)));
        if style.link.is_some() && !linked {
            return 0;
        }
        if style.strong && !strong {
            return usize::from(linked && self.open.first().as_ref().is_some_and(wanted));
        }
        self.open.iter().take_while(wanted).count()
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            match self.open.pop() {
                Some(Open::Link(address)) => self.out.push_str(&format!("]({address})")),
                Some(Open::Strong("<b>")) => self.out.push_str("</b>"),
                Some(Open::Emphasis("<i>")) => self.out.push_str("</i>"),
                Some(Open::Strong(marker) | Open::Emphasis(marker)) => self.out.push_str(marker),
                None => {}
            }
        }
    }

    /// Opens what the run's style has and is not open.
    fn open(&mut self, at: usize) {
        let style = &self.runs[at].style;
        let is = |found: fn(&Open) -> bool| self.open.iter().any(found);
        let linked = is(|open| matches!(open, Open::Link(_)));
        let strong = is(|open| matches!(open, Open::Strong(_)));
        let emphasis = is(|open| matches!(open, Open::Emphasis(_)));
        if let Some(address) = &style.link
            && !linked
        {
            if self.out.ends_with('!') {
                self.out.insert(self.out.len() - 1, '\\');
            }
            self.out.push('[');
            self.open.push(Open::Link(address.clone()));
        }
        let before = self.out.chars().next_back();
        if style.strong && !strong {
            let span = self.span(at, before, |style| style.strong);
            let plain = span.fits() && (span.is_apart() || !span.emphasis);
            let marker = if plain { "**" } else { "<b>" };
            self.out.push_str(marker);
            self.open.push(Open::Strong(marker));
        }
        if style.emphasis && !emphasis {
            let span = self.span(at, before, |style| style.emphasis);
            let marker = match style.strong {
                false if span.fits() => "*",
                true if span.fits() && span.is_apart() => "_",
                _ => "<i>",
            };
            self.out.push_str(marker);
            self.open.push(Open::Emphasis(marker));
        }
    }

    /// The stretch of runs from `at` that `has` a style. It ends with its link, and emphasis with
    /// strong text.
    fn span(&self, at: usize, before: Option<char>, has: fn(&Style) -> bool) -> Span {
        let style = &self.runs[at].style;
        let same = |run: &&Run| {
            has(&run.style) && run.style.link == style.link && run.style.strong == style.strong
        };
        let length = self.runs[at..].iter().take_while(same).count();
        let span = &self.runs[at..at + length];
        let text = self.runs[at].text.trim_start_matches([' ', '\n']);
        let end = span.last().unwrap_or(&self.runs[at]);
        let next = self.runs.get(at + length);
        let closes_link =
            style.link.is_some() && next.is_none_or(|next| next.style.link != style.link);
        let word = text.split([' ', '\n']).next().unwrap_or_default();
        let last_word = end.text.rsplit([' ', '\n']).next().unwrap_or_default();
        Span {
            before,
            first: edge(style, word, text.chars().next()),
            last: edge(&end.style, last_word, end.text.chars().next_back()),
            after: if closes_link {
                Some(']')
            } else {
                self.after(at + length - 1)
            },
            emphasis: style.emphasis || end.style.emphasis,
        }
    }

    /// The first character that is written after the run at `at`.
    fn after(&self, at: usize) -> Option<char> {
        let next = self.runs.get(at + 1)?;
        let first = next.text.chars().next()?;
        Some(match &next.style {
            _ if first.is_whitespace() => first,
            style if style.link != self.runs[at].style.link && style.link.is_some() => '[',
            style if style.strong || style.emphasis => '*',
            style if style.code => '`',
            _ => first,
        })
    }
}

/// The character that is written at the edge of a run, where `word` and in it `c` stand.
fn edge(style: &Style, word: &str, c: Option<char>) -> char {
    match c {
        _ if style.code => '`',
        // An address becomes `<…>`.
        _ if word.contains("://") && style.link.is_none() => '<',
        c => c.unwrap_or(' '),
    }
}

/// The edges of a stretch of styled text, and its neighbours.
struct Span {
    before: Option<char>,
    first: char,
    last: char,
    after: Option<char>,
    /// Whether it starts or ends with emphasis.
    emphasis: bool,
}

impl Span {
    /// Whether markers of Markdown are read as such here: CommonMark wants the first a
    /// left-flanking, the last a right-flanking run.
    fn fits(&self) -> bool {
        let opens = self.first.is_alphanumeric() || apart(self.before);
        let closes = self.last.is_alphanumeric() || apart(self.after);
        opens && closes && self.before != Some('*') && self.after != Some('*')
    }

    /// Whether it stands outside words.
    fn is_apart(&self) -> bool {
        apart(self.before) && apart(self.after)
    }
}

/// Whether a word ends here: at an end, white space or punctuation.
fn apart(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|c| !c.is_alphanumeric())
}

/// Writes a code span that `text`'s own backticks do not end.
fn code(out: &mut String, text: &str, cell: bool) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A line that starts with three backticks and does not end the span there opens a code block.
    let fixed = longest >= 2 || text.chars().count() <= LONG_CODE;
    let padding = if text.starts_with('`') || text.ends_with('`') {
        FIXED_SPACE.to_string()
    } else {
        String::new()
    };
    out.push_str(&fence);
    out.push_str(&padding);
    for c in text.chars() {
        match c {
            ' ' | '\n' if fixed => out.push(FIXED_SPACE),
            '\n' => out.push(' '),
            '|' if cell => out.push_str("\\|"),
            c => out.push(c),
        }
    }
    out.push_str(&padding);
    out.push_str(&fence);
}

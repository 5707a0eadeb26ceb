//! Keeps the characters of a text from being read as Markdown. Read by `inline` and `block`.
//!
//! What Markdown is here: CommonMark with the extensions that rustdoc turns on (tables, footnotes,
//! strikethrough, task lists and smart punctuation). Only what would be read otherwise is escaped,
//! so that the text stays readable in the source.

/// Where a text stands.
pub(super) struct Context {
    /// In the cell of a table.
    pub(super) cell: bool,
    /// In the text of a link.
    pub(super) link: bool,
    /// In strong text or in emphasis.
    pub(super) styled: bool,
    /// Directly before text of another style.
    pub(super) joined: bool,
}

/// How much of an address is looked at.
const LONGEST_ADDRESS: usize = 600;

/// Writes `text` so that it is shown as it is; an address in it becomes a link.
pub(super) fn text(out: &mut String, text: &str, context: &Context) {
    let mut previous = None;
    let mut rest = text;
    loop {
        // Most of a text means nothing.
        let (plain, after) = rest.split_at(plain_length(rest));
        out.push_str(plain);
        previous = plain.chars().next_back().or(previous);
        rest = after;
        let Some(c) = rest.chars().next() else {
            return;
        };
        if let Some(length) = address(rest) {
            let (address, after) = rest.split_at(length);
            let template = match after.chars().next() {
                Some(c) => !c.is_whitespace() && !".,;:!?'\"()*_".contains(c),
                None => context.joined,
            };
            if !context.link && !template && is_autolink(address) {
                out.push_str(&format!("<{address}>"));
                previous = Some('>');
                rest = after;
                continue;
            }
            // rustdoc takes the start of a template such as `https://a.com/{id}` for an address.
            if !context.link
                && address.contains('.')
                && let Some((scheme, after)) = rest.split_once(':')
            {
                out.push_str(scheme);
                out.push_str("\\:");
                previous = Some(':');
                rest = after;
                continue;
            }
        }
        // Runs of one character mean something together.
        let length = match c {
            '-' | '_' | '\\' => rest.len() - rest.trim_start_matches(c).len(),
            _ => c.len_utf8(),
        };
        let (run, after) = rest.split_at(length);
        let next = match after.chars().next() {
            // An address is written as `<…>`.
            Some('h') if !context.link && address(after).is_some() => Some('<'),
            Some(c) => Some(c),
            None => context.joined.then_some('*'),
        };
        for (at, c) in run.chars().enumerate() {
            let escaped = match c {
                // Between spaces it stands for a dash, and rustdoc shows one.
                '-' => at + 1 < length && !(space(previous) && space(next)),
                '\\' if length > 1 => true,
                _ => is_special(c, previous, next, after, context),
            };
            if escaped {
                out.push('\\');
            }
            out.push(c);
        }
        previous = Some(c);
        rest = after;
    }
}

/// How much of the start of `text` has no character that can mean something.
fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let means = |at: &usize| match bytes[*at] {
        b'h' => bytes[*at..].starts_with(b"http"),
        b'-' | b'_' | b'\\' | b'`' | b'[' | b']' | b'~' | b'|' | b'*' | b'^' | b'<' | b'>'
        | b'&' => true,
        _ => false,
    };
    (0..bytes.len()).find(means).unwrap_or(bytes.len())
}

fn space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

/// Whether `c` between these neighbours means something in Markdown.
fn is_special(
    c: char,
    previous: Option<char>,
    next: Option<char>,
    after: &str,
    context: &Context,
) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        // Quotes and dots stay as they are: rustdoc curls and joins them, and the source is the
        // better for it.
        '`' | '[' => true,
        '~' => !(space(previous) && space(next)),
        // Without its partner it ends nothing but the text of a link.
        ']' => context.link,
        '|' => context.cell,
        '*' => context.styled || previous.is_none() || !(space(previous) && space(next)),
        '_' => {
            let alone = space(previous) && space(next) && !context.styled;
            !(alone || word(previous) && word(next))
        }
        '^' => context.link && previous.is_none(),
        '\\' => !word(next),
        '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || "/!?*".contains(c)),
        '>' => !matches!(previous, Some(' ' | '-' | '=')),
        '&' => is_reference(after),
        _ => false,
    }
}

/// Whether what follows `&` makes it a character reference.
fn is_reference(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    end.is_some_and(|end| end > 0 && after[end..].starts_with(';'))
}

/// The length of the address at the start of `text`, without punctuation that ends a sentence.
fn address(text: &str) -> Option<usize> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let scheme = text.len() - rest.len();
    let length = rest
        .bytes()
        .take(LONGEST_ADDRESS)
        .take_while(|b| is_address(char::from(*b)))
        .count();
    let address = &rest[..length];
    let mut unopened = address
        .matches(')')
        .count()
        .saturating_sub(address.matches('(').count());
    let ends_sentence = |c: char| match c {
        ')' if unopened == 0 => false,
        ')' => {
            unopened -= 1;
            true
        }
        _ => ".,;:!?'*_".contains(c),
    };
    Some(scheme + address.trim_end_matches(ends_sentence).len())
}

fn is_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

/// Whether `text` is a web address that Markdown reads between `<` and `>`.
pub(super) fn is_autolink(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(is_address)
    })
}

/// Where a backslash keeps `word`, first in a line, from starting a list, a heading, a quotation,
/// a rule or a table; nothing if it does not start one.
pub(super) fn line_start(word: &str) -> Option<usize> {
    let all = |set: &str| word.chars().all(|c| set.contains(c));
    match word.chars().next()? {
        '>' => Some(0),
        '-' | ':' | '|' if all("-:|\\") => Some(0),
        '+' if word == "+" => Some(0),
        '=' if all("=") => Some(0),
        '#' if all("#") => Some(0),
        '*' if all("*") => Some(0),
        '_' if all("_") => Some(0),
        '`' if word.starts_with("```") => Some(0),
        // Inside code, which may go on in a new line: a block of HTML, a footnote.
        '<' if !["<http", "<b>", "<i>"]
            .iter()
            .any(|safe| word.starts_with(safe)) =>
        {
            Some(0)
        }
        '[' if word.starts_with("[^") => Some(0),
        '0'..='9' => {
            let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
            matches!(digits, "." | ")").then_some(word.len() - 1)
        }
        _ => None,
    }
}

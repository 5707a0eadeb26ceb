//! What is said about each item: the model's words as Markdown, and the limits that the model sets. Read by: planner, operation_page.

use super::docs;
use crate::ir::{Deprecation, Kind, Limits, Member, Model, Shape};

/// Lines for `///`: the model's documentation, or the fallback where it has none.
pub(super) fn lines(html: Option<&str>, fallback: impl FnOnce() -> String) -> Vec<String> {
    let text = html
        .filter(|html| says_something(html))
        .map(docs::markdown)
        .filter(|text| !text.trim().is_empty());
    split(&text.unwrap_or_else(fallback))
}

/// Whether a documentation says more than that one is missing, as some tools of the services write.
fn says_something(html: &str) -> bool {
    !html
        .trim_start()
        .starts_with("Placeholder documentation for ")
}

/// Lines of a text. A doc comment cannot hold a lone carriage return, and must not hold invisible controls.
pub(super) fn split(text: &str) -> Vec<String> {
    let plain = |line: &str| {
        line.trim_end()
            .chars()
            .filter(|c| !is_invisible(*c))
            .collect()
    };
    text.trim_end()
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(plain)
        .collect()
}

/// Controls; and the marks that change the direction of text, which rustc refuses in comments.
fn is_invisible(c: char) -> bool {
    let turns_text =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns_text || (c.is_control() && c != '\t')
}

/// What is said of a member: its documentation, else its target's; then its limits.
pub(super) fn member(model: &Model, member: &Member) -> Vec<String> {
    let target = model.shape(&member.target);
    let texts = [member.docs.as_deref(), target.docs.as_deref()];
    let html = texts
        .into_iter()
        .flatten()
        .find(|html| says_something(html));
    let mut lines = lines(html, || format!("The member {}.", code(&member.name)));
    let mut notes = limits(model, target);
    if member.idempotency_token {
        notes.push("Idempotency token: filled with a fresh one where absent.".to_owned());
    }
    for note in notes {
        lines.push(String::new());
        lines.push(note);
    }
    lines
}

/// What is said of an enum's value: the value.
pub(super) fn value(value: &str) -> Vec<String> {
    split(&code(value))
}

/// The limits of a shape, as sentences.
fn limits(model: &Model, shape: &Shape) -> Vec<String> {
    let mut notes: Vec<String> = sentence(shape, "").into_iter().collect();
    match &shape.kind {
        Kind::List { element, .. } => {
            notes.extend(sentence(model.shape(&element.target), " of each element"))
        }
        Kind::Map { key, value, .. } => {
            notes.extend(sentence(model.shape(&key.target), " of each key"));
            notes.extend(sentence(model.shape(&value.target), " of each value"));
        }
        _ => {}
    }
    notes
}

fn sentence(shape: &Shape, of: &str) -> Option<String> {
    let Limits { min, max, pattern } = &shape.limits;
    let measured = match shape.kind {
        Kind::List { .. } | Kind::Map { .. } => "Number of entries",
        Kind::String | Kind::Enum { .. } => "Length",
        Kind::Blob => "Length in bytes",
        _ => "Value",
    };
    let range = match (min, max) {
        (Some(min), Some(max)) if min == max => Some(format!("{measured}{of}: {min}")),
        (Some(min), Some(max)) => Some(format!("{measured}{of}: {min} to {max}")),
        (Some(min), None) => Some(format!("{measured}{of}: at least {min}")),
        (None, Some(max)) => Some(format!("{measured}{of}: at most {max}")),
        (None, None) => None,
    };
    let pattern = pattern.as_ref().map(|pattern| match &range {
        Some(_) => format!(", pattern {}", code(pattern)),
        None => format!("Pattern{of}: {}", code(pattern)),
    });
    let text = range.unwrap_or_default() + &pattern.unwrap_or_default();
    (!text.is_empty()).then(|| text + ".")
}

/// A code span, with more backticks around it than it has inside.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control(), " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The note of a `#[deprecated]` attribute; empty where the model gives no reason.
pub(super) fn deprecation(deprecated: Option<&Deprecation>) -> Option<String> {
    let Deprecation { message, since } = deprecated?;
    let since = since
        .as_ref()
        .map(|since| format!("deprecated since {since}"));
    let parts: Vec<&str> = [message.as_deref(), since.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    Some(parts.join("; "))
}

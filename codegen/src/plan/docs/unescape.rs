//! Undoes what a converter did to HTML before it became documentation. Read by the module's
//! `markdown`.
//!
//! Models are written as CommonMark with HTML in it. Where HTML was indented, a converter took it
//! for code, and the model has it escaped in `<pre><code>`; some texts are escaped as a whole.

use std::borrow::Cow;

use super::entities;

const START: &str = "<pre><code>";
const END: &str = "</code></pre>";

/// `html` with what was escaped by mistake as it was before.
pub(super) fn unescape(html: &str) -> Cow<'_, str> {
    if html.trim_start().starts_with("&lt;p&gt;") && !html.contains('<') {
        return entities::decode(html).into();
    }
    if !html.contains(START) {
        return html.into();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        let Some((inside, after)) = after.split_once(END) else {
            out.push_str(START);
            rest = after;
            // No later code ends either.
            break;
        };
        let words = inside.trim();
        if ["&lt;/p&gt;", "&lt;/ul&gt;", "&lt;/ol&gt;"]
            .iter()
            .any(|tag| words.contains(tag))
        {
            out.push_str(&entities::decode(inside));
        } else if is_prose(words) {
            out.extend(["<p>", inside, "</p>"]);
        } else {
            out.extend([START, inside, END]);
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// Whether this is a sentence and no code.
fn is_prose(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.ends_with('.')
        && words.contains(' ')
        && !words.contains(['\n', '{', '=', ';'])
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn html_that_was_escaped_is_html_again() {
        for (html, expected) in [
            ("&lt;p&gt;A &amp;amp; b.&lt;/p&gt;", "<p>A &amp; b.</p>"),
            (
                "<p>A. <pre><code> B.&lt;/p&gt; </code></pre>",
                "<p>A.  B.</p> ",
            ),
            (
                "<pre><code> A few words. </code></pre><p>b</p>",
                "<p> A few words. </p><p>b</p>",
            ),
        ] {
            assert_eq!(unescape(html), expected);
        }
    }

    #[test]
    fn code_and_placeholders_stay() {
        for html in [
            "<p>&lt;p&gt; starts a paragraph.</p>",
            "&lt;p&gt; starts a <b>paragraph</b>.",
            "<pre><code>let a = 1;\nB.</code></pre>",
            "<pre><code>&lt;a&gt;1&lt;/a&gt;</code></pre>",
            "<pre><code>&lt;/p&gt;",
        ] {
            assert_eq!(unescape(html), html);
        }
    }
}

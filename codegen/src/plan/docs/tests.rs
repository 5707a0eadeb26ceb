//! Documentation as models have it, and as a reader should find it in the source.

use super::markdown;

/// Asserts the Markdown of each text; the expectations are written by reading.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(markdown(html), *expected, "{html}");
    }
}

#[test]
fn paragraphs_and_styles() {
    check(&[
        ("", ""),
        ("<p> </p>", ""),
        ("Plain.", "Plain."),
        (
            "First line\nof one.\n\nAnother.",
            "First line of one.\n\nAnother.",
        ),
        (
            "<p>One</p><p>Two <i>em</i>, <b> strong </b>.</p>",
            "One\n\nTwo *em*, **strong** .",
        ),
        (
            "<p>A <code>b c</code> <b><code>d</code></b></p>",
            "A `b c` **`d`**",
        ),
        ("<code>arn:<replaceable>id</replaceable></code>", "`arn:id`"),
        (
            "pre<i>fix</i> a<b>\"b\"</b>c <b><i>x</i></b>",
            "pre*fix* a<b>\"b\"</b>c **_x_**",
        ),
        ("a<br/>b<br><br>c", "a\\\nb\n\nc"),
        (
            "<fullname>Name</fullname><h2>Head #</h2><p>x",
            "**Name**\n\n### Head \\#\n\nx",
        ),
        ("<code>a`b</code> <code>`</code>", "``a`b`` `` ` ``"),
    ]);
}

#[test]
fn links() {
    check(&[
        (
            "<a href=\"https://a.com/b?c=d&amp;e\">the page</a>.",
            "[the page](https://a.com/b?c=d&e).",
        ),
        (
            "<a href=' https://a.com/b c'> <i>x</i></a>",
            "[*x*](https://a.com/b%20c)",
        ),
        (
            "<a>GetIt</a>, <a href=\"\">x</a>, <a href='#y'>y</a>",
            "GetIt, x, y",
        ),
        (
            "<a href='/s3/latest/x.html'>x</a>",
            "[x](https://docs.aws.amazon.com/s3/latest/x.html)",
        ),
        ("<a href='javascript:alert(1)'>x</a>", "x"),
        (
            "<a href='https://a.com'>https://a.com</a>",
            "<https://a.com>",
        ),
        (
            "See https://a.com/b_c-d. (http://e.com/)",
            "See <https://a.com/b_c-d>. (<http://e.com/>)",
        ),
        (
            "https://{id}.a.com and https://a.com/<id>",
            "https\\://{id}.a.com and https\\://a.com/\\<id\\>",
        ),
    ]);
}

#[test]
fn lists_nest() {
    check(&[
        ("<ul> <li> <p>a</p> </li> <li>b</li> </ul>", "- a\n- b"),
        (
            "<p>x</p><ul><li><p>a</p><p>b</p><ol><li>c<ul><li>d</li></ul></li><li>e</li></ol></li></ul><p>y</p>",
            "x\n\n- a\n\n  b\n\n  1. c\n     - d\n  2. e\n\ny",
        ),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "- a\n- b\n  - c\n\nd"),
        ("<li>a</li>", "- a"),
        (
            "<dl><dt>T</dt><dd>a</dd><dt/><dd><p>b</p></dd></dl>",
            "- **T**\n\n  a\n\n- b",
        ),
    ]);
}

#[test]
fn blocks() {
    check(&[
        ("<note><p>a</p><p>b</p></note>", "> **Note:** a\n>\n> b"),
        (
            "<important><ul><li>a</li></ul></important>",
            "> **Important:**\n>\n> - a",
        ),
        ("<note> </note>", ""),
        (
            "<pre><code>\n    a  &lt;b&gt;\n      ```\n\tc</code></pre>",
            "````text\na  <b>\n  ```\nc\n````",
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td>x<br>y</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | x<br>y |",
        ),
        (
            "<table><tr><td>1</td><td>2</td></tr></table>",
            "|  |  |\n| --- | --- |\n| 1 | 2 |",
        ),
    ]);
}

#[test]
fn text_stays_text() {
    check(&[
        (
            "START_IN_PROGRESS __x__ a*b 2 * 3",
            "START_IN_PROGRESS \\_\\_x\\_\\_ a\\*b 2 * 3",
        ),
        (
            "[x] ![y](z) `t` ~~s~~",
            "\\[x\\] !\\[y\\](z) \\`t\\` \\~\\~s\\~\\~",
        ),
        (
            "the <bucket-name> and <id>",
            "the \\<bucket-name\\> and \\<id\\>",
        ),
        (
            "a &lt;b&gt; -> 1 < 2 && &amp;lt;",
            "a \\<b\\> -> 1 < 2 && \\&lt;",
        ),
        ("C:\\dir \\* \\", "C:\\dir \\\\\\* \\\\"),
        ("use --all, wait... don't", "use \\--all, wait\\... don't"),
        (
            "<p># a</p><p>- b</p><p>1. c</p><p>> d</p>",
            "\\# a\n\n\\- b\n\n1\\. c\n\n\\> d",
        ),
        ("1&#150;2&#x2028;3&nbsp;4\u{202e}\0", "1–2 3 4"),
        ("*/ #![x] \"", "\\*/ #!\\[x\\] \""),
        (
            "<script>alert(1)</script>",
            "\\<script\\>alert(1)\\</script\\>",
        ),
        ("a<!-- b -->c", "ac"),
    ]);
}

#[test]
fn malformed_tags_lose_no_text() {
    check(&[
        ("<p>a<p>b</p></p>c", "a\n\nb\n\nc"),
        ("<p>a</b>b</li></ul>c", "ab\n\nc"),
        (
            "<p>Default: <code/> </p><p>x <code>y<code/> z",
            "Default:\n\nx `y` z",
        ),
        ("a<p/>b", "a\n\nb"),
        ("<b>a<ul><li>b</b>c</li></ul>", "**a**\n\n- **bc**"),
        ("<i>a <b>b</i> c</b>", "*a* **_b_** c"),
        ("<td>a</td><tr>b", "a\n\nb"),
        ("<table>a<td>b</table>", "a\n\n|  |\n| --- |\n| b |"),
    ]);
}

#[test]
fn no_wrapped_line_starts_a_block() {
    let filler = "word ".repeat(19);
    for start in [
        "-", "+", "1.", "2)", "#", "---", "===", "> x", "|---|", "```", "* * *",
    ] {
        let text = markdown(&format!("<p>{filler}abcd {start} tail</p>"));
        let first = text.lines().nth(1).unwrap_or_default().split(' ').next();
        assert_ne!(first, start.split(' ').next(), "{text}");
        let code = markdown(&format!(
            "<p>x <code>{filler}ab {start} <script> [^1]: tail</code></p>"
        ));
        let starts = |line: &str| line.starts_with(start) || line.starts_with(['<', '[']);
        assert!(!code.lines().any(starts), "{code}");
    }
}

#[test]
fn lines_are_wrapped_at_the_width() {
    let html = format!(
        "<ul><li><p>{}</p><note>{}</note></li></ul>",
        "abc ".repeat(90),
        "de ".repeat(90)
    );
    let text = markdown(&html);
    assert!(
        text.lines().all(|line| line.len() <= super::block::WIDTH),
        "{text}"
    );
    assert!(text.lines().any(|line| line.len() > 95), "{text}");
}

#[test]
fn depth_is_bounded() {
    for tag in [
        "ul><li",
        "ol><li",
        "note",
        "b",
        "dl><dd",
        "table><tr><td",
        "pre",
        "p",
        "a href='/x'",
    ] {
        let text = markdown(&format!("{}deep", format!("<{tag}>").repeat(5_000)));
        assert!(text.contains("deep"), "{tag}");
        assert!(text.len() < 3_000, "{tag}");
    }
}

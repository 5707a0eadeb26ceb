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
            "One\n\nTwo *em*, **strong**.",
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
            "https://{id}.a.com and https\\://a.com/\\<id\\>",
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
        ("[x] ![y](z) `t ~~s~~", "\\[x] !\\[y](z) \\`t \\~\\~s\\~\\~"),
        (
            "the <bucket-name> and <id>",
            "the \\<bucket-name\\> and \\<id\\>",
        ),
        (
            "a &lt;b&gt; -> 1 < 2 && &amp;lt;",
            "a \\<b\\> -> 1 < 2 && \\&lt;",
        ),
        ("C:\\dir \\* \\", "C:\\dir \\\\\\* \\\\"),
        (
            "use --all, wait... don't -- no",
            "use \\--all, wait... don't -- no",
        ),
        (
            "<p># a</p><p>-</p><p>1. c</p><p>> d</p>",
            "\\# a\n\n\\-\n\n1\\. c\n\n\\> d",
        ),
        ("1&#150;2&#x2028;3&nbsp;4\u{202e}\0", "1–2 3 4"),
        ("*/ #![x] \"", "\\*/ #!\\[x] \""),
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

#[test]
fn white_space_makes_no_difference() {
    for (raw, normalised) in [
        (
            "<p>a\n         <b>b</b>\n         c</p>\n         <ul>\n            <li>\n               <p>\n                  <code>d</code> e.</p>\n            </li>\n         </ul>\n",
            "<p>a <b>b</b> c</p> <ul> <li> <p> <code>d</code> e.</p> </li> </ul>",
        ),
        (
            "    <p>a</p>\n\n\t\t<note>\n\n\t<p>b</p></note>",
            "<p>a</p> <note> <p>b</p></note>",
        ),
        ("        a\n        b", "a b"),
        ("<p>1. a\n - b\n # c</p>", "<p>1. a - b # c</p>"),
        ("One of.\n        1. a\n        2. b", "One of. 1. a 2. b"),
        ("Either:\n  * a\n  * b", "Either: * a * b"),
    ] {
        assert_eq!(markdown(raw), markdown(normalised), "{raw}");
        assert!(!markdown(raw).contains("```"), "{raw}");
    }
}

#[test]
fn commonmark_is_read_outside_blocks() {
    check(&[
        (
            "a\nb:\n- c\n  d\n    - e\n\n  f\n- g\n\nh",
            "a b:\n\n- c d\n\n  - e\n\n  f\n\n- g\n\nh",
        ),
        ("a\n\n1) b\n2) c\n* d", "a\n\n1. b\n2. c\n\n- d"),
        (
            "# A\nb\n```json\n{\n  \"c\": *d*\n}\n```\ne",
            "## A\n\nb\n\n```text\n{\n  \"c\": *d*\n}\n```\n\ne",
        ),
        ("```\nopen <p>\nx", "```text\nopen <p>\nx\n```"),
        ("a *b*, _c d_ **e**, f", "a *b*, *c d* **e**, f"),
        ("a <code>b</code>\n\n<i>c</i> d", "a `b`\n\n*c* d"),
        ("- <b>a</b> b\n- c", "- **a** b\n- c"),
        ("<p>a</p>\n\n- b\n- c\n<p>d</p>", "a\n\n- b\n- c\n\nd"),
        ("a b\n- c is no item", "a b - c is no item"),
        (
            "*.a.com a*b* \"*c*\" __d__ 2 * 3",
            "\\*.a.com a\\*b\\* \"\\*c\\*\" \\_\\_d\\_\\_ 2 * 3",
        ),
    ]);
}

#[test]
fn code_spans_and_links_are_read_everywhere() {
    check(&[
        ("<p>Is `null` or ``a`b``.</p>", "Is `null` or ``a`b``."),
        (
            "<p>No <, ` or (`), don`t, can`t.</p>",
            "No <, \\` or (\\`), don\\`t, can\\`t.",
        ),
        (
            "<code>a `b` [c](https://d.e)</code>",
            "``a `b` [c](https://d.e)``",
        ),
        (
            "<p>See [the page](https://a.com/b?c&d) or [x](y).</p>",
            "See [the page](https://a.com/b?c&d) or \\[x](y).",
        ),
    ]);
}

#[test]
fn what_models_get_wrong_is_mended() {
    check(&[
        (
            "( <i>a</i> ) <a href='https://b.c'> <code>b</code> </a>. <code>c </code>, d",
            "(*a*) [`b`](https://b.c). `c`, d",
        ),
        (
            "the <code>Name</code>value of <code>Id</code>s, <code>/</code>name",
            "the `Name` value of `Id`s, `/`name",
        ),
        (
            "<p>Either:</p> <p>* a <code>b</code></p> <p>• c</p> <ul><li><p>* d</p></li></ul>",
            "Either:\n\n- a `b`\n- c\n\n* \\* d",
        ),
        (
            "<note><p>Note: a</p></note><important><p><b>Important:</b> b</p></important>",
            "> Note: a\n\n> **Important:** b",
        ),
        ("&lt;p&gt;a &lt;code&gt;b&lt;/code&gt;&lt;/p&gt;", "a `b`"),
        (
            "<p>a</p> <pre><code> &lt;p&gt;b &amp;lt;c&amp;gt;&lt;/p&gt; </code></pre>",
            "a\n\nb \\<c\\>",
        ),
    ]);
}

#[test]
fn a_number_at_the_end_of_a_line_takes_a_word_along() {
    let filler = "word ".repeat(19);
    let text = markdown(&format!("<p>{filler}up to 100. And so on.</p>"));
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[1], "to 100. And so on.", "{text}");
}

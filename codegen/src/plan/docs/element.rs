//! What each tag of model documentation means. Read by `tree`.
//!
//! Models use HTML, leftovers of DocBook (`replaceable`, `ulink`) and tags of their own (`note`,
//! `fullname`). A tag in none of these is a placeholder in a text, such as `<bucket-name>`.

use std::rc::Rc;

use super::html::Tag;

/// The meaning of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// The whole text.
    Root,
    Code,
    Emphasis,
    Strong,
    /// A link; without an address that can be shown it is plain text.
    Link(Option<Rc<str>>),
    /// Text without a style of its own.
    Plain,
    Paragraph,
    /// The service's name above its text.
    Title,
    Heading(u8),
    Preformatted,
    /// A quotation, or an admonition with its label.
    Quote(Option<&'static str>),
    /// A group of blocks that leaves no trace but their boundaries.
    Division,
    List {
        ordered: bool,
    },
    Item,
    Definitions,
    Term,
    Definition,
    Table,
    Row,
    Cell {
        header: bool,
    },
    /// A line break.
    Break,
    /// A tag that stands for nothing that a text can show.
    Nothing,
}

/// Whether text in an element of this name is set apart from the text around it.
pub(super) fn is_block_tag(name: &str) -> bool {
    matches!(
        name,
        "p" | "para"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "note"
            | "important"
            | "warning"
            | "caution"
            | "tip"
            | "blockquote"
            | "fullname"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "div"
            | "section"
            | "article"
            | "center"
            | "caption"
            | "body"
    )
}

/// Whether text in an element of this name is code.
pub(super) fn is_code_tag(name: &str) -> bool {
    matches!(name, "code" | "tt" | "kbd" | "samp" | "pre")
}

impl Element {
    /// The meaning of `tag`; nothing if the tag is part of the text.
    ///
    /// `closed` tells whether the text has an end tag of this name, `in_code` whether code is
    /// open: a lone `<text>`, or one in code, is a placeholder.
    pub(super) fn of(tag: &Tag<'_>, closed: bool, in_code: bool) -> Option<Self> {
        Some(match tag.name.as_ref() {
            "p" => Self::Paragraph,
            "code" | "tt" | "kbd" | "samp" => Self::Code,
            "i" | "em" | "dfn" | "cite" | "var" => Self::Emphasis,
            "b" | "strong" => Self::Strong,
            "a" => Self::Link(tag.attribute("href").as_deref().and_then(address)),
            "ul" => Self::List { ordered: false },
            "ol" => Self::List { ordered: true },
            "li" => Self::Item,
            "dl" => Self::Definitions,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "note" => Self::Quote(Some("Note")),
            "important" => Self::Quote(Some("Important")),
            "warning" => Self::Quote(Some("Warning")),
            "caution" => Self::Quote(Some("Caution")),
            "tip" => Self::Quote(Some("Tip")),
            "blockquote" => Self::Quote(None),
            "fullname" => Self::Title,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "pre" => Self::Preformatted,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" => Self::Cell { header: false },
            "th" => Self::Cell { header: true },
            "br" => Self::Break,
            "div" | "section" | "article" | "center" | "caption" | "body" => Self::Division,
            "thead" | "tbody" | "tfoot" | "hr" | "wbr" | "img" | "col" => Self::Nothing,
            "span" | "small" | "font" | "sub" | "sup" | "s" => Self::Plain,
            "u" | "function" | "filename" if closed => Self::Plain,
            "replaceable" | "emphasis" if closed => Self::Emphasis,
            "ulink" if closed => Self::Link(tag.attribute("url").as_deref().and_then(address)),
            "para" if closed => Self::Paragraph,
            "link" | "text" | "value" | "copy" | "xhtml" | "zonbook" if closed && !in_code => {
                Self::Plain
            }
            _ => return None,
        })
    }

    /// Whether it stands in a line of text.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            Self::Code | Self::Emphasis | Self::Strong | Self::Link(_) | Self::Plain
        )
    }

    /// Whether it holds lines of text and no other block.
    pub(super) fn is_text_block(&self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Title | Self::Heading(_) | Self::Preformatted
        )
    }

    /// Whether it holds blocks of any kind.
    pub(super) fn holds_blocks(&self) -> bool {
        matches!(
            self,
            Self::Root
                | Self::Quote(_)
                | Self::Item
                | Self::Term
                | Self::Definition
                | Self::Cell { .. }
        )
    }

    /// Whether an end tag of this meaning leaves `open` and all outside it alone.
    pub(super) fn stays_inside(&self, open: &Self) -> bool {
        if self.is_inline() || self.is_text_block() {
            return !open.is_inline() && !open.is_text_block();
        }
        match self {
            Self::Item | Self::Term | Self::Definition => matches!(
                open,
                Self::List { .. } | Self::Definitions | Self::Table | Self::Cell { .. }
            ),
            Self::Cell { .. } | Self::Row => *open == Self::Table,
            _ => matches!(open, Self::Cell { .. }),
        }
    }
}

/// The web site that addresses without a host are on.
const SITE: &str = "https://docs.aws.amazon.com/";

/// The address that a link of the model leads to, as an absolute one; nothing for an address that
/// leads nowhere from here, or that a reader should not follow (`javascript:`).
fn address(href: &str) -> Option<Rc<str>> {
    let visible = |c: &char| {
        !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let href: String = href.trim().chars().filter(visible).collect();
    let lower = href.to_ascii_lowercase();
    let known = |scheme: &&str| {
        lower
            .strip_prefix(*scheme)
            .is_some_and(|rest| !rest.is_empty())
    };
    let absolute = if ["https://", "http://", "mailto:"].iter().any(known) {
        href
    } else if let Some(rest) = href.strip_prefix("//") {
        format!("https://{rest}")
    } else if let Some(path) = href.strip_prefix('/') {
        format!("{SITE}{path}")
    } else {
        // `kms/latest/…` is a path on the site, `example.com/…` lacks its scheme; a lone file
        // name or fragment is relative to a page that is not known here.
        let (first, _) = href.split_once('/')?;
        if first.is_empty() || first.contains([':', '#', '?', ' ']) {
            return None;
        }
        if first.contains('.') {
            format!("https://{href}")
        } else {
            format!("{SITE}{href}")
        }
    };
    Some(encode(&absolute).into())
}

/// Percent-encodes what would end the address in Markdown, or be read as something else.
fn encode(address: &str) -> String {
    let balanced = balanced(address);
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' | ')' if balanced => encoded.push(c),
            c if c.is_whitespace() => encoded.push_str("%20"),
            '(' | ')' | '<' | '>' | '\\' | '|' | '"' | '`' | '[' | ']' => {
                encoded.push_str(&format!("%{:02X}", u32::from(c)));
            }
            _ => encoded.push(c),
        }
    }
    encoded
}

/// Whether every parenthesis has its partner.
fn balanced(address: &str) -> bool {
    let mut depth = 0_i64;
    for c in address.chars() {
        depth += i64::from(c == '(') - i64::from(c == ')');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_become_absolute() {
        for (href, expected) in [
            ("https://a.com/b#c", "https://a.com/b#c"),
            (" HTTP://a.com/b ", "HTTP://a.com/b"),
            ("mailto:a@b.com", "mailto:a@b.com"),
            ("//a.com/b", "https://a.com/b"),
            (
                "/streams/latest/dev/x.html",
                "https://docs.aws.amazon.com/streams/latest/dev/x.html",
            ),
            (
                "kms/latest/x.html",
                "https://docs.aws.amazon.com/kms/latest/x.html",
            ),
            ("aws.amazon.com/ec2", "https://aws.amazon.com/ec2"),
            ("https://a.com/b c(d)", "https://a.com/b%20c(d)"),
            ("https://a.com/)](x<", "https://a.com/%29%5D%28x%3C"),
        ] {
            assert_eq!(address(href).as_deref(), Some(expected), "{href}");
        }
    }

    #[test]
    fn addresses_that_lead_nowhere_are_dropped() {
        for href in [
            "",
            " ",
            "#NextToken",
            "API_Sign.html",
            "javascript:alert(1)",
            "java\nscript:a/b",
            "data:text/html,x/y",
            "https://",
            "ftp://a/b",
        ] {
            assert_eq!(address(href), None, "{href}");
        }
    }
}

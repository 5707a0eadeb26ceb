//! Character references of HTML: `&lt;`, `&#150;`, `&#x2028;`. Read by `html`.

/// The named references that documentation uses, by the HTML standard's table; others stay text.
const NAMED: [(&str, char); 42] = [
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("sect", '§'),
    ("para", '¶'),
    ("micro", 'µ'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("minus", '−'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("larr", '←'),
    ("rarr", '→'),
    ("frac12", '½'),
    ("eacute", 'é'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("shy", '\u{ad}'),
];

/// What the numbers 0x80 to 0x9F stand for: the HTML standard reads them as windows-1252.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The longest text between `&` and `;` that is looked at.
const LONGEST: usize = 12;

/// `text` with its references replaced, once: `&amp;lt;` becomes `&lt;`.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    decoded.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.bytes().take(LONGEST).position(|b| b == b';');
        match end.and_then(|end| Some((character(&piece[..end])?, &piece[end + 1..]))) {
            Some((c, after)) => {
                decoded.push(c);
                decoded.push_str(after);
            }
            None => {
                decoded.push('&');
                decoded.push_str(piece);
            }
        }
    }
    decoded
}

fn character(reference: &str) -> Option<char> {
    let Some(number) = reference.strip_prefix('#') else {
        return NAMED
            .iter()
            .find(|(name, _)| *name == reference)
            .map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    }
    .ok()?;
    Some(match code {
        0x80..=0x9f => WINDOWS_1252[code as usize - 0x80],
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    })
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_become_characters() {
        assert_eq!(decode("a &lt;b&gt; &amp;lt; &quot;"), "a <b> &lt; \"");
        assert_eq!(decode("1&#150;2 &#x96; &#X41;&#66;"), "1–2 – AB");
        assert_eq!(decode("&#x2028;"), "\u{2028}");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in [
            "&",
            "&;",
            "&IAM; x",
            "a&b=c;",
            "&#;",
            "&#xG;",
            "&#99999999999;",
            "&é;",
        ] {
            assert_eq!(decode(text), text);
        }
        assert_eq!(decode("&#xD800;&#x110000;"), "\u{fffd}\u{fffd}");
    }
}

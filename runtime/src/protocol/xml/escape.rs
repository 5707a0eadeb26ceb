//! Text and attribute values as XML spells them. Read by: `writer`.

/// Writes text between tags. White space that a reader would change, or that some parsers do, is written by number, as the
/// [protocol](https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html) and S3 want it.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    write(out, text, |byte| {
        !matches!(byte, b'&' | b'<' | b'>' | b'\r' | b'\n' | 0xC2 | 0xE2)
    });
}

/// Writes the value of an attribute, without its quotes.
pub(super) fn attribute(out: &mut Vec<u8>, text: &str) {
    write(out, text, |byte| {
        !matches!(
            byte,
            b'&' | b'<' | b'>' | b'"' | b'\'' | b'\r' | b'\n' | b'\t' | 0xC2 | 0xE2
        )
    });
}

fn write(out: &mut Vec<u8>, text: &str, is_plain: impl Fn(u8) -> bool) {
    let bytes = text.as_bytes();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !is_plain(*byte)) {
        let (plain, from) = rest.split_at(at);
        out.extend_from_slice(plain);
        let (escaped, length): (&[u8], usize) = match from {
            [b'&', ..] => (b"&amp;", 1),
            [b'<', ..] => (b"&lt;", 1),
            [b'>', ..] => (b"&gt;", 1),
            [b'"', ..] => (b"&quot;", 1),
            [b'\'', ..] => (b"&apos;", 1),
            [b'\r', ..] => (b"&#xD;", 1),
            [b'\n', ..] => (b"&#xA;", 1),
            [b'\t', ..] => (b"&#x9;", 1),
            // U+0085 and U+2028, which XML 1.1 takes for ends of lines.
            [0xC2, 0x85, ..] => (b"&#x85;", 2),
            [0xE2, 0x80, 0xA8, ..] => (b"&#x2028;", 3),
            _ => (&from[..1], 1),
        };
        out.extend_from_slice(escaped);
        rest = &from[length..];
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(escape: fn(&mut Vec<u8>, &str), value: &str) -> String {
        let mut out = Vec::new();
        escape(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts() {
        assert_eq!(escaped(text, ""), "");
        assert_eq!(escaped(text, "a<b>&\"'\t"), "a&lt;b&gt;&amp;\"'\t");
        assert_eq!(
            escaped(text, "\r\n\u{85}\u{2028}\u{2029}é©—"),
            "&#xD;&#xA;&#x85;&#x2028;\u{2029}é©—"
        );
    }

    #[test]
    fn attributes() {
        assert_eq!(
            escaped(attribute, "<test&\"mock'>\t\n"),
            "&lt;test&amp;&quot;mock&apos;&gt;&#x9;&#xA;"
        );
    }
}

//! Words that cannot be an identifier as they are. Read by: names.
//!
//! The union over all editions since 2015, of the
//! [Rust reference](https://doc.rust-lang.org/reference/keywords.html): the same output compiles on any of them.

const RAW: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// `word` as an identifier: raw if it is a keyword, with an underscore if it cannot even be raw.
pub(super) fn escape(word: String) -> String {
    match word.as_str() {
        "self" | "super" | "crate" | "_" => word + "_",
        word if RAW.contains(&word) => format!("r#{word}"),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn every_keyword_gives_an_identifier_that_parses() {
        for word in super::RAW
            .iter()
            .chain(&["self", "super", "crate", "_", "plain"])
        {
            let escaped = escape((*word).to_owned());
            assert!(syn::parse_str::<syn::Ident>(&escaped).is_ok(), "{escaped}");
        }
    }

    #[test]
    fn keywords_stay_recognisable() {
        assert_eq!(escape("type".into()), "r#type");
        assert_eq!(escape("gen".into()), "r#gen");
        assert_eq!(escape("self".into()), "self_");
        assert_eq!(escape("types".into()), "types");
    }
}

//! From tokens to text: prettyplease, item by item. Called by: pipeline. Knows nothing of plans.

use proc_macro2::TokenStream;

use crate::error::{Error, Problem};

/// Below this many items a second thread costs more than it saves.
const FEWEST_FOR_THREADS: usize = 64;

/// Prints the items that `tokens` gives for the parts, each part as text that ends in a newline, with blank lines between items.
///
/// `nested` says whether a part stands inside a module, and so one step to the right. A part that is not Rust is
/// reported by the name that `name` gives it: that is a defect of the generator, not of its input.
pub(crate) fn print_all<T: Sync>(
    parts: &[T],
    tokens: impl Fn(&T) -> TokenStream + Sync,
    name: impl Fn(&T) -> &str + Sync,
    nested: impl Fn(&T) -> bool + Sync,
) -> Result<Vec<String>, Error> {
    let print_some = |parts: &[T]| -> Result<Vec<String>, Error> {
        parts
            .iter()
            .map(|part| print(name(part), tokens(part), nested(part)))
            .collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if threads == 1 || parts.len() < FEWEST_FOR_THREADS {
        return print_some(parts);
    }
    let chunks: Vec<_> = std::thread::scope(|scope| {
        let chunks = parts.chunks(parts.len().div_ceil(threads));
        let workers: Vec<_> = chunks
            .map(|chunk| scope.spawn(|| print_some(chunk)))
            .collect();
        workers.into_iter().map(|worker| worker.join()).collect()
    });
    let mut texts = Vec::with_capacity(parts.len());
    for chunk in chunks {
        texts.extend(chunk.map_err(|_| defect("a thread", "panicked"))??);
    }
    Ok(texts)
}

fn defect(name: &str, what: &str) -> Error {
    let message = format!("the code generated for `{name}` is not Rust: {what}");
    Problem::model(message)
        .help("this is a defect of tinsmith; please report it with the model")
        .into()
}

fn print(name: &str, tokens: TokenStream, nested: bool) -> Result<String, Error> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| defect(name, &error.to_string()))?;
    let texts: Vec<String> = file
        .items
        .into_iter()
        .map(|item| print_item(item, nested))
        .collect();
    Ok(texts.join("\n"))
}

fn print_item(item: syn::Item, nested: bool) -> String {
    let is_impl = matches!(item, syn::Item::Impl(_));
    let text = prettyplease::unparse(&file(item));
    let text = if is_impl {
        blank_lines_between_methods(&text)
    } else {
        text
    };
    if nested { indented(&text) } else { text }
}

/// One step to the right. Safe on text, because no literal that is emitted spans lines; and lines stay below the 100
/// columns of rustfmt, as prettyplease breaks them at 89.
fn indented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// Sets methods apart, which prettyplease does not do. Safe on text, because no literal and no comment that is emitted
/// spans lines: a line one step inside the `impl` that begins a method is where a method begins.
fn blank_lines_between_methods(text: &str) -> String {
    let at_depth = |line: &str, starts: &[&str]| {
        line.strip_prefix("    ")
            .is_some_and(|rest| starts.iter().any(|start| rest.starts_with(start)))
    };
    let mut out = String::with_capacity(text.len() + 64);
    let mut before = "";
    for line in text.lines() {
        let begins = at_depth(line, &["///", "#[", "pub ", "fn "]);
        // A long attribute spans lines, and ends alone on its last.
        let continues = at_depth(before, &["///", "#[", ")]"])
            || before.ends_with('{') && !before.starts_with("     ");
        if begins && !continues {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}

fn file(item: syn::Item) -> syn::File {
    syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    }
}

#[cfg(test)]
mod tests {
    use super::print_all;
    use quote::quote;

    #[test]
    fn items_are_apart_and_nested_ones_are_indented() {
        let print = |nested| {
            let tokens =
                |(): &()| quote! { #[doc = " Words."] pub struct A; pub struct B { pub b: u8 } };
            print_all(&[()], tokens, |()| "A", |()| nested)
                .unwrap()
                .remove(0)
        };
        assert_eq!(
            print(false),
            "/// Words.\npub struct A;\n\npub struct B {\n    pub b: u8,\n}\n"
        );
        assert_eq!(
            print(true),
            "    /// Words.\n    pub struct A;\n\n    pub struct B {\n        pub b: u8,\n    }\n"
        );
    }

    #[test]
    fn methods_are_apart_and_attributes_are_not() {
        let note =
            "a note that is so long that the attribute does not fit into a line of one hundred";
        let tokens = |(): &()| {
            quote! {
                impl A {
                    fn a(&self) {}
                    #[deprecated(note = #note)]
                    fn b(self) -> A {}
                    #[must_use] fn c(&self) {}
                }
            }
        };
        let text = print_all(&[()], tokens, |()| "A", |()| false)
            .unwrap()
            .remove(0);
        let expected = format!(
            "impl A {{\n    fn a(&self) {{}}\n\n    #[deprecated(\n        note = \"{note}\"\n    )]\n    \
             fn b(self) -> A {{}}\n\n    #[must_use]\n    fn c(&self) {{}}\n}}\n"
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn many_parts_come_out_in_order() {
        let parts: Vec<usize> = (0..200).collect();
        let texts = print_all(
            &parts,
            |part| {
                let name = quote::format_ident!("S{part}");
                quote! { struct #name; }
            },
            |_| "S",
            |_| false,
        );
        assert_eq!(
            texts.unwrap().concat(),
            parts
                .iter()
                .map(|part| format!("struct S{part};\n"))
                .collect::<String>()
        );
    }

    #[test]
    fn what_is_not_rust_is_named() {
        let error = print_all(&[()], |()| quote! { struct }, |()| "Odd", |()| false).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the code generated for `Odd` is not Rust"),
            "{error}"
        );
    }
}

//! What is hard in real models, in models of our own: `fixtures/README.md` says which holds what. The outline of what is
//! emitted, as snapshots that a person has read. The crate `tests` compiles the same models.

use std::path::Path;

use quote::ToTokens;
use syn::{ImplItem, Item, Visibility};
use tinsmith_codegen::{Emit, Generator};

fn generator(fixture: &str) -> Generator {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    Generator::new(fixtures.join(fixture).join("service-2.json")).all_operations()
}

fn outline(generator: &Generator) -> String {
    let files = generator.generate().expect("the fixture can be generated");
    let (_, text) = files.iter().next().expect("one file");
    let mut file = syn::parse_file(text).expect("Rust");
    strip(&mut file.items);
    prettyplease::unparse(&file)
}

/// Leaves what says how things are called, what their types are, and what is known of them on the wire.
fn strip(items: &mut Vec<Item>) {
    items.retain_mut(|item| match item {
        Item::Struct(item) => {
            item.attrs.clear();
            item.fields.iter_mut().for_each(|field| field.attrs.clear());
            true
        }
        Item::Enum(item) => {
            item.attrs.clear();
            item.variants
                .iter_mut()
                .for_each(|variant| variant.attrs.clear());
            true
        }
        Item::Mod(item) => {
            item.attrs.clear();
            if let Some((_, items)) = &mut item.content {
                strip(items);
            }
            true
        }
        Item::Static(_) => true,
        Item::Impl(item) => {
            item.attrs.clear();
            item.items.retain_mut(strip_member);
            !item.items.is_empty()
        }
        _ => false,
    });
}

fn strip_member(item: &mut ImplItem) -> bool {
    match item {
        // Setters are called as their fields, of which there are enough.
        ImplItem::Fn(method) => {
            let is_setter = method
                .sig
                .inputs
                .to_token_stream()
                .to_string()
                .starts_with("mut self");
            method.attrs.clear();
            method.block.stmts.clear();
            let arguments = method.sig.inputs.len();
            matches!(method.vis, Visibility::Public(_))
                && !is_setter
                && arguments > 0
                && method.sig.ident != "as_str"
        }
        ImplItem::Const(constant) => {
            // Members of which there is nothing to say but the name are the fields again.
            let says_more = constant.to_token_stream().to_string().contains(") .");
            constant.ident == "INFO" || (constant.ident == "MEMBERS" && says_more)
        }
        _ => false,
    }
}

#[test]
fn collisions() {
    insta::assert_snapshot!(outline(&generator("collisions")));
}

#[test]
fn giants() {
    insta::assert_snapshot!(outline(&generator("giants").emit(Emit::Types)));
}

#[test]
fn xml_and_http() {
    insta::assert_snapshot!(outline(&generator("wire").emit(Emit::Operations)));
}

#[test]
fn streams_documents_and_odd_values() {
    insta::assert_snapshot!(outline(&generator("radio").emit(Emit::Operations)));
}

#[test]
fn names_of_ec2() {
    insta::assert_snapshot!(outline(&generator("orchard").emit(Emit::Operations)));
}

#[test]
fn a_naming_course() {
    insta::assert_snapshot!(outline(&generator("course")));
}

#[test]
fn a_type_is_the_same_whichever_operations_are_chosen() {
    let outlines = |fixture: &str, operations: &[&str]| {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let generator = Generator::new(fixtures.join(fixture).join("service-2.json"));
        let generator = generator.operations(operations.iter().copied());
        let files = generator.generate().expect("the fixture can be generated");
        let file = syn::parse_file(files.iter().next().expect("one file").1).expect("Rust");
        let modules = file.items.into_iter().filter_map(|item| match item {
            Item::Mod(module) => module.content,
            _ => None,
        });
        let items = modules.flat_map(|(_, items)| items);
        items
            .filter(|item| matches!(item, Item::Struct(_) | Item::Enum(_)))
            .map(|item| item.to_token_stream().to_string())
            .collect::<Vec<_>>()
    };
    let all = outlines("giants", &["*"]);
    for operation in ["Measure", "Walk", "ListGiants"] {
        let alone = outlines("giants", &[operation]);
        assert!(!alone.is_empty());
        for item in alone {
            assert!(all.contains(&item), "{operation}: {item}");
        }
    }
}

//! Models that are large in one way: they must take time in proportion, and no stack.
//!
//! Each is so large that quadratic time would take minutes, and that recursion would end the test's thread.

use std::fmt::Write as _;
use std::fs;

use tinsmith_codegen::{Emit, Error, Generator};

const MANY: usize = 20_000;

fn generate(operation: &str, shapes: &str, emit: Emit) -> Result<String, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    let metadata =
        r#"{"apiVersion": "1", "endpointPrefix": "x", "protocol": "json", "jsonVersion": "1.1"}"#;
    let text = format!(
        r#"{{"metadata": {metadata}, "operations": {{"Go": {operation}}}, "shapes": {{{shapes}}}}}"#
    );
    fs::write(&path, text).expect("written");
    let files = Generator::new(&path)
        .all_operations()
        .emit(emit)
        .generate()?;
    Ok(files.iter().map(|(_, text)| text).collect())
}

/// JSON for many things, from the JSON of each.
fn many(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect::<Vec<_>>().join(",")
}

const IN_AND_OUT: &str = r#"{"input": {"shape": "S0"}, "output": {"shape": "S0"}}"#;

#[test]
fn shapes_may_hold_each_other_deeply() {
    for union in ["", r#""union": true,"#] {
        let count = 1500;
        let chain = many(count, |number| {
            let kind = if number == 0 { "" } else { union };
            let next = (number + 1) % count;
            format!(
                r#""S{number}": {{"type": "structure", {kind} "members": {{"next": {{"shape": "S{next}"}}}}}}"#
            )
        });
        let text = generate(IN_AND_OUT, &chain, Emit::Client).unwrap();
        assert!(text.contains("pub enum S1499 {") != union.is_empty());
    }
}

#[test]
fn lists_that_nest_too_deeply_are_told() {
    let mut chain =
        r#""S0": {"type": "structure", "members": {"list": {"shape": "L0"}}}"#.to_owned();
    for number in 0..MANY {
        let next = (number + 1).min(MANY - 1);
        write!(
            chain,
            r#", "L{number}": {{"type": "list", "member": {{"shape": "L{next}"}}}}"#
        )
        .unwrap();
    }
    let error = generate(IN_AND_OUT, &chain, Emit::Types)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("/shapes/L0: lists and maps in it nest more than 32 deep"),
        "{error}"
    );
    assert!(
        error.ends_with("more than 100 problems: looked no further"),
        "{error}"
    );
}

#[test]
fn members_values_and_errors_may_be_many() {
    let members = many(2000, |number| {
        format!(
            r#""a{}b": {{"shape": "Text"}}"#,
            "-".repeat(number % 40) + &number.to_string()
        )
    });
    let required = many(2000, |number| {
        format!(r#""a{}b""#, "-".repeat(number % 40) + &number.to_string())
    });
    // All of them want the same name in Rust.
    let values = many(2000, |number| {
        let (some, more) = (number / 45, number % 45);
        format!(r#""{}{}""#, "\\u00e9".repeat(some), "\\u00fc".repeat(more))
    });
    let shapes = format!(
        r#""S0": {{"type": "structure", "required": [{required}], "members": {{{members}}}}},
           "Text": {{"type": "string", "enum": [{values}]}},
           "Oops": {{"type": "structure", "exception": true, "members": {{}}}}"#
    );
    let errors = many(MANY, |_| r#"{"shape": "Oops"}"#.to_owned());
    let operation = format!(r#"{{"input": {{"shape": "S0"}}, "errors": [{errors}]}}"#);
    let text = generate(&operation, &shapes, Emit::Client).unwrap();
    assert!(text.contains("Empty2000,"), "the last of the values");
    assert_eq!(text.matches("Oops(errors::Oops)").count(), 1);
}

#[test]
fn problems_may_be_many() {
    let members = many(500, |number| {
        format!(r#""m{number}": {{"shape": "Missing{number}"}}"#)
    });
    let shapes = format!(r#""S0": {{"type": "structure", "members": {{{members}}}}}"#);
    let error = generate(IN_AND_OUT, &shapes, Emit::Types).unwrap_err();
    assert_eq!(error.messages().count(), 101);
}

#[test]
fn json_may_nest_deeply() {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let shapes =
        format!(r#""S0": {{"type": "structure", "members": {{}}, "extra": {open}{close}}}"#);
    assert!(generate(IN_AND_OUT, &shapes, Emit::Types).is_ok());
    let shapes = format!(r#""S0": {{"type": "structure", "retryable": {open}{close}}}"#);
    let error = generate(IN_AND_OUT, &shapes, Emit::Types)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("recursion limit exceeded") && error.len() < 5000,
        "{error}"
    );
}

/// Each of these is a small file that asks for more than can be generated, and is told so before any of it is made.
#[test]
fn what_is_too_large_is_refused() {
    let text = r#""Text": {"type": "string"}"#;
    let structure = |members: String| {
        format!(r#""S0": {{"type": "structure", "members": {{{members}}}}}, {text}"#)
    };
    let member = |number| format!(r#""m{number}": {{"shape": "Text"}}"#);
    let values = many(20_001, |number| format!("\"v{number}\""));
    let long = "x".repeat(2_001);
    let words = "x".repeat((1 << 20) + 1);
    for (shapes, told) in [
        (
            structure(many(10_001, member)),
            "/shapes/S0: 10001 members are more than the 10000 that can be generated",
        ),
        (
            structure(r#""a": {"shape": "Values"}"#.to_owned())
                + &format!(r#", "Values": {{"type": "string", "enum": [{values}]}}"#),
            "/shapes/Values: 20001 values are more than the 20000 that can be generated",
        ),
        (
            structure(format!(r#""{long}": {{"shape": "Text"}}"#)),
            "the name has 2001 bytes, and can have 2000",
        ),
        (
            structure(format!(
                r#""a": {{"shape": "Text", "documentation": "{words}"}}"#
            )),
            "/shapes/S0/members/a: the documentation has 1048577 bytes, and can have 1048576",
        ),
    ] {
        let error = generate(IN_AND_OUT, &shapes, Emit::Types).unwrap_err();
        let error = error.to_string();
        assert!(error.contains(told), "{}", &error[..error.len().min(500)]);
    }
}

#[test]
fn what_grows_too_large_is_refused() {
    // A thousand members share a documentation, and the operations share the structure.
    let members = many(1000, |number| {
        format!(r#""m{number}": {{"shape": "Text"}}"#)
    });
    let shapes = |words: &str| {
        format!(
            r#""S0": {{"type": "structure", "members": {{{members}}}}},
               "Text": {{"type": "string", "documentation": "{words}"}}"#
        )
    };
    let error = generate(IN_AND_OUT, &shapes(&"word ".repeat(10_000)), Emit::Types).unwrap_err();
    let told = "/shapes/S0: about 48 MiB of code would be generated for it, and 8 MiB can be";
    assert!(error.to_string().contains(told), "{error}");

    let more = many(1000, |number| format!(r#""More{number}": {IN_AND_OUT}"#));
    let operations = format!("{IN_AND_OUT}, {more}");
    let error = generate(&operations, &shapes(""), Emit::Types).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("MiB of code would be generated, and 400 MiB can be; choose fewer"),
        "{error}"
    );
}

#[test]
fn operations_and_shapes_are_counted() {
    let more = many(10_000, |number| format!(r#""More{number}": {{}}"#));
    let error = generate(&format!("{{}}, {more}"), "", Emit::Types).unwrap_err();
    let told = "10001 operations are more than the 10000 that can be generated";
    assert!(error.to_string().contains(told), "{error}");

    let count = 50_001;
    let chain = many(count, |number| {
        let next = (number + 1) % count;
        format!(
            r#""S{number}": {{"type": "structure", "members": {{"n": {{"shape": "S{next}"}}}}}}"#
        )
    });
    let error = generate(IN_AND_OUT, &chain, Emit::Types).unwrap_err();
    let told = "50001 shapes are more than the 50000 that can be generated";
    assert!(error.to_string().contains(told), "{error}");
}

#[test]
fn pages_of_operations_have_an_end() {
    // Each structure holds the next before its other members, and all of them are required.
    let chain = many(60, |number| {
        let others = many(100, |other| format!(r#""z{other}": {{"shape": "Text"}}"#));
        let required = many(100, |other| format!(r#""z{other}""#));
        let next = number + 1;
        format!(
            r#""S{number}": {{"type": "structure", "required": [{required}],
                "members": {{"a": {{"shape": "S{next}"}}, {others}}}}}"#
        )
    });
    let shapes = format!(
        r#"{chain}, "S60": {{"type": "structure", "members": {{}}}}, "Text": {{"type": "string"}}"#
    );
    let text = generate(IN_AND_OUT, &shapes, Emit::Client).unwrap();
    let page = text.split("pub struct Go;").next().unwrap();
    assert!(page.len() < 300_000, "{}", page.len());
}

#[test]
fn a_file_may_be_white_space_or_endless() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    let file = fs::File::create(&path).expect("a file");
    file.set_len((128 << 20) + 1).expect("a sparse file");
    let error = Generator::new(&path)
        .all_operations()
        .generate()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("larger than 128 MiB, which no model is"),
        "{error}"
    );
    fs::write(&path, " ".repeat(1 << 20)).expect("written");
    let error = Generator::new(&path)
        .all_operations()
        .generate()
        .unwrap_err();
    assert!(error.to_string().contains("the file is empty"), "{error}");
}

/// Shapes of an AST with one operation, whose input is `x#In`.
fn generate_ast(shapes: &str) -> Result<String, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.json");
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "x#Service": {{"type": "service", "version": "1", "operations": [{{"target": "x#Go"}}]}},
            "x#Go": {{"type": "operation", "input": {{"target": "x#In"}}}}, {shapes}}}}}"#
    );
    fs::write(&path, text).expect("written");
    let generator = Generator::new(&path).all_operations().emit(Emit::Types);
    let files = generator.generate()?;
    Ok(files.iter().map(|(_, text)| text).collect())
}

#[test]
fn what_is_copied_in_an_ast_has_an_end() {
    let words = "x".repeat(500_000);
    let docs = format!(r#""traits": {{"smithy.api#documentation": "{words}"}}"#);
    let told = "mixins and members with limits of their own copy more than 64 MiB of the model";

    // Members with limits of their own get a copy of the shape.
    let limit = r#""traits": {"smithy.api#length": {"min": 1}}"#;
    let members = many(200, |number| {
        format!(r#""m{number}": {{"target": "x#Text", {limit}}}"#)
    });
    let shapes = format!(
        r#""x#In": {{"type": "structure", "members": {{{members}}}}}, "x#Text": {{"type": "string", {docs}}}"#
    );
    let error = generate_ast(&shapes).unwrap_err().to_string();
    assert!(error.contains(told), "{}", &error[..error.len().min(500)]);

    // Structures get the members of their mixins.
    let members = many(200, |number| {
        format!(r#""m{number}": {{"target": "x#S{number}"}}"#)
    });
    let users = many(200, |number| {
        format!(r#""x#S{number}": {{"type": "structure", "mixins": [{{"target": "x#Mixin"}}]}}"#)
    });
    let shapes = format!(
        r#""x#In": {{"type": "structure", "members": {{{members}}}}}, {users},
           "x#Mixin": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String", {docs}}}}}}}"#
    );
    let error = generate_ast(&shapes).unwrap_err().to_string();
    assert!(error.contains(told), "{}", &error[..error.len().min(500)]);
}

#[test]
fn mixins_may_nest_deeply_and_in_circles() {
    let chain = many(1000, |number| {
        let next = (number + 1) % 1000;
        format!(r#""x#M{number}": {{"type": "structure", "mixins": [{{"target": "x#M{next}"}}]}}"#)
    });
    let shapes =
        format!(r#""x#In": {{"type": "structure", "mixins": [{{"target": "x#M0"}}]}}, {chain}"#);
    let error = generate_ast(&shapes).unwrap_err().to_string();
    assert!(
        error.contains("mixins in mixins, more than 64 deep"),
        "{error}"
    );
}

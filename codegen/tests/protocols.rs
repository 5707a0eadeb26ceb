//! That the emitted code of a model is the same text whatever the protocol, but for the constant that names it.

use std::fs;

use tinsmith_codegen::Generator;

/// What a model's metadata says of its protocol, and the name of the runtime's variant.
const PROTOCOLS: [(&str, &str); 7] = [
    (r#""protocol": "json", "jsonVersion": "1.0""#, "AwsJson1_0"),
    (r#""protocol": "json", "jsonVersion": "1.1""#, "AwsJson1_1"),
    (r#""protocol": "rest-json""#, "RestJson1"),
    (r#""protocol": "rest-xml""#, "RestXml"),
    (r#""protocol": "query""#, "AwsQuery"),
    (r#""protocol": "ec2""#, "Ec2Query"),
    (r#""protocol": "smithy-rpc-v2-cbor""#, "RpcV2Cbor"),
];

/// The model `wire`, which has every fact of HTTP and XML, in another protocol.
fn emitted(metadata: &str) -> String {
    emitted_with("", metadata)
}

/// The same with more operations.
fn emitted_with(operations: &str, metadata: &str) -> String {
    let model = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/wire/service-2.json"
    );
    let model = fs::read_to_string(model).expect("the fixture");
    let stated = r#""protocol": "rest-xml""#;
    assert!(model.contains(stated), "the fixture states its protocol");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    let begin = r#""operations": {"#;
    let model = model.replacen(begin, &format!("{begin}{operations}"), 1);
    fs::write(&path, model.replace(stated, metadata)).expect("a file");
    let generator = Generator::new(&path).all_operations().serde(true);
    let files = generator.generate().expect("the model can be generated");
    files.iter().next().expect("one file").1.to_owned()
}

#[test]
fn the_protocol_is_one_constant() {
    let reference = emitted(PROTOCOLS[0].0);
    for (metadata, variant) in PROTOCOLS {
        let text = emitted(metadata);
        let named = format!("rt::Protocol::{variant},");
        assert_eq!(text.matches(&named).count(), 1, "{variant}");
        let same = text.replace(&named, "rt::Protocol::AwsJson1_0,");
        assert_eq!(same, reference, "{variant}");
    }
}

/// The one protocol whose requests differ says so itself, so that the others' code does not change with it.
#[test]
fn an_operation_without_input_is_told_where_it_matters() {
    let bare = r#""Bare": {"name": "Bare", "http": {"method": "POST", "requestUri": "/"}},"#;
    for (metadata, variant) in PROTOCOLS {
        let told = emitted_with(bare, metadata).matches(".no_input()").count();
        assert_eq!(told, usize::from(variant == "RpcV2Cbor"), "{variant}");
    }
}

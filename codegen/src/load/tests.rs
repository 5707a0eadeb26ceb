//! Tests of `load` as a whole, on small trees of files.

use std::fs;
use std::path::Path;

use super::{Format, Input, load};
use crate::error::ErrorKind;

const MODEL: &str = r#"{"metadata":{},"operations":{}}"#;

struct Tree(tempfile::TempDir);

impl Tree {
    fn new(files: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, MODEL).unwrap();
        }
        Self(dir)
    }

    fn load(&self, path: &str, service: Option<&str>) -> Result<Input, (ErrorKind, String)> {
        load(&self.0.path().join(path), service).map_err(|error| {
            let root = format!("{}/", self.0.path().display());
            (error.kind(), error.to_string().replace(&root, ""))
        })
    }

    fn found(&self, path: &str, service: Option<&str>) -> String {
        let input = self.load(path, service).unwrap();
        self.relative(&input.model.path)
    }

    fn error(&self, path: &str, service: Option<&str>) -> (ErrorKind, String) {
        self.load(path, service).unwrap_err()
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.0.path())
            .unwrap()
            .display()
            .to_string()
    }
}

const DATA: [&str; 8] = [
    "botocore/data/endpoints.json",
    "botocore/data/ec2/2014-09-01/service-2.json.gz",
    "botocore/data/ec2/2016-11-15/service-2.json.gz",
    "botocore/data/ec2/2016-11-15/paginators-1.json.gz",
    // No version of an API, whatever sorts last.
    "botocore/data/ec2/latest/service-2.json",
    // Has no model, and so is not the newest.
    "botocore/data/ec2/2020-01-01/waiters-2.json",
    "botocore/data/discovery/2015-11-01/service-2.json",
    "botocore/docs/x.rst",
];
const EC2: &str = "botocore/data/ec2/2016-11-15/service-2.json.gz";

#[test]
fn a_model_is_found_from_each_level_of_the_tree() {
    let tree = Tree::new(&DATA);
    for path in [
        EC2,
        "botocore/data/ec2/2016-11-15",
        "botocore/data/ec2",
        "botocore/data",
        "botocore",
        "",
    ] {
        assert_eq!(tree.found(path, Some("ec2")), EC2, "{path}");
    }
    assert_eq!(tree.found(EC2, None), EC2);
    assert_eq!(tree.found("botocore/data/ec2", None), EC2);
}

#[test]
fn a_version_can_be_picked() {
    let tree = Tree::new(&DATA);
    for path in ["botocore/data/ec2", "botocore/data", ""] {
        let older = "botocore/data/ec2/2014-09-01/service-2.json.gz";
        assert_eq!(tree.found(path, Some("ec2/2014-09-01")), older);
        let error = tree.error(path, Some("ec2/2014"));
        let told = "botocore/data/ec2: unknown API version `2014`; did you mean `2014-09-01`?";
        assert_eq!(error, (ErrorKind::Usage, told.to_owned()));
    }
}

#[test]
fn a_service_that_is_not_there_is_told() {
    let tree = Tree::new(&DATA);
    let naming = "`--service NAME`, or `.service(\"NAME\")` on the generator";
    for (path, service, told) in [
        (
            "botocore",
            None,
            format!(
                "botocore/data: a tree of services, and none is named; there is `discovery`, `ec2`; name one: {naming}"
            ),
        ),
        (
            "",
            Some("discovry"),
            "botocore/data: unknown service `discovry`; did you mean `discovery`?".to_owned(),
        ),
        (
            "",
            Some("s3"),
            "botocore/data: unknown service `s3`; there is `discovery`, `ec2`".to_owned(),
        ),
        (
            "",
            Some("../data/ec2"),
            "botocore/data: unknown service `..`; there is `discovery`, `ec2`".to_owned(),
        ),
        (
            EC2,
            Some("s3"),
            format!(
                "{EC2}: this is the model of `ec2`, and service `s3` is asked for; leave the service out, or name a tree of services as the model ({naming} picks from it)"
            ),
        ),
    ] {
        assert_eq!(tree.error(path, service), (ErrorKind::Usage, told));
    }
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let tree = Tree::new(&DATA);
    let (kind, told) = tree.error("botocore/data/discovry/2015-11-01", None);
    assert_eq!(kind, ErrorKind::Io);
    assert!(
        told.starts_with("botocore/data/discovry/2015-11-01: cannot read the model: "),
        "{told}"
    );
    assert!(
        told.ends_with("; did you mean `botocore/data/discovery`?"),
        "{told}"
    );
    let (_, told) = tree.error("botocore/data/zzz", None);
    assert!(
        told.ends_with("; `botocore/data` has no such entry"),
        "{told}"
    );
    let (kind, told) = tree.error("botocore/docs", None);
    assert_eq!(kind, ErrorKind::Model);
    assert!(
        told.starts_with("botocore/docs: no service model in this directory; looked for"),
        "{told}"
    );
}

#[test]
fn the_files_beside_a_model_are_read_and_listed() {
    let tree = Tree::new(&[
        "x/2020-01-01/service-2.json",
        "x/2020-01-01/service-2.sdk-extras.json",
        "x/2020-01-01/paginators-1.json.gz",
        "x/2020-01-01/paginators-1.sdk-extras.json",
        "x/2020-01-01/waiters-2.json",
        "x/2020-01-01/renamed.json",
    ]);
    let input = tree.load("x", None).unwrap();
    let files: Vec<_> = input
        .files()
        .into_iter()
        .map(|path| tree.relative(path))
        .collect();
    assert_eq!(
        files,
        [
            "x/2020-01-01/service-2.json",
            "x/2020-01-01/paginators-1.json.gz",
            "x/2020-01-01/service-2.sdk-extras.json",
            "x/2020-01-01/paginators-1.sdk-extras.json",
        ]
    );
    let renamed = tree.load("x/2020-01-01/renamed.json", None).unwrap();
    assert_eq!(
        renamed.files().len(),
        1,
        "what lies beside it may be another model's"
    );
}

#[test]
fn the_service_is_named_by_the_directory_above_the_version() {
    let tree = Tree::new(&[
        "discovery/2015-11-01/service-2.json",
        "plain/service-2.json",
    ]);
    let name = |path| tree.load(path, None).unwrap().service_name;
    assert_eq!(name("discovery").as_deref(), Some("discovery"));
    assert_eq!(
        name("discovery/2015-11-01/service-2.json").as_deref(),
        Some("discovery")
    );
    assert_eq!(name("plain"), None);
}

#[test]
fn a_smithy_model_has_nothing_beside_it() {
    let tree = Tree::new(&[
        "x/2020-01-01/service-2.json",
        "x/2020-01-01/paginators-1.json",
    ]);
    fs::write(
        tree.0.path().join("x/2020-01-01/service-2.json"),
        r#"{"smithy":"2.0"}"#,
    )
    .unwrap();
    let input = tree.load("x", None).unwrap();
    assert_eq!(input.format, Format::SmithyAst);
    assert_eq!(input.files().len(), 1);
}

#[test]
fn a_tree_of_smithy_models_is_one_of_services() {
    let tree = Tree::new(&[
        "models/sqs/service/2012-11-05/sqs-2012-11-05.json",
        "models/sqs/service/2008-01-01/sqs-2008-01-01.json",
        "models/sts/service/2011-06-15/sts-2011-06-15.json",
        "cut/2012-11-05/any-name.json.gz",
        "cut/2012-11-05/endpoint-rule-set-1.json",
        "ambiguous/2012-11-05/a.json",
        "ambiguous/2012-11-05/b.json",
        "plain/package.json",
    ]);
    let newest = "models/sqs/service/2012-11-05/sqs-2012-11-05.json";
    for (path, service) in [
        ("", Some("sqs")),
        ("models", Some("sqs")),
        ("models/sqs", None),
        ("models/sqs/service", None),
        ("models/sqs/service/2012-11-05", None),
    ] {
        assert_eq!(tree.found(path, service), newest, "{path}");
    }
    let input = tree.load("models", Some("sqs/2008-01-01")).unwrap();
    assert_eq!(input.service_name.as_deref(), Some("sqs"));
    assert_eq!(tree.found("cut", None), "cut/2012-11-05/any-name.json.gz");
    for path in ["ambiguous", "plain"] {
        let (_, told) = tree.error(path, None);
        assert!(told.contains("no service model"), "{path}: {told}");
    }
}

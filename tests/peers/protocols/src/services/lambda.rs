//! restJson1: `ListFunctions` and `CreateFunction` of Lambda.

use bytes::Bytes;
use tinsmith::operation;

use super::Service;
use crate::Failure;
use crate::answer::{self, call, client, runtime};
use crate::content::{json, target};
use crate::derives::lambda as derives;
use crate::pages::lambda::page;
use crate::row::Row;

mod generated {
    tinsmith::include_service!("lambda");
}

use generated::types::{Architecture, Environment, FunctionCode, Runtime, VpcConfig};
use generated::{
    CreateFunction, CreateFunctionRequest, ListFunctions, ListFunctionsRequest,
    ListFunctionsResponse,
};

pub const SERVICE: Service = Service {
    name: "lambda",
    sizes: &[1, 100],
    page,
    headers: &[
        ("content-type", "application/json"),
        ("x-amzn-requestid", "2b1f0c9d-8e7a-4655-9443-221100ffeedd"),
    ],
    read: |response| {
        let page = operation::response::<ListFunctions>(response)?;
        Ok(page.functions.map_or(0, |all| all.len()))
    },
    rows,
};

fn rows() -> Result<Vec<String>, Failure> {
    let mut missed = Vec::new();
    for entries in SERVICE.sizes {
        missed.extend(read(*entries)?);
    }
    missed.extend(write_list()?);
    missed.extend(write_function()?);
    missed.extend(whole_call()?);
    Ok(missed)
}

/// Number of functions, and some of the last.
fn content(
    functions: usize,
    description: &str,
    size: i64,
    subnets: usize,
    variables: usize,
    format: &str,
) -> String {
    format!("{functions} {description} {size} {subnets} {variables} {format}")
}

fn ours(page: ListFunctionsResponse) -> String {
    let functions = page.functions.unwrap_or_default();
    let last = &functions[functions.len() - 1];
    let network = last.vpc_config.as_ref().expect("a network");
    let environment = last.environment.as_ref().expect("an environment");
    let logging = last.logging_config.as_ref().expect("logging");
    content(
        functions.len(),
        last.description.as_deref().unwrap_or_default(),
        last.code_size.unwrap_or_default(),
        network.subnet_ids.as_ref().map_or(0, Vec::len),
        environment.variables.as_ref().map_or(0, |all| all.len()),
        logging.log_format.as_ref().expect("a format").as_str(),
    )
}

fn by_derives(page: derives::ListFunctionsResponse) -> String {
    let functions = page.functions.unwrap_or_default();
    let last = &functions[functions.len() - 1];
    let network = last.vpc_config.as_ref().expect("a network");
    let environment = last.environment.as_ref().expect("an environment");
    let logging = last.logging_config.as_ref().expect("logging");
    content(
        functions.len(),
        last.description.as_deref().unwrap_or_default(),
        last.code_size.unwrap_or_default(),
        network.subnet_ids.as_ref().map_or(0, Vec::len),
        environment.variables.as_ref().map_or(0, |all| all.len()),
        logging.log_format.as_ref().expect("a format").as_str(),
    )
}

fn read(entries: usize) -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(entries));
    #[cfg(feature = "sdk")]
    let (theirs, halves) = (crate::sdk::response(&response)?, sdk::list_functions()?);
    let mut row = Row::new(format!("lambda: read {entries} functions"));
    row.add(
        "tinsmith",
        || Ok(operation::response::<ListFunctions>(&response)?),
        ours,
    )?;
    row.add(
        "serde derives",
        || {
            Ok(serde_json::from_slice::<derives::ListFunctionsResponse>(
                response.body(),
            )?)
        },
        by_derives,
    )?;
    row.goal(1.0);
    #[cfg(feature = "sdk")]
    {
        row.add("AWS SDK", || halves.read(&theirs), sdk::content)?;
        row.goal(super::READ);
    }
    Ok(row.time())
}

fn list() -> ListFunctionsRequest {
    ListFunctionsRequest::new()
        .marker("page/2+3=")
        .max_items(50)
}

fn write_list() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), list());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::list_functions()?, sdk::list().build()?);
    let mut row = Row::new("lambda: write ListFunctions");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<ListFunctions>(
                &value, &endpoint, None,
            )?)
        },
        |request| target(&request),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| crate::sdk::target(&request),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

const VARIABLES: [(&str, &str); 3] = [
    ("STAGE", "test"),
    ("TABLE", "orders"),
    ("TEXT", "a \"b\"\nc"),
];
/// Goes out in base64.
const ARCHIVE: [u8; 4096] = [0xA5; 4096];

fn create() -> CreateFunctionRequest {
    let variables = VARIABLES.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let network = VpcConfig::new()
        .subnet_ids(["subnet-0".to_owned(), "subnet-1".to_owned()])
        .security_group_ids(["sg-0".to_owned()]);
    let code = FunctionCode::new().zip_file(Bytes::from_static(&ARCHIVE));
    CreateFunctionRequest::new(code, "resize", "arn:aws:iam::123456789012:role/resize")
        .runtime(Runtime::from("python3.12"))
        .handler("index.handler")
        .description("Makes pictures smaller")
        .timeout(30)
        .memory_size(512)
        .architectures([Architecture::from("arm64")])
        .environment(Environment::new().variables(variables))
        .vpc_config(network)
}

fn write_function() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), create());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::create_function()?, sdk::create()?);
    let mut row = Row::new("lambda: write CreateFunction");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<CreateFunction>(
                &value, &endpoint, None,
            )?)
        },
        |request| json(request.body()),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| json(crate::sdk::body(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

fn whole_call() -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(1));
    let (runtime, client) = (runtime()?, client::<ListFunctions>(&response)?);
    #[cfg(feature = "sdk")]
    let sdk_client = crate::sdk::client!(aws_sdk_lambda, &response);
    let mut row = Row::new("lambda: whole call, 1 function");
    row.add(
        "tinsmith",
        || Ok(call::<ListFunctions>(&runtime, &client, list())?),
        ours,
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add(
            "AWS SDK",
            || Ok(runtime.block_on(sdk::list().send_with(&sdk_client))?),
            sdk::content,
        )?;
        row.goal(super::CALL);
    }
    Ok(row.time())
}

#[cfg(feature = "sdk")]
mod sdk {
    use aws_sdk_lambda::operation::create_function::{
        CreateFunction, CreateFunctionInput, CreateFunctionOutput,
    };
    use aws_sdk_lambda::operation::list_functions::builders::ListFunctionsInputBuilder;
    use aws_sdk_lambda::operation::list_functions::{
        ListFunctions, ListFunctionsInput, ListFunctionsOutput,
    };
    use aws_sdk_lambda::primitives::Blob;
    use aws_sdk_lambda::types::{Architecture, Environment, FunctionCode, Runtime, VpcConfig};

    use crate::Failure;
    use crate::sdk::Halves;

    pub(super) fn list_functions()
    -> Result<Halves<ListFunctionsInput, ListFunctionsOutput>, Failure> {
        Halves::new(ListFunctions::new())
    }

    pub(super) fn create_function()
    -> Result<Halves<CreateFunctionInput, CreateFunctionOutput>, Failure> {
        Halves::new(CreateFunction::new())
    }

    pub(super) fn content(page: ListFunctionsOutput) -> String {
        let functions = page.functions();
        let last = &functions[functions.len() - 1];
        let environment = last.environment().expect("an environment");
        super::content(
            functions.len(),
            last.description().unwrap_or_default(),
            last.code_size(),
            last.vpc_config().expect("a network").subnet_ids().len(),
            environment.variables().map_or(0, |all| all.len()),
            last.logging_config()
                .expect("logging")
                .log_format()
                .expect("a format")
                .as_str(),
        )
    }

    pub(super) fn list() -> ListFunctionsInputBuilder {
        ListFunctionsInput::builder()
            .marker("page/2+3=")
            .max_items(50)
    }

    pub(super) fn create() -> Result<CreateFunctionInput, Failure> {
        let environment = super::VARIABLES
            .iter()
            .fold(Environment::builder(), |environment, (name, value)| {
                environment.variables(*name, *value)
            });
        let network = VpcConfig::builder()
            .subnet_ids("subnet-0")
            .subnet_ids("subnet-1")
            .security_group_ids("sg-0");
        let code = FunctionCode::builder().zip_file(Blob::new(super::ARCHIVE));
        Ok(CreateFunctionInput::builder()
            .code(code.build())
            .function_name("resize")
            .role("arn:aws:iam::123456789012:role/resize")
            .runtime(Runtime::from("python3.12"))
            .handler("index.handler")
            .description("Makes pictures smaller")
            .timeout(30)
            .memory_size(512)
            .architectures(Architecture::from("arm64"))
            .environment(environment.build())
            .vpc_config(network.build())
            .build()?)
    }
}

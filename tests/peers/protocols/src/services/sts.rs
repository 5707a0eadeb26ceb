//! awsQuery: `AssumeRole` of STS. It has no pages: there is one size.

use tinsmith::operation;

use super::Service;
use crate::Failure;
use crate::answer::{self, call, client, runtime};
use crate::content::pairs;
use crate::limit;
use crate::pages::sts::page;
use crate::row::Row;

mod generated {
    tinsmith::include_service!("sts");
}

use generated::types::{PolicyDescriptorType, Tag};
use generated::{AssumeRole, AssumeRoleRequest, AssumeRoleResponse};

pub const SERVICE: Service = Service {
    name: "sts",
    sizes: &[1],
    page: |_| page(),
    headers: &[
        ("content-type", "text/xml"),
        ("x-amzn-requestid", "c6104cbe-af31-11e0-8154-cbc7ccf896c7"),
    ],
    read: |response| {
        let answer = operation::response::<AssumeRole>(response)?;
        Ok(usize::from(answer.credentials.is_some()))
    },
    rows,
};

fn rows() -> Result<Vec<String>, Failure> {
    let mut missed = read()?;
    missed.extend(write()?);
    missed.extend(whole_call()?);
    Ok(missed)
}

fn content(arn: &str, token: &str, expiration: i64, size: i32) -> String {
    format!("{arn} {token} {expiration} {size}")
}

fn ours(answer: AssumeRoleResponse) -> String {
    let credentials = answer.credentials.expect("credentials");
    content(
        &answer.assumed_role_user.expect("a user").arn,
        &credentials.session_token,
        credentials.expiration.as_second(),
        answer.session_token_size.unwrap_or_default(),
    )
}

fn read() -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page());
    #[cfg(feature = "sdk")]
    let (theirs, halves) = (crate::sdk::response(&response)?, sdk::halves()?);
    let mut row = Row::new("sts: read AssumeRole");
    row.add(
        "tinsmith",
        || Ok(operation::response::<AssumeRole>(&response)?),
        ours,
    )?;
    row.limit("quick-xml, events only", Some(0.5), || {
        limit::xml(response.body())
    })?;
    #[cfg(feature = "sdk")]
    {
        row.add("AWS SDK", || halves.read(&theirs), sdk::content)?;
        row.goal(super::READ);
    }
    Ok(row.time())
}

const ROLE: &str = "arn:aws:iam::123456789012:role/deploy";
const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
const TAGS: [(&str, &str); 2] = [("team", "web & api"), ("cost centre", "12/34")];

fn request() -> AssumeRoleRequest {
    AssumeRoleRequest::new(ROLE, "session")
        .policy(POLICY)
        .policy_arns([PolicyDescriptorType::new().arn("arn:aws:iam::aws:policy/ReadOnlyAccess")])
        .duration_seconds(3600)
        .tags(TAGS.map(|(key, value)| Tag::new(key, value)))
        .external_id("external")
}

fn write() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), request());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::halves()?, sdk::builder()?.build()?);
    let mut row = Row::new("sts: write AssumeRole");
    row.add(
        "tinsmith",
        || Ok(operation::request::<AssumeRole>(&value, &endpoint, None)?),
        |request| pairs(request.body()),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| pairs(crate::sdk::body(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

fn whole_call() -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page());
    let (runtime, client) = (runtime()?, client::<AssumeRole>(&response)?);
    #[cfg(feature = "sdk")]
    let sdk_client = crate::sdk::client!(aws_sdk_sts, &response);
    let mut row = Row::new("sts: whole call");
    row.add(
        "tinsmith",
        || Ok(call::<AssumeRole>(&runtime, &client, request())?),
        ours,
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add(
            "AWS SDK",
            || Ok(runtime.block_on(sdk::builder()?.send_with(&sdk_client))?),
            sdk::content,
        )?;
        row.goal(super::CALL);
    }
    Ok(row.time())
}

#[cfg(feature = "sdk")]
mod sdk {
    use aws_sdk_sts::operation::assume_role::builders::AssumeRoleInputBuilder;
    use aws_sdk_sts::operation::assume_role::{AssumeRole, AssumeRoleInput, AssumeRoleOutput};
    use aws_sdk_sts::types::{PolicyDescriptorType, Tag};

    use crate::Failure;
    use crate::sdk::Halves;

    pub(super) fn halves() -> Result<Halves<AssumeRoleInput, AssumeRoleOutput>, Failure> {
        Halves::new(AssumeRole::new())
    }

    pub(super) fn content(answer: AssumeRoleOutput) -> String {
        let credentials = answer.credentials().expect("credentials");
        super::content(
            answer.assumed_role_user().expect("a user").arn(),
            credentials.session_token(),
            credentials.expiration().secs(),
            answer.session_token_size().unwrap_or_default(),
        )
    }

    pub(super) fn builder() -> Result<AssumeRoleInputBuilder, Failure> {
        let policy = PolicyDescriptorType::builder().arn("arn:aws:iam::aws:policy/ReadOnlyAccess");
        let mut builder = AssumeRoleInput::builder()
            .role_arn(super::ROLE)
            .role_session_name("session")
            .policy(super::POLICY)
            .policy_arns(policy.build())
            .duration_seconds(3600)
            .external_id("external");
        for (key, value) in super::TAGS {
            builder = builder.tags(Tag::builder().key(key).value(value).build()?);
        }
        Ok(builder)
    }
}

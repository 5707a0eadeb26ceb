//! ec2Query: `DescribeInstances` of EC2.

use tinsmith::operation;

use super::Service;
use crate::Failure;
use crate::answer::{self, call, client, runtime};
use crate::content::pairs;
use crate::limit;
use crate::pages::ec2::page;
use crate::row::Row;

mod generated {
    tinsmith::include_service!("ec2");
}

use generated::types::Filter;
use generated::{DescribeInstances, DescribeInstancesRequest, DescribeInstancesResponse};

pub const SERVICE: Service = Service {
    name: "ec2",
    sizes: &[1, 100],
    page,
    headers: &[
        ("content-type", "text/xml;charset=UTF-8"),
        ("x-amzn-requestid", "8f7724cf-496f-496e-8fe3-example00001"),
    ],
    read: |response| {
        let page = operation::response::<DescribeInstances>(response)?;
        Ok(page.reservations.map_or(0, |all| all.len()))
    },
    rows,
};

fn rows() -> Result<Vec<String>, Failure> {
    let mut missed = Vec::new();
    for entries in SERVICE.sizes {
        missed.extend(read(*entries)?);
    }
    missed.extend(write()?);
    missed.extend(whole_call()?);
    Ok(missed)
}

/// Number of reservations, and of the last instance some that lies at different depths.
fn content(
    reservations: usize,
    group: &str,
    volume: &str,
    launched: i64,
    tags: usize,
    mode: &str,
) -> String {
    format!("{reservations} {group} {volume} {launched} {tags} {mode}")
}

fn ours(page: DescribeInstancesResponse) -> String {
    let reservations = page.reservations.unwrap_or_default();
    let last = &reservations[reservations.len() - 1];
    let instance = &last.instances.as_ref().expect("instances")[0];
    let interface = &instance.network_interfaces.as_ref().expect("interfaces")[0];
    let device = &instance.block_device_mappings.as_ref().expect("devices")[1];
    let ebs = device.ebs.as_ref().expect("a volume");
    content(
        reservations.len(),
        interface.groups.as_ref().expect("groups")[0]
            .group_name
            .as_deref()
            .unwrap_or_default(),
        ebs.volume_id.as_deref().unwrap_or_default(),
        ebs.attach_time.expect("a time").as_second(),
        instance.tags.as_ref().map_or(0, Vec::len),
        instance
            .current_instance_boot_mode
            .as_ref()
            .expect("a mode")
            .as_str(),
    )
}

fn read(entries: usize) -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(entries));
    #[cfg(feature = "sdk")]
    let (theirs, halves) = (crate::sdk::response(&response)?, sdk::halves()?);
    let mut row = Row::new(format!("ec2: read {entries} instances"));
    row.add(
        "tinsmith",
        || Ok(operation::response::<DescribeInstances>(&response)?),
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

const FILTERS: [(&str, &[&str]); 3] = [
    ("instance-state-name", &["pending", "running"]),
    ("tag:team", &["web & api", "data"]),
    ("vpc-id", &["vpc-0123456789abcdef0"]),
];

fn request() -> DescribeInstancesRequest {
    let filters = FILTERS.map(|(name, values)| {
        let values = values.iter().map(|value| (*value).to_owned());
        Filter::new().name(name).values(values.collect::<Vec<_>>())
    });
    DescribeInstancesRequest::new()
        .filters(filters)
        .max_results(100)
        .next_token("next")
}

fn write() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), request());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::halves()?, sdk::builder().build()?);
    let mut row = Row::new("ec2: write DescribeInstances");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<DescribeInstances>(
                &value, &endpoint, None,
            )?)
        },
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
    let response = answer::response(SERVICE.headers, page(1));
    let (runtime, client) = (runtime()?, client::<DescribeInstances>(&response)?);
    #[cfg(feature = "sdk")]
    let sdk_client = crate::sdk::client!(aws_sdk_ec2, &response);
    let mut row = Row::new("ec2: whole call, 1 instance");
    row.add(
        "tinsmith",
        || Ok(call::<DescribeInstances>(&runtime, &client, request())?),
        ours,
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add(
            "AWS SDK",
            || Ok(runtime.block_on(sdk::builder().send_with(&sdk_client))?),
            sdk::content,
        )?;
        row.goal(super::CALL);
    }
    Ok(row.time())
}

#[cfg(feature = "sdk")]
mod sdk {
    use aws_sdk_ec2::operation::describe_instances::builders::DescribeInstancesInputBuilder;
    use aws_sdk_ec2::operation::describe_instances::{
        DescribeInstances, DescribeInstancesInput, DescribeInstancesOutput,
    };
    use aws_sdk_ec2::types::Filter;

    use crate::Failure;
    use crate::sdk::Halves;

    pub(super) fn halves()
    -> Result<Halves<DescribeInstancesInput, DescribeInstancesOutput>, Failure> {
        Halves::new(DescribeInstances::new())
    }

    pub(super) fn content(page: DescribeInstancesOutput) -> String {
        let reservations = page.reservations();
        let instance = &reservations[reservations.len() - 1].instances()[0];
        let ebs = instance.block_device_mappings()[1].ebs().expect("a volume");
        super::content(
            reservations.len(),
            instance.network_interfaces()[0].groups()[0]
                .group_name()
                .unwrap_or_default(),
            ebs.volume_id().unwrap_or_default(),
            ebs.attach_time().expect("a time").secs(),
            instance.tags().len(),
            instance
                .current_instance_boot_mode()
                .expect("a mode")
                .as_str(),
        )
    }

    pub(super) fn builder() -> DescribeInstancesInputBuilder {
        let builder = DescribeInstancesInput::builder()
            .max_results(100)
            .next_token("next");
        super::FILTERS
            .iter()
            .fold(builder, |builder, (name, values)| {
                let filter = Filter::builder().name(*name);
                let filter = values
                    .iter()
                    .fold(filter, |filter, value| filter.values(*value));
                builder.filters(filter.build())
            })
    }
}

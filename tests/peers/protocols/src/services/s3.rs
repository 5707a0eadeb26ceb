//! restXml: `ListObjectsV2` and `CompleteMultipartUpload` of S3.

use tinsmith::operation;

use super::Service;
use crate::Failure;
use crate::answer::{self, call, client, runtime};
use crate::content::target;
use crate::dice::Dice;
use crate::limit;
use crate::pages::s3::page;
use crate::row::Row;

mod generated {
    tinsmith::include_service!("s3");
}

use generated::types::{CompletedMultipartUpload, CompletedPart};
use generated::{
    CompleteMultipartUpload, CompleteMultipartUploadRequest, ListObjectsV2, ListObjectsV2Request,
    ListObjectsV2Response,
};

pub const SERVICE: Service = Service {
    name: "s3",
    sizes: &[1, 1000],
    page,
    headers: &[
        ("content-type", "application/xml"),
        ("x-amz-request-id", "4B1C2D3E4F506172"),
    ],
    read: |response| {
        let page = operation::response::<ListObjectsV2>(response)?;
        Ok(page.contents.map_or(0, |all| all.len()))
    },
    rows,
};

fn rows() -> Result<Vec<String>, Failure> {
    let mut missed = Vec::new();
    for entries in SERVICE.sizes {
        missed.extend(read(*entries)?);
    }
    missed.extend(write_list()?);
    missed.extend(write_parts()?);
    missed.extend(whole_call()?);
    Ok(missed)
}

/// Number of objects, and of the last its key, the quoted tag, time, size and class.
fn content(objects: usize, key: &str, tag: &str, modified: i64, size: i64, class: &str) -> String {
    format!("{objects} {key} {tag} {modified} {size} {class}")
}

fn ours(page: ListObjectsV2Response) -> String {
    let objects = page.contents.unwrap_or_default();
    let last = &objects[objects.len() - 1];
    content(
        objects.len(),
        last.key.as_deref().unwrap_or_default(),
        last.e_tag.as_deref().unwrap_or_default(),
        last.last_modified.expect("a time").as_second(),
        last.size.unwrap_or_default(),
        last.storage_class.as_ref().expect("a class").as_str(),
    )
}

fn read(entries: usize) -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(entries));
    #[cfg(feature = "sdk")]
    let (theirs, halves) = (crate::sdk::response(&response)?, sdk::list_objects()?);
    let mut row = Row::new(format!("s3: read {entries} objects"));
    row.add(
        "tinsmith",
        || Ok(operation::response::<ListObjectsV2>(&response)?),
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

fn list() -> ListObjectsV2Request {
    ListObjectsV2Request::new("bucket")
        .prefix("logs/2026 & before/")
        .delimiter("/")
        .max_keys(1000)
        .start_after("logs/2026 & before/é+1")
}

/// The SDK's serializer leaves the bucket to the endpoint rules, so that only what follows it is compared.
fn query_of(target: &str) -> String {
    target
        .split_once('\n')
        .map_or("", |(_, query)| query)
        .to_owned()
}

fn write_list() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), list());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::list_objects()?, sdk::builder().build()?);
    let mut row = Row::new("s3: write ListObjectsV2");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<ListObjectsV2>(
                &value, &endpoint, None,
            )?)
        },
        |request| query_of(&target(&request)),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| query_of(&crate::sdk::target(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

const PARTS: i32 = 100;

fn tag(part: i32) -> String {
    format!("\"{}\"", Dice::new(part as u64).hex(32))
}

fn parts() -> CompleteMultipartUploadRequest {
    let parts: Vec<CompletedPart> = (1..=PARTS)
        .map(|part| CompletedPart::new().part_number(part).e_tag(tag(part)))
        .collect();
    CompleteMultipartUploadRequest::new("bucket", "a/key", "upload")
        .multipart_upload(CompletedMultipartUpload::new().parts(parts))
}

fn write_parts() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), parts());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::complete_upload()?, sdk::parts()?);
    let mut row = Row::new("s3: write CompleteMultipartUpload (100)");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<CompleteMultipartUpload>(
                &value, &endpoint, None,
            )?)
        },
        |request| limit::text(request.body()),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| limit::text(crate::sdk::body(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

fn whole_call() -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(1));
    let (runtime, client) = (runtime()?, client::<ListObjectsV2>(&response)?);
    #[cfg(feature = "sdk")]
    let sdk_client = crate::sdk::client!(aws_sdk_s3, &response);
    let mut row = Row::new("s3: whole call, 1 object");
    row.add(
        "tinsmith",
        || Ok(call::<ListObjectsV2>(&runtime, &client, list())?),
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
    use aws_sdk_s3::operation::complete_multipart_upload::{
        CompleteMultipartUpload, CompleteMultipartUploadInput, CompleteMultipartUploadOutput,
    };
    use aws_sdk_s3::operation::list_objects_v2::builders::ListObjectsV2InputBuilder;
    use aws_sdk_s3::operation::list_objects_v2::{
        ListObjectsV2, ListObjectsV2Input, ListObjectsV2Output,
    };
    use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};

    use crate::Failure;
    use crate::sdk::Halves;

    pub(super) fn list_objects() -> Result<Halves<ListObjectsV2Input, ListObjectsV2Output>, Failure>
    {
        Halves::new(ListObjectsV2::new())
    }

    pub(super) fn complete_upload()
    -> Result<Halves<CompleteMultipartUploadInput, CompleteMultipartUploadOutput>, Failure> {
        Halves::new(CompleteMultipartUpload::new())
    }

    pub(super) fn content(page: ListObjectsV2Output) -> String {
        let objects = page.contents();
        let last = &objects[objects.len() - 1];
        super::content(
            objects.len(),
            last.key().unwrap_or_default(),
            last.e_tag().unwrap_or_default(),
            last.last_modified().expect("a time").secs(),
            last.size().unwrap_or_default(),
            last.storage_class().expect("a class").as_str(),
        )
    }

    pub(super) fn builder() -> ListObjectsV2InputBuilder {
        ListObjectsV2Input::builder()
            .bucket("bucket")
            .prefix("logs/2026 & before/")
            .delimiter("/")
            .max_keys(1000)
            .start_after("logs/2026 & before/é+1")
    }

    pub(super) fn parts() -> Result<CompleteMultipartUploadInput, Failure> {
        let parts = (1..=super::PARTS).map(|part| {
            let completed = CompletedPart::builder().part_number(part);
            completed.e_tag(super::tag(part)).build()
        });
        let upload = CompletedMultipartUpload::builder().set_parts(Some(parts.collect()));
        Ok(CompleteMultipartUploadInput::builder()
            .bucket("bucket")
            .key("a/key")
            .upload_id("upload")
            .multipart_upload(upload.build())
            .build()?)
    }
}

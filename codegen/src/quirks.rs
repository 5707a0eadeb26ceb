//! Corrections of what models of single services say wrongly, as data. Called by: pipeline.
//!
//! The only place that knows services by name. A correction changes facts of the IR, so that every later stage, `dump`
//! and `diff` see the service as it is, from either format. It changes nothing where a model says it right already:
//! that each one is still needed is for the tests over the real models to say, not for who generates code.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::ir::{Kind, Model, ShapeId, Structure, Union};

/// A structure of which a value holds one member and no other, so that it is a union.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "what a correction says for itself is read by the guard and by people"
    )
)]
struct IsUnion {
    /// The service's id, which is the same in both formats.
    service: &'static str,
    shape: &'static str,
    /// What it held when this was written. The correction is right whatever it holds; a new member is for a person to
    /// look at.
    members: &'static [&'static str],
    /// Why the model is wrong, and who says so.
    reason: &'static str,
    link: &'static str,
}

/// A service with a host in each region, of which the model names the host that was once the only one.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "what a correction says for itself is read by the guard and by people"
    )
)]
struct IsRegional {
    service: &'static str,
    /// What the model names.
    host: &'static str,
    reason: &'static str,
    link: &'static str,
}

const ATTRIBUTE_VALUE: &[&str] = &["B", "BOOL", "BS", "L", "M", "N", "NS", "NULL", "S", "SS"];

/// Sorted by service and shape.
const UNIONS: &[IsUnion] = &[
    IsUnion {
        service: "DynamoDB",
        shape: "AttributeValue",
        members: ATTRIBUTE_VALUE,
        reason: "A value has one data type, and the service refuses two. It is a union in the model that AWS publishes; \
                 botocore's, which is older than unions, was never marked.",
        link: "https://github.com/aws/api-models-aws/blob/main/models/dynamodb/service/2012-08-10/dynamodb-2012-08-10.json",
    },
    IsUnion {
        service: "DynamoDB Streams",
        shape: "AttributeValue",
        members: ATTRIBUTE_VALUE,
        reason: "As in DynamoDB, whose values these are.",
        link: "https://github.com/aws/api-models-aws/blob/main/models/dynamodb-streams/service/2012-08-10/dynamodb-streams-2012-08-10.json",
    },
    IsUnion {
        service: "S3",
        shape: "AnalyticsFilter",
        members: &["And", "Prefix", "Tag"],
        reason: "A filter has one predicate, of which `And` is that of several. It is a union in the model that AWS \
                 publishes, as `LifecycleRuleFilter` is not.",
        link: "https://github.com/aws/api-models-aws/blob/main/models/s3/service/2006-03-01/s3-2006-03-01.json",
    },
    IsUnion {
        service: "S3",
        shape: "MetricsFilter",
        members: &["AccessPointArn", "And", "Prefix", "Tag"],
        reason: "As `AnalyticsFilter`.",
        link: "https://github.com/aws/api-models-aws/blob/main/models/s3/service/2006-03-01/s3-2006-03-01.json",
    },
];

/// Sorted by service.
const REGIONAL: &[IsRegional] = &[
    IsRegional {
        service: "S3",
        host: "s3.amazonaws.com",
        reason: "The host without a region is that of us-east-1; a bucket elsewhere refuses a request that is signed for \
                 there.",
        link: "https://docs.aws.amazon.com/general/latest/gr/s3.html",
    },
    IsRegional {
        service: "STS",
        host: "sts.amazonaws.com",
        reason: "AWS wants the regional hosts to be used, and all its SDKs do by default; credentials from the old host do \
                 not hold in regions that have to be enabled.",
        link: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
    },
];

/// Corrects a model.
pub(crate) fn apply(model: &mut Model) {
    let id = &model.service.id;
    if REGIONAL.iter().any(|quirk| quirk.service == id) {
        model.service.global_endpoint = None;
    }
    make_unions(model);
}

fn make_unions(model: &mut Model) {
    let service = model.service.id.as_str();
    let ours: Vec<_> = (UNIONS.iter().filter(|quirk| quirk.service == service)).collect();
    if ours.is_empty() {
        return;
    }
    // A model is not trusted: what an operation takes or gives stays a structure, whatever it is called.
    let roots: BTreeSet<ShapeId> = (model.operations.iter())
        .flat_map(|operation| {
            let roots = operation.input.iter().chain(&operation.output);
            roots.chain(&operation.errors).cloned()
        })
        .collect();
    for quirk in ours {
        let id = ShapeId::new(quirk.shape);
        if let Some(shape) = model.shapes.get_mut(&id)
            && !roots.contains(&id)
        {
            make_union(&mut shape.kind);
        }
    }
}

/// Makes a union of a structure; leaves alone what is something else, and exceptions.
fn make_union(kind: &mut Kind) {
    let Kind::Structure(Structure {
        members,
        exception: None,
    }) = kind
    else {
        return;
    };
    let mut members = std::mem::take(members);
    for member in &mut members {
        member.required = false;
    }
    *kind = Kind::Union(Union {
        members,
        event_stream: false,
    });
}

//! The types of `DescribeContinuousExports` with serde's derives, as one writes them by hand.
//! Read by: ../wire, which times them, and ../compile, which times their compilation.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeContinuousExportsRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub export_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeContinuousExportsResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descriptions: Option<Vec<ContinuousExportDescription>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContinuousExportDescription {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub export_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ContinuousExportStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_bucket: Option<String>,
    #[serde(default, with = "seconds", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    #[serde(default, with = "seconds", skip_serializing_if = "Option::is_none")]
    pub stop_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_source: Option<DataSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_storage_config: Option<BTreeMap<String, String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContinuousExportStatus {
    StartInProgress,
    StartFailed,
    Active,
    Error,
    StopInProgress,
    StopFailed,
    Inactive,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DataSource {
    Agent,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "__type")]
pub enum DescribeContinuousExportsError {
    AuthorizationErrorException(AuthorizationErrorException),
    HomeRegionNotSetException(HomeRegionNotSetException),
    InvalidParameterException(InvalidParameterException),
    InvalidParameterValueException(InvalidParameterValueException),
    OperationNotPermittedException(OperationNotPermittedException),
    ResourceNotFoundException(ResourceNotFoundException),
    ServerInternalErrorException(ServerInternalErrorException),
    #[serde(other)]
    Unmodelled,
}

macro_rules! exceptions {
    ($($name:ident),*) => {$(
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct $name {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub message: Option<String>,
        }
    )*};
}

exceptions!(
    AuthorizationErrorException,
    HomeRegionNotSetException,
    InvalidParameterException,
    InvalidParameterValueException,
    OperationNotPermittedException,
    ResourceNotFoundException,
    ServerInternalErrorException
);

/// Seconds since 1970 with a fraction, as the protocol has them.
mod seconds {
    use super::*;

    pub fn serialize<S: Serializer>(
        time: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(|time| time.as_nanosecond() as f64 / 1e9)
            .serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let Some(seconds) = Option::<f64>::deserialize(deserializer)? else {
            return Ok(None);
        };
        let time = Timestamp::from_nanosecond((seconds * 1e9) as i128);
        time.map(Some).map_err(serde::de::Error::custom)
    }
}

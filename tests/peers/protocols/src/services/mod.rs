//! The services, one for each protocol, and what of each is timed. Read by: main.rs.

mod cloudwatch;
pub mod dynamodb;
mod ec2;
mod lambda;
mod s3;
mod sts;

use bytes::Bytes;
use http::{Response, Uri};

use crate::Failure;
use crate::answer::Headers;

/// What is known of a service without its types.
pub struct Service {
    pub name: &'static str,
    /// How many entries its pages have: few, and as many as a page can hold or as people see.
    pub sizes: &'static [usize],
    /// A page with so many entries.
    pub page: fn(usize) -> Bytes,
    pub headers: Headers,
    /// Reads a page, and says how many entries it has.
    pub read: fn(&Response<Bytes>) -> Result<usize, Failure>,
    /// Prints the rows; gives the goals that are missed.
    pub rows: fn() -> Result<Vec<String>, Failure>,
}

pub const SERVICES: [&Service; 6] = [
    &dynamodb::SERVICE,
    &ec2::SERVICE,
    &s3::SERVICE,
    &cloudwatch::SERVICE,
    &sts::SERVICE,
    &lambda::SERVICE,
];

/// Reading should be twice as fast as with the AWS SDK.
#[cfg(feature = "sdk")]
const READ: f64 = 2.0;
/// Writing should not be slower.
#[cfg(feature = "sdk")]
const WRITE: f64 = 1.0;
/// A call should take at most a third of the time.
#[cfg(feature = "sdk")]
const CALL: f64 = 3.0;

/// The endpoint of requests that go nowhere.
fn endpoint() -> Uri {
    Uri::from_static("https://service.us-west-2.amazonaws.com")
}

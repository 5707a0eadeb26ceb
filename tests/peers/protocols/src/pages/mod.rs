//! Pages as the services send them, made by programs in our own words, the same in each run. Read by: `services`.

pub mod cloudwatch;
pub mod dynamodb;
pub mod ec2;
pub mod lambda;
pub mod s3;
pub mod sts;

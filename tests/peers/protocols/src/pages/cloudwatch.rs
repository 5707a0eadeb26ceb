//! `GetMetricData` of CloudWatch: what it answers.

use std::convert::Infallible;

use bytes::Bytes;
use minicbor::data::Tag;
use minicbor::encode::{Encoder, Error};

use crate::dice::Dice;

/// How many points a metric has: an hour's.
pub const POINTS: u64 = 60;
pub const START: u64 = 1_780_000_000;

/// Results of one metric each. Structures have no length up front, lists have one, and times are doubles.
pub fn page(entries: usize) -> Bytes {
    let mut encoder = Encoder::new(Vec::new());
    encode(&mut encoder, entries).expect("a Vec takes any bytes");
    Bytes::from(encoder.into_writer())
}

fn encode(to: &mut Encoder<Vec<u8>>, entries: usize) -> Result<(), Error<Infallible>> {
    let mut dice = Dice::new(4);
    to.begin_map()?
        .str("MetricDataResults")?
        .array(entries as u64)?;
    for index in 0..entries {
        let label = format!("{} p99 – i-{}", dice.words(2), dice.hex(17));
        to.begin_map()?.str("Id")?.str(&format!("query{index}"))?;
        to.str("Label")?.str(&label)?;
        to.str("Timestamps")?.array(POINTS)?;
        for point in (0..POINTS).rev() {
            to.tag(Tag::new(1))?.f64((START + 60 * point) as f64)?;
        }
        to.str("Values")?.array(POINTS)?;
        for _ in 0..POINTS {
            to.f64(dice.below(1_000_000) as f64 / 1024.0)?;
        }
        to.str("StatusCode")?.str("Complete")?.end()?;
    }
    to.str("Messages")?.array(0)?;
    to.str("NextToken")?.str(&dice.base64(200))?.end()?;
    Ok(())
}

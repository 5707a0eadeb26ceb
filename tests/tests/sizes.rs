//! What is boxed because it is large: `codegen/src/plan/layout.rs` has the policy.

#![cfg(target_pointer_width = "64")]

use std::collections::BTreeMap;
use std::mem::size_of;
use std::thread;

use http::Response;
use tinsmith::{Body, Bytes, Document, Timestamp, operation};
use tinsmith_tests::giants::{
    Measure, MeasureError, MeasureRequest, MeasureResponse, errors, types,
};
use types::{Choice, Giant, Holder, Just, Over};

/// What the generator takes for granted of types that are not its own.
#[test]
fn types_of_the_runtime_are_as_large_as_the_generator_takes_them_for() {
    fn sizes<T>() -> [usize; 2] {
        [size_of::<T>(), size_of::<Option<T>>()]
    }
    assert_eq!(sizes::<String>(), [24, 24]);
    assert_eq!(sizes::<Vec<String>>(), [24, 24]);
    assert_eq!(sizes::<BTreeMap<String, String>>(), [24, 32]);
    assert_eq!(sizes::<Bytes>(), [32, 32]);
    assert_eq!(sizes::<Body>(), [40, 40]);
    assert_eq!(sizes::<Timestamp>(), [16, 24]);
    assert_eq!(sizes::<Document>(), [32, 32]);
    assert_eq!(sizes::<types::Kind>(), [24, 24]);
}

#[test]
fn a_structure_holds_what_has_512_bytes_and_boxes_what_has_more() {
    assert_eq!(size_of::<Just>(), 21 * 24);
    assert_eq!(size_of::<Over>(), 22 * 24);
    let holder = Holder::default();
    let (_, _): (Option<Just>, Option<Box<Over>>) = (holder.just, holder.over);
    let _: Box<Over> = holder.needed;
    assert_eq!(size_of::<Holder>(), 21 * 24 + 2 * 8);
    // name 24, count 8, flag 1, moment 24, bytes 32, ratio 16, big 16, anything 32, labels 32, giants 24, kind 24,
    // nothing 1, choice 200: 434, which the alignment makes 440.
    assert!(size_of::<types::OfEach>() <= 440);
}

#[test]
fn a_structure_boxes_all_that_it_holds_where_together_it_has_more_than_4096() {
    // Nine of 504 bytes would be 4536.
    assert_eq!(size_of::<Giant>(), (9 + 1 + 1) * 8 + 24);
}

#[test]
fn variants_are_of_like_size() {
    assert_eq!(size_of::<types::Middle>(), 8 * 24);
    assert_eq!(size_of::<types::Large>(), 9 * 24);
    assert!(size_of::<Choice>() <= 8 * 24 + 8);
    assert!(size_of::<MeasureError>() <= 32);
    // Nine headers, and the message that every exception has.
    assert_eq!(size_of::<errors::Verbose>(), (9 + 1) * 24);
}

#[test]
fn setters_take_values_without_boxes() {
    let holder = Holder::new(Over::new().part00("needed")).over(Over::new());
    let boxed = Holder::new(Box::new(Over::new().part00("needed"))).over(Box::default());
    assert_eq!(holder, boxed);
    assert_eq!(holder.needed.part00.as_deref(), Some("needed"));
}

#[test]
fn small_stacks_are_large_enough() {
    let request = || {
        let giant = Giant::new(Just::new().part00("toe")).small(types::Small::new());
        let tower = types::Tower::new()
            .floor(types::Storey::new().next(types::Tower::new().giant(giant.clone())));
        MeasureRequest::new(giant)
            .holder(Holder::new(Over::new()))
            .choices(types::Choices::new().any(Choice::Large(Box::default())))
            .tower(tower)
    };
    let work = move || {
        let uri = "https://example.com".parse().expect("an address");
        let sent = operation::request::<Measure>(&request(), &uri, None).expect("a request");
        let text = std::str::from_utf8(sent.body()).expect("text");
        assert!(text.contains("toe"), "{text}");
        let answer = Response::new(Bytes::from_static(
            br#"{"Giant": {"Limb8": {"Part20": "x"}, "Over": {"Part21": "y"}}}"#,
        ));
        let read: MeasureResponse = operation::response::<Measure>(&answer).expect("a response");
        let limb = read
            .giant
            .and_then(|giant| giant.limb8)
            .and_then(|limb| limb.part20);
        assert_eq!(limb.as_deref(), Some("x"));
    };
    let thread = thread::Builder::new().stack_size(256 * 1024).spawn(work);
    thread.expect("a thread").join().expect("no panic");
}

//! Changes at random to the bytes and to the JSON of a model. Read by: main.

use fastrand::Rng;

use super::hostile;
use super::json::Json;

/// A subtree of more values than this is not copied to another place.
const LARGEST_COPY: usize = 2_000;

/// Changes some bytes; `other` is a text to take pieces from.
pub(super) fn bytes(text: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let from = rng.usize(0..=text.len());
    let to = (from + rng.usize(0..60)).min(text.len());
    match rng.usize(0..9) {
        0 if from < text.len() => text[from] ^= 1 << rng.usize(0..8),
        1 if from < text.len() => text[from] = b"{}[]\",:0\\\xff"[rng.usize(0..10)],
        2 => text.truncate(from),
        3 => drop(text.drain(from..to)),
        4 => {
            let piece = text[from..to].to_vec();
            text.splice(from..from, piece);
        }
        5 if !other.is_empty() => {
            let start = rng.usize(0..other.len());
            let end = (start + rng.usize(0..200)).min(other.len());
            text.splice(from..to, other[start..end].iter().copied());
        }
        6 => {
            let invalid: [&[u8]; 6] = [
                b"\xc3",
                b"\xed\xa0\x80",
                b"\xf8\x88\x80\x80\x80",
                b"\x00",
                b"\xef\xbb\xbf",
                b"\\ud800",
            ];
            text.splice(from..from, invalid[rng.usize(0..6)].iter().copied());
        }
        7 => {
            let mark: [&[u8]; 5] = [
                b"\xff\xfe",
                b"\xfe\xff",
                b"\xef\xbb\xbf",
                b"\x1f\x8b",
                b"PK\x03\x04",
            ];
            text.splice(0..0, mark[rng.usize(0..5)].iter().copied());
        }
        _ => {
            let sign = b"[{\"-0"[rng.usize(0..5)];
            text.splice(from..from, std::iter::repeat_n(sign, rng.usize(1..300)));
        }
    }
}

/// Changes something in a model; `keys` are those that models have.
pub(super) fn json(model: &mut Json, keys: &[String], rng: &mut Rng) {
    match rng.usize(0..14) {
        0 | 1 => *somewhere(model, rng) = odd(model, rng),
        2 => swap(model, rng),
        3 => entries(model, rng, |entries, rng| {
            entries.remove(rng.usize(0..entries.len()));
        }),
        4 => repeat(model, rng),
        5 => {
            let name = hostile::name(rng);
            entries(model, rng, |entries, rng| {
                let at = rng.usize(0..entries.len());
                entries[at].0 = name;
            });
        }
        6 | 7 => retarget(model, rng),
        8 => rename_shape(model, rng),
        9 => replace_shape(model, rng),
        10 => {
            let value = odd(model, rng);
            insert(model, keys[rng.usize(0..keys.len())].clone(), value, rng);
        }
        11 => {
            let key = ["documentation", "smithy.api#documentation"][rng.usize(0..2)];
            insert(model, key.to_owned(), Json::text(hostile::html(rng)), rng);
        }
        12 => {
            let values = (0..rng.usize(0..20)).map(|_| Json::text(hostile::name(rng)));
            let values = Json::Array(values.collect());
            replace_in_shape(model, "enum", values, rng);
        }
        _ => many(model, rng),
    }
}

/// A value of the model: any, or one on a walk down from the outermost, which favours what stands further out.
fn somewhere<'m>(model: &'m mut Json, rng: &mut Rng) -> &'m mut Json {
    if rng.bool() {
        let size = model.size();
        return model.nth(rng.usize(0..size));
    }
    let mut value = model;
    loop {
        let count = value.children().count();
        if count == 0 || rng.usize(0..6) == 0 {
            return value;
        }
        value = value
            .children()
            .nth(rng.usize(0..count))
            .expect("it was just counted");
    }
}

/// An object of the model that has entries.
fn entries(
    model: &mut Json,
    rng: &mut Rng,
    change: impl FnOnce(&mut Vec<(String, Json)>, &mut Rng),
) {
    for _ in 0..20 {
        // Looked at twice, so that the borrow ends where it is no object.
        let number = rng.usize(0..model.size());
        let walked = rng.bool();
        let value = if walked {
            model.nth(number)
        } else {
            somewhere(model, rng)
        };
        if let Json::Object(entries) = value
            && !entries.is_empty()
        {
            return change(entries, rng);
        }
    }
}

fn insert(model: &mut Json, key: String, value: Json, rng: &mut Rng) {
    entries(model, rng, |entries, _| {
        match entries.iter_mut().find(|(name, _)| *name == key) {
            Some(entry) => entry.1 = value,
            None => entries.push((key, value)),
        }
    });
}

fn copy(model: &mut Json, rng: &mut Rng) -> Json {
    let value = somewhere(model, rng);
    if value.size() > LARGEST_COPY {
        Json::text("large")
    } else {
        value.clone()
    }
}

fn swap(model: &mut Json, rng: &mut Rng) {
    let size = model.size();
    let (first, second) = (rng.usize(0..size), rng.usize(0..size));
    let (a, b) = (model.nth(first).clone(), model.nth(second).clone());
    if a.size().max(b.size()) <= LARGEST_COPY {
        *model.nth(first) = b;
        // The first may have changed what stands where; what is hit then is another value.
        let size = model.size();
        *model.nth(second % size) = a;
    }
}

/// Gives an object a key twice.
fn repeat(model: &mut Json, rng: &mut Rng) {
    let value = if rng.bool() {
        copy(model, rng)
    } else {
        odd(model, rng)
    };
    entries(model, rng, |entries, rng| {
        let key = entries[rng.usize(0..entries.len())].0.clone();
        let at = rng.usize(0..=entries.len());
        entries.insert(at, (key, value));
    });
}

/// The names that other places may refer to.
fn shape_names(model: &Json) -> Vec<String> {
    let shapes = model.get("shapes").into_iter().flat_map(Json::keys);
    let mut names: Vec<String> = shapes.map(str::to_owned).collect();
    names.extend(["smithy.api#String", "smithy.api#Unit", "String", "Missing"].map(String::from));
    names
}

fn shape_name(model: &Json, rng: &mut Rng) -> String {
    let names = shape_names(model);
    names[rng.usize(0..names.len())].clone()
}

/// The strings that refer to shapes, in either format.
fn references(value: &mut Json) -> Vec<&mut String> {
    let mut found = Vec::new();
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Json::Array(values) => left.extend(values),
            Json::Object(entries) => {
                for (key, value) in entries {
                    match (key.as_str(), value) {
                        ("shape" | "target", Json::Text(text)) => found.push(text),
                        (_, value) => left.push(value),
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Has references name other shapes, so that cycles come about.
fn retarget(model: &mut Json, rng: &mut Rng) {
    let name = shape_name(model, rng);
    let mut references = references(model);
    if references.is_empty() {
        return;
    }
    for _ in 0..=rng.usize(0..3) {
        let at = rng.usize(0..references.len());
        references[at].clone_from(&name);
    }
}

/// Gives a shape another name, in all places.
fn rename_shape(model: &mut Json, rng: &mut Rng) {
    let old = shape_name(model, rng);
    let space = old
        .split_once('#')
        .map_or(String::new(), |(space, _)| format!("{space}#"));
    let new = space + &hostile::name(rng);
    for reference in references(model) {
        if *reference == old {
            reference.clone_from(&new);
        }
    }
    if let Some(Json::Object(shapes)) = model.get_mut("shapes") {
        for (key, _) in shapes {
            if *key == old {
                key.clone_from(&new);
            }
        }
    }
}

/// Puts another shape in the place of one: a list, map, union or structure of itself and of others.
fn replace_shape(model: &mut Json, rng: &mut Rng) {
    let name = shape_name(model, rng);
    let other = shape_name(model, rng);
    let key = if name.contains('#') {
        "target"
    } else {
        "shape"
    };
    let to = |name: &str| Json::object([(key, Json::text(name))]);
    let kind = ["list", "map", "structure", "union", "service", "enum"][rng.usize(0..6)];
    let members = Json::object([("a", to(&name)), ("b", to(&other)), ("B", to(&other))]);
    let shape = Json::object([
        ("type", Json::text(kind)),
        ("member", to(if rng.bool() { &name } else { &other })),
        ("key", to("String")),
        ("value", to(&name)),
        ("members", members),
    ]);
    if let Some(shapes) = model.get_mut("shapes")
        && let Some(place) = shapes.get_mut(&name)
    {
        *place = shape;
    }
}

fn replace_in_shape(model: &mut Json, key: &str, value: Json, rng: &mut Rng) {
    let name = shape_name(model, rng);
    let shape = model
        .get_mut("shapes")
        .and_then(|shapes| shapes.get_mut(&name));
    if let Some(Json::Object(entries)) = shape {
        entries.push((key.to_owned(), value));
    }
}

/// Fills an object or array with many entries like one that it has.
fn many(model: &mut Json, rng: &mut Rng) {
    match somewhere(model, rng) {
        Json::Object(entries) if !entries.is_empty() => {
            let (key, value) = entries[rng.usize(0..entries.len())].clone();
            if value.size() < 20 {
                let more =
                    (0..rng.usize(0..200)).map(|number| (format!("{key}{number}"), value.clone()));
                entries.extend(more);
            }
        }
        Json::Array(values) if !values.is_empty() => {
            let value = values[rng.usize(0..values.len())].clone();
            if value.size() < 20 {
                values.extend(std::iter::repeat_n(value, rng.usize(0..200)));
            }
        }
        _ => {}
    }
}

/// A value that nothing expects.
fn odd(model: &mut Json, rng: &mut Rng) -> Json {
    let of_shape = |name: String| {
        Json::object([(
            if name.contains('#') {
                "target"
            } else {
                "shape"
            },
            Json::text(name),
        )])
    };
    match rng.usize(0..16) {
        0 => Json::raw("null"),
        1 => Json::raw(["true", "false"][rng.usize(0..2)]),
        2 => Json::raw(
            [
                "-1.5e300",
                "1e999",
                "99999999999999999999",
                "-0",
                "0.1",
                "-9223372036854775809",
            ][rng.usize(0..6)],
        ),
        3 => Json::text(""),
        4 => Json::Array(Vec::new()),
        5 => Json::object::<String>([]),
        6 => Json::text(
            [
                "structure",
                "list",
                "map",
                "string",
                "union",
                "enum",
                "service",
                "resource",
            ][rng.usize(0..8)],
        ),
        7 | 8 => Json::text(shape_name(model, rng)),
        9 => of_shape(shape_name(model, rng)),
        10 => copy(model, rng),
        11 => {
            let depth = [1, 10, 100, 130, 5_000][rng.usize(0..5)];
            let (open, close) = [("[", "]"), ("{\"a\":", "}")][rng.usize(0..2)];
            Json::raw(open.repeat(depth) + "1" + &close.repeat(depth))
        }
        12 => Json::text(hostile::html(rng)),
        13 => Json::Array(
            (0..rng.usize(0..5))
                .map(|_| Json::text(hostile::name(rng)))
                .collect(),
        ),
        14 => Json::text(hostile::name(rng).repeat(rng.usize(0..300))),
        _ => Json::text(hostile::name(rng)),
    }
}

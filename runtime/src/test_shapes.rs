//! Shapes as generated code has them, one of each kind, for the tests of everything that walks shapes.

use crate::codegen as rt;

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Color {
    Red,
    Unknown(String),
}

impl From<&str> for Color {
    fn from(value: &str) -> Self {
        if value == "RED" {
            Self::Red
        } else {
            Self::Unknown(value.to_owned())
        }
    }
}

impl AsRef<str> for Color {
    fn as_ref(&self) -> &str {
        match self {
            Self::Red => "RED",
            Self::Unknown(value) => value,
        }
    }
}

impl rt::Shape for Color {
    fn write<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.string(self.as_ref())
    }
    fn read<R: rt::Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.string().map(|value| Self::from(&*value))
    }
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Tree(Box<Tree>),
    Unknown(String),
}

impl Default for Choice {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl rt::Structure for Choice {
    const NAME: &'static str = "Choice";
    const MEMBERS: &'static [rt::Member] = &[
        rt::Member::new("text"),
        rt::Member::new("tree").wire_name("Tree"),
    ];
    const KIND: rt::Kind = rt::Kind::Union;

    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        match self {
            Self::Text(value) => w.member(0, value),
            Self::Tree(value) => w.member(1, value),
            Self::Unknown(tag) => w.unknown_variant(tag),
        }
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        *self = match member {
            0 => Self::Text(rt::Shape::read(r)?),
            1 => Self::Tree(rt::Shape::read(r)?),
            _ => Self::Unknown(r.unknown_variant()?),
        };
        Ok(())
    }
}

/// Emits what the generator emits for a structure.
macro_rules! structure {
    ($(#[$meta:meta])* $name:ident { $($index:literal $field:ident: $type:ty = $member:expr),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type),*
        }

        impl rt::Structure for $name {
            const NAME: &'static str = stringify!($name);
            const MEMBERS: &'static [rt::Member] = &[$($member),*];
            fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
                $(w.member($index, &self.$field)?;)*
                Ok(())
            }
            fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
                match member {
                    $($index => r.member(&mut self.$field),)*
                    _ => Ok(()),
                }
            }
        }
    };
}
pub(crate) use structure;

structure! {
    /// A structure that holds itself, as SQL filters and the like do.
    Tree {
        0 name: Option<String> = rt::Member::new("name"),
        1 child: Option<Box<Tree>> = rt::Member::new("child"),
        2 more: Option<Vec<Tree>> = rt::Member::new("more"),
    }
}

structure! {
    /// A member of each type.
    Everything {
        0 text: String = rt::Member::new("text"),
        1 flag: Option<bool> = rt::Member::new("flag").wire_name("Flag"),
        2 integer: Option<i32> = rt::Member::new("integer"),
        3 long: Option<i64> = rt::Member::new("long"),
        4 float: Option<f32> = rt::Member::new("float"),
        5 double: Option<f64> = rt::Member::new("double"),
        6 blob: Option<rt::Bytes> = rt::Member::new("blob"),
        7 time: Option<rt::Timestamp> = rt::Member::new("time"),
        8 date: Option<rt::Timestamp> = rt::Member::new("date").timestamp_format(rt::TimestampFormat::DateTime),
        9 dates: Option<Vec<rt::Timestamp>> = rt::Member::new("dates")
            .list(&rt::Member::new("member").timestamp_format(rt::TimestampFormat::HttpDate)),
        10 sparse: Option<Vec<Option<String>>> = rt::Member::new("sparse").sparse(),
        11 dense: Option<Vec<i64>> = rt::Member::new("dense"),
        12 colors: Option<rt::Map<Color, Vec<Color>>> = rt::Member::new("colors"),
        13 sparse_map: Option<rt::Map<String, Option<i32>>> = rt::Member::new("sparseMap").sparse(),
        14 document: Option<rt::Document> = rt::Member::new("document"),
        15 choice: Option<Choice> = rt::Member::new("choice"),
        16 tree: Option<Tree> = rt::Member::new("tree"),
        17 token: Option<String> = rt::Member::new("token").idempotency_token(),
        18 host: Option<String> = rt::Member::new("host").host_label(),
    }
}

/// A value with every member set, and its JSON in AWS JSON with the wire's names, in the writer's order.
pub(crate) fn everything() -> (Everything, &'static str) {
    let time: rt::Timestamp = "2014-04-29T18:30:38.12Z".parse().unwrap();
    let date: rt::Timestamp = "2014-04-29T18:30:38Z".parse().unwrap();
    let leaf = Tree {
        name: Some("leaf".into()),
        ..Tree::default()
    };
    let value = Everything {
        text: "q\"\\\n\u{1}é😀/".into(),
        flag: Some(false),
        integer: Some(i32::MIN),
        long: Some(i64::MAX),
        float: Some(1.5),
        double: Some(f64::NEG_INFINITY),
        blob: Some(rt::Bytes::from_static(b"\0\xFF~")),
        time: Some(time),
        date: Some(date),
        dates: Some(vec![date]),
        sparse: Some(vec![None, Some("x".into())]),
        dense: Some(vec![0, -1]),
        colors: Some(
            [
                (Color::Red, vec![Color::Unknown("BLUE".into())]),
                (Color::Unknown("a".into()), vec![]),
            ]
            .into(),
        ),
        sparse_map: Some([("a".into(), None), ("b".into(), Some(1))].into()),
        document: Some(rt::Document::from(vec![
            rt::Document::Null,
            true.into(),
            (-1_i64).into(),
            0.5.into(),
            "d".into(),
        ])),
        choice: Some(Choice::Tree(Box::new(leaf.clone()))),
        tree: Some(Tree {
            name: None,
            child: Some(Box::new(leaf.clone())),
            more: Some(vec![leaf]),
        }),
        token: Some("t".into()),
        host: Some("h".into()),
    };
    let json = concat!(
        r#"{"text":"q\"\\\n\u0001é😀/","Flag":false,"integer":-2147483648,"long":9223372036854775807,"#,
        r#""float":1.5,"double":"-Infinity","blob":"AP9+","time":1398796238.12,"date":"2014-04-29T18:30:38Z","#,
        r#""dates":["Tue, 29 Apr 2014 18:30:38 GMT"],"sparse":[null,"x"],"dense":[0,-1],"#,
        r#""colors":{"RED":["BLUE"],"a":[]},"sparseMap":{"a":null,"b":1},"document":[null,true,-1,0.5,"d"],"#,
        r#""choice":{"Tree":{"name":"leaf"}},"tree":{"child":{"name":"leaf"},"more":[{"name":"leaf"}]},"#,
        r#""token":"t","host":"h"}"#,
    );
    (value, json)
}

//! The tests of XML's reader and writer. The forms are those of the
//! [protocol](https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html) and of its
//! [bindings](https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings).

mod hostile;
mod tokens;

use super::*;
use crate::codegen as rt;
use crate::test_shapes::{Choice, Color, Everything, Tree, everything, structure};

structure! {
    /// A member of each form that XML has.
    Page {
        0 attribute: Option<String> = rt::Member::new("attribute").wire_name("xsi:type").xml_attribute(),
        1 number: Option<i32> = rt::Member::new("number").xml_attribute(),
        2 list: Option<Vec<String>> = rt::Member::new("list").list(&rt::Member::new("member").wire_name("item")),
        3 nested: Option<Vec<Vec<i32>>> = rt::Member::new("nested"),
        4 flat: Option<Vec<String>> = rt::Member::new("flat").wire_name("Flat").flattened(),
        5 flat_trees: Vec<Tree> = rt::Member::new("flatTrees").flattened(),
        6 map: Option<rt::Map<String, i32>> = rt::Member::new("map"),
        7 flat_map: Option<rt::Map<String, Tree>> = rt::Member::new("flatMap").wire_name("KVP").flattened()
            .map(&rt::Member::new("key").wire_name("K"), &rt::Member::new("value").wire_name("V")),
        8 spaced: Option<String> = rt::Member::new("spaced").xml_namespace("baz", "http://baz.example"),
        9 spaced_list: Option<Vec<String>> = rt::Member::new("spacedList").xml_namespace("", "http://qux.example")
            .list(&rt::Member::new("member").xml_namespace("", "http://bux.example")),
        10 choice: Option<Choice> = rt::Member::new("choice"),
        11 tree: Option<Tree> = rt::Member::new("tree").xml_namespace("", "http://tree.example"),
        12 header: Option<String> = rt::Member::new("header").location(rt::Location::Header),
        13 token: Option<String> = rt::Member::new("token").idempotency_token(),
        14 host: Option<String> = rt::Member::new("host").host_label(),
        15 prefixed: Option<String> = rt::Member::new("prefixed").wire_name("p:prefixed"),
    }
}

fn read<T: rt::Structure>(text: &str) -> Result<T, String> {
    let read = XmlReader::root(text).and_then(|mut reader| reader.whole());
    read.map_err(|failure| {
        let (offset, path) = (
            failure.offset(),
            pointer::pointer(text.as_bytes(), failure.offset()),
        );
        format!("{offset} {path}: {}", failure.into_what())
    })
}

fn page(content: &str) -> Page {
    read(&format!("<Page>{content}</Page>")).unwrap()
}

fn write<T: rt::Structure>(value: &T) -> String {
    let mut writer = XmlWriter::new(None);
    writer.payload("Root", None, value).unwrap();
    String::from_utf8(writer.finish()).unwrap()
}

fn strings(values: &[&str]) -> Option<Vec<String>> {
    Some(values.iter().map(|value| (*value).to_owned()).collect())
}

fn named(name: &str) -> Tree {
    Tree {
        name: Some(name.to_owned()),
        ..Tree::default()
    }
}

/// A value in every form, and its spelling in the order of the members.
fn full() -> (Page, &'static str) {
    let value = Page {
        attribute: Some("a<\"".into()),
        number: Some(-1),
        list: strings(&["x", ""]),
        nested: Some(vec![vec![1, 2], vec![]]),
        flat: strings(&["a", "b"]),
        flat_trees: vec![named("t"), Tree::default()],
        map: Some([("k".into(), 1)].into()),
        flat_map: Some([("a".into(), named("n")), ("b".into(), Tree::default())].into()),
        spaced: Some("s".into()),
        spaced_list: strings(&["s"]),
        choice: Some(Choice::Tree(Box::new(named("leaf")))),
        tree: Some(Tree {
            name: None,
            child: Some(Box::new(named("c"))),
            more: Some(vec![named("m")]),
        }),
        header: None,
        token: Some("t".into()),
        host: Some("h".into()),
        prefixed: Some("p".into()),
    };
    let text = concat!(
        r#"<Root xsi:type="a&lt;&quot;" number="-1">"#,
        "<list><item>x</item><item></item></list>",
        "<nested><member><member>1</member><member>2</member></member><member></member></nested>",
        "<Flat>a</Flat><Flat>b</Flat>",
        "<flatTrees><name>t</name></flatTrees><flatTrees></flatTrees>",
        "<map><entry><key>k</key><value>1</value></entry></map>",
        "<KVP><K>a</K><V><name>n</name></V></KVP><KVP><K>b</K><V></V></KVP>",
        r#"<spaced xmlns:baz="http://baz.example">s</spaced>"#,
        r#"<spacedList xmlns="http://qux.example"><member xmlns="http://bux.example">s</member></spacedList>"#,
        "<choice><Tree><name>leaf</name></Tree></choice>",
        r#"<tree xmlns="http://tree.example"><child><name>c</name></child><more><member><name>m</name></member></more></tree>"#,
        "<token>t</token><host>h</host><p:prefixed>p</p:prefixed></Root>",
    );
    (value, text)
}

#[test]
fn every_form_is_written_and_read() {
    let (value, text) = full();
    assert_eq!(write(&value), text);
    assert_eq!(read::<Page>(text).unwrap(), value);
}

#[test]
fn scalars_are_written_and_read() {
    let (mut value, _) = everything();
    value.document = None;
    // Nulls have no form of their own.
    value.sparse = Some(vec![Some(String::new())]);
    value.sparse_map = Some([("b".into(), Some(1))].into());
    let text = concat!(
        "<Root><text>q\"\\&#xA;\u{1}é😀/</text><Flag>false</Flag><integer>-2147483648</integer>",
        "<long>9223372036854775807</long><float>1.5</float><double>-Infinity</double><blob>AP9+</blob>",
        "<time>2014-04-29T18:30:38.12Z</time><date>2014-04-29T18:30:38Z</date>",
        "<dates><member>Tue, 29 Apr 2014 18:30:38 GMT</member></dates><sparse><member></member></sparse>",
        "<dense><member>0</member><member>-1</member></dense>",
        "<colors><entry><key>RED</key><value><member>BLUE</member></value></entry>",
        "<entry><key>a</key><value></value></entry></colors>",
        "<sparseMap><entry><key>b</key><value>1</value></entry></sparseMap>",
        "<choice><Tree><name>leaf</name></Tree></choice>",
        "<tree><child><name>leaf</name></child><more><member><name>leaf</name></member></more></tree>",
        "<token>t</token><host>h</host></Root>",
    );
    assert_eq!(write(&value), text);
    assert_eq!(read::<Everything>(text).unwrap(), value);
}

#[test]
fn a_body_has_the_members_that_travel_in_it() {
    let value = Page {
        host: Some("h".into()),
        ..Page::default()
    };
    let mut writer = XmlWriter::new(Some("fresh"));
    writer
        .begin_document(
            "Root",
            Some(("", "http://a&b")),
            <Page as rt::Structure>::SCHEMA,
        )
        .unwrap();
    rt::Writer::member(&mut writer, 13, &value.token).unwrap();
    rt::Writer::member(&mut writer, 14, &value.host).unwrap();
    writer.end_document("Root");
    let body = writer.finish();
    assert_eq!(
        String::from_utf8(body).unwrap(),
        r#"<Root xmlns="http://a&amp;b"><token>fresh</token><host>h</host></Root>"#
    );
}

#[test]
fn attributes_stand_before_elements_whatever_comes_first() {
    structure! {
        Late {
            0 a: Option<String> = rt::Member::new("a"),
            1 b: Option<Box<Late>> = rt::Member::new("b"),
            2 c: Option<String> = rt::Member::new("c").xml_attribute(),
            3 d: Option<bool> = rt::Member::new("d").xml_attribute(),
        }
    }
    let inner = Late {
        a: Some("1".into()),
        c: Some("2".into()),
        ..Late::default()
    };
    let value = Late {
        b: Some(Box::new(inner.clone())),
        d: Some(true),
        ..inner
    };
    let text = r#"<Root c="2" d="true"><a>1</a><b c="2"><a>1</a></b></Root>"#;
    assert_eq!(write(&value), text);
    assert_eq!(read::<Late>(text).unwrap(), value);
}

#[test]
fn elements_are_read_in_any_order_and_with_any_prefix() {
    let read = page(
        "<unknown><a/>text<b x='1'>&amp;</b></unknown><q:Flat>a</q:Flat><!-- --><?pi?><tree/>more<Flat><![CDATA[b]]></Flat><other/><Flat/>",
    );
    assert_eq!(read.flat, strings(&["a", "b", ""]));
    assert_eq!(read.tree, Some(Tree::default()));
    let read = page(
        "<KVP><V><name>1</name></V><x/><K>a</K></KVP><host>h</host><KVP><K>only</K></KVP><KVP><K>b</K><V/></KVP>",
    );
    assert_eq!(
        read.flat_map,
        Some([("a".into(), named("1")), ("b".into(), Tree::default())].into())
    );
    let read = page(
        "<prefixed>1</prefixed><list><any>x</any><item>y</item></list><map/><header>no</header>",
    );
    assert_eq!(read.prefixed.as_deref(), Some("1"));
    assert_eq!(read.list, strings(&["x", "y"]));
    assert_eq!(read.map, Some(rt::Map::new()));
    assert_eq!(read.header, None);
}

#[test]
fn attributes_are_read() {
    let read: Page = read(
        r#"<r:Page xmlns:r="u" xmlns:type='no' s:type = "a&#x20;b
c&gt;" other="1" number=' 5 ' type="no"/>"#,
    )
    .unwrap();
    assert_eq!(read.attribute.as_deref(), Some("a b c>"));
    assert_eq!(read.number, Some(5));
}

#[test]
fn texts() {
    let cases = [
        ("<host/>", ""),
        ("<host></host>", ""),
        ("<host> a\tb </host>", " a\tb "),
        ("<host>a\r\nb\rc&#xD;</host>", "a\nb\nc\r"),
        (
            "<host>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</host>",
            "<>&\"'A😀",
        ),
        (
            "<host>a<!-- b -->c<![CDATA[<d>&amp;]]>e</host>",
            "ac<d>&amp;e",
        ),
    ];
    for (text, value) in cases {
        assert_eq!(page(text).host.as_deref(), Some(value), "{text}");
    }
    let text = "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Page><host>é</host></Page>\n<!-- end -->\n";
    assert_eq!(read::<Page>(text).unwrap().host.as_deref(), Some("é"));
}

#[test]
fn numbers_and_other_scalars_in_the_forms_that_services_send() {
    let text = "<E><Flag> True </Flag><integer> 5.0 </integer><long>\n7\n</long><float>NaN</float><double>Infinity</double>\
        <blob> AP9\n+ </blob><time>1398796238</time><date>Tue, 29 Apr 2014 18:30:38 GMT</date></E>";
    let read: Everything = read(text).unwrap();
    assert_eq!(
        (read.flag, read.integer, read.long),
        (Some(true), Some(5), Some(7))
    );
    assert!(read.float.is_some_and(f32::is_nan));
    assert_eq!(read.double, Some(f64::INFINITY));
    assert_eq!(read.blob.as_deref(), Some(&b"\0\xFF~"[..]));
    assert_eq!(read.time, read.date);
}

#[test]
fn unions() {
    assert_eq!(
        page("<choice><text>t</text></choice>").choice,
        Some(Choice::Text("t".into()))
    );
    assert_eq!(
        page("<choice><n:new><a>1</a></n:new></choice>").choice,
        Some(Choice::Unknown("new".into()))
    );
    let both = read::<Page>("<Page><choice><text/><new/></choice></Page>");
    assert_eq!(
        both.unwrap_err(),
        "21 /Page/choice: expected one variant of Choice, found two"
    );
    let mut writer = XmlWriter::new(None);
    let failure = writer.payload(
        "Root",
        None,
        &Page {
            choice: Some(Choice::Unknown("new".into())),
            ..Page::default()
        },
    );
    assert!(
        failure
            .unwrap_err()
            .into_what()
            .contains("variant \"new\" is not in the model")
    );
    assert_eq!(writer.path(), "/Root/choice");
}

#[test]
fn errors_of_every_form() {
    let members = "<Code>Gone</Code><name>n</name><Message>It left</Message>";
    let cases = [
        format!(
            "<ErrorResponse><Error><Type>Sender</Type>{members}</Error><RequestId>r</RequestId></ErrorResponse>"
        ),
        format!(
            "<Response><Errors><Error>{members}</Error><Error><Code>Second</Code></Error></Errors><RequestID>r</RequestID></Response>"
        ),
        format!("<Error>{members}<RequestId>r</RequestId><HostId>h</HostId></Error>"),
        format!(
            "<x:Response xmlns:x='u'><y/><Errors/><Errors><z/><Error>{members}<requestId> r </requestId></Error></Errors></x:Response>"
        ),
    ];
    for text in &cases[..3] {
        let answer = error_answer(text).unwrap();
        assert_eq!(answer.code.as_deref(), Some("Gone"), "{text}");
        assert_eq!(answer.message.as_deref(), Some("It left"), "{text}");
        assert_eq!(answer.request_id.as_deref(), Some("r"), "{text}");
        let tree: Tree = rt::Reader::structure(&mut error_reader(text).unwrap()).unwrap();
        assert_eq!(tree, named("n"), "{text}");
    }
    assert_eq!(
        error_answer(&cases[3]).unwrap().request_id.as_deref(),
        Some("r")
    );

    let bare = "<Gone><name>n</name><Messages><Message>no</Message></Messages><RequestId>r</RequestId></Gone>";
    assert_eq!(error_answer(bare).unwrap().code.as_deref(), Some("Gone"));
    assert_eq!(error_answer("<ErrorResponse/>").unwrap().code, None);
    for text in [bare, "<Error><name>n</name></Error>"] {
        let tree: Tree = rt::Reader::structure(&mut error_reader(text).unwrap()).unwrap();
        assert_eq!(tree, named("n"), "{text}");
    }
    for text in ["<ErrorResponse/>", "<Response><Errors/></Response>"] {
        let tree: Tree = rt::Reader::structure(&mut error_reader(text).unwrap()).unwrap();
        assert_eq!(tree, Tree::default(), "{text}");
    }
}

#[test]
fn places_to_read_from() {
    let tree: Tree = XmlReader::before_root("<name xmlns='u'>n</name>").unwrap_whole();
    assert_eq!(tree, named("n"));
    assert_eq!(XmlReader::nothing().unwrap_whole::<Tree>(), Tree::default());
    let mut reader = XmlReader::root("<R><a/><x:Result><name>n</name></x:Result><m/></R>").unwrap();
    assert!(reader.enter(|name| name == "Result").unwrap());
    assert_eq!(reader.unwrap_whole::<Tree>(), named("n"));
    let mut value = named("kept");
    XmlReader::root("<R><more/></R>")
        .unwrap()
        .members(&mut value)
        .unwrap();
    assert_eq!(
        value,
        Tree {
            more: Some(vec![]),
            ..named("kept")
        }
    );
}

impl XmlReader<'_> {
    fn unwrap_whole<T: rt::Structure>(mut self) -> T {
        self.whole().unwrap()
    }
}

#[test]
fn colors_are_kept() {
    let text =
        "<E><colors><entry><key>RED</key><value><member>new</member></value></entry></colors></E>";
    let read: Everything = read(text).unwrap();
    assert_eq!(
        read.colors,
        Some([(Color::Red, vec![Color::Unknown("new".into())])].into())
    );
}

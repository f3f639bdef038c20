//! Documents made to hurt (`FAULTS` 21, 27 to 34): refused, or read for what is good in them.

use proptest::prelude::*;
use supdeck::rpc::{Answer, DecodeError, Value, decode};

fn answer(value: &str) -> Result<Answer, DecodeError> {
    let body = format!("<methodResponse><params><param>{value}</param></params></methodResponse>");
    decode(body.as_bytes())
}

fn value(value: &str) -> Value {
    match answer(&format!("<value>{value}</value>")) {
        Ok(Answer::Value(read)) => read,
        other => panic!("{value}: {other:?}"),
    }
}

#[test]
fn scalars_are_read_or_cost_themselves_alone() {
    let odd = |text: &str| Value::Odd(text.as_bytes().to_vec());
    for (written, expected) in [
        ("<int> 7 </int>", Value::Int(7)),
        ("<i4>+5</i4>", Value::Int(5)),
        ("<i8>-0</i8>", Value::Int(0)),
        (
            "<int>99999999999999999999</int>",
            odd("99999999999999999999"),
        ),
        ("<int>1e3</int>", odd("1e3")),
        ("<int></int>", odd("")),
        ("<int/>", odd("")),
        ("<int>0x10</int>", odd("0x10")),
        ("<boolean>2</boolean>", odd("2")),
        ("<boolean>0</boolean>", Value::Bool(false)),
        ("<double>2.5</double>", Value::Double(2.5)),
        ("<double>two</double>", odd("two")),
        (
            "<dateTime.iso8601>20261120T16:00:00</dateTime.iso8601>",
            odd("20261120T16:00:00"),
        ),
        ("<base64>aGk\n=</base64>", Value::Base64(b"hi".to_vec())),
        ("<base64>!</base64>", odd("!")),
        ("<nil/>", Value::Nil),
        ("<ex:nil xmlns:ex='x'/>", Value::Nil),
        ("bare", Value::from("bare")),
        ("", Value::from("")),
        ("<string/>", Value::from("")),
        (" <string a='1'>x<!-- no -->y</string> ", Value::from("xy")),
        ("<string>a<![CDATA[<b>]]>c</string>", Value::from("a<b>c")),
        ("<array/>", Value::Array(vec![])),
        ("<array><data/></array>", Value::Array(vec![])),
    ] {
        assert_eq!(value(written), expected, "{written}");
    }
    assert!(matches!(value("<double>NaN</double>"), Value::Double(n) if n.is_nan()));
}

#[test]
fn references_stand_for_characters_or_are_refused() {
    let read = value("<string>&amp;&lt;&gt;&quot;&apos;&#27;&#x9b;&#0;&#xe9;</string>");
    assert_eq!(read.bytes().unwrap(), "&<>\"'\u{1b}\u{9b}\0é".as_bytes());
    for bad in [
        "&#xD800;",
        "&#x110000;",
        "&#;",
        "&#x;",
        "&#+1;",
        "&lol;",
        "&;",
    ] {
        let refused = answer(&format!("<value>{bad}</value>"));
        assert!(
            matches!(refused, Err(DecodeError::Reference(_))),
            "{bad}: {refused:?}"
        );
    }
    let dangling = answer("<value>a & b</value>");
    assert!(
        matches!(dangling, Err(DecodeError::Malformed(_))),
        "{dangling:?}"
    );
}

#[test]
fn what_defines_entities_is_refused() {
    for bad in [
        "<!DOCTYPE x [<!ENTITY a 'b'>]><methodResponse/>",
        "<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><methodResponse/>",
        "<methodResponse><!DOCTYPE x></methodResponse>",
    ] {
        assert_eq!(decode(bad.as_bytes()), Err(DecodeError::Doctype), "{bad}");
    }
}

#[test]
fn nothing_may_follow_the_answer() {
    let good = "<methodResponse><params><param><value>x</value></param></params></methodResponse>";
    for tail in ["x", "<a/>", good, "\0", "&amp;", "<!DOCTYPE x>", "<"] {
        let body = format!("{good}{tail}");
        assert_eq!(
            decode(body.as_bytes()),
            Err(DecodeError::Trailing),
            "{tail}"
        );
    }
    for tail in ["", "\n", " \r\n\t", "<!-- x -->"] {
        assert!(decode(format!("{good}{tail}").as_bytes()).is_ok(), "{tail}");
    }
    assert!(decode(format!("\u{feff}{good}").as_bytes()).is_ok());
}

#[test]
fn what_is_no_answer_at_all_is_foreign() {
    for page in [
        "<html><body>x</body></html>",
        "hello",
        "\x16\x03\x01",
        "{\"a\":1}",
    ] {
        assert_eq!(decode(page.as_bytes()), Err(DecodeError::Foreign), "{page}");
    }
    assert_eq!(decode(b""), Err(DecodeError::Cut));
}

#[test]
fn the_grammar_is_kept() {
    for bad in [
        "<value><int>1</int><int>2</int></value>",
        "<value>x<int>1</int></value>",
        "<value><int><int>1</int></int></value>",
        "<value><thing>1</thing></value>",
        "<value><value>1</value></value>",
        "<value><array><value>1</value></array></value>",
        "<value><struct><member><value>1</value></member></struct></value>",
        "<int>1</int>",
        "stray",
    ] {
        let refused = answer(bad);
        assert!(
            matches!(refused, Err(DecodeError::Unexpected(_))),
            "{bad}: {refused:?}"
        );
    }
    let crossed = answer("<value><int>1</value></int>");
    assert!(
        matches!(crossed, Err(DecodeError::Malformed(_))),
        "{crossed:?}"
    );
    let empty = decode(b"<methodResponse><params></params></methodResponse>");
    assert_eq!(empty, Ok(Answer::Value(Value::Array(vec![]))));
}

#[test]
fn messages_about_bad_documents_hold_no_control_character() {
    for bad in [
        "<value><\x1b]0;x\x07/></value>",
        "<value><int>1</\x1b[2J></value>",
    ] {
        let words = answer(bad).unwrap_err().to_string();
        assert!(!words.chars().any(char::is_control), "{words:?}");
    }
}

#[test]
fn faults_are_read_however_they_are_written() {
    let fault = |members: &str| {
        decode(
            format!(
                "<methodResponse><fault><value><struct>{members}</struct></value></fault>\
                 </methodResponse>"
            )
            .as_bytes(),
        )
    };
    let code = |code: &str| format!("<member><name>faultCode</name><value>{code}</value></member>");
    let text = |text: &str| {
        format!("<member><name>faultString</name><value><string>{text}</string></value></member>")
    };
    let long = "x".repeat(1 << 20);
    for (members, number, length) in [
        (code("<int>0</int>") + &text("none"), 0, 4),
        (code("<int>-32500</int>") + &text("x"), -32500, 1),
        (code("<string> 70 </string>") + &text("x"), 70, 1),
        (code("<int>10</int>"), 10, 0),
        (text(&long) + &code("<int>30</int>"), 30, 4096),
    ] {
        let Ok(Answer::Fault(read)) = fault(&members) else {
            panic!("{members:.100}");
        };
        assert_eq!((read.code, read.text.raw().len()), (number, length));
    }
    assert!(matches!(fault(&text("x")), Err(DecodeError::Unexpected(_))));
    assert!(matches!(
        fault(&code("<int>x</int>")),
        Err(DecodeError::Unexpected(_))
    ));
}

#[test]
fn depth_and_number_have_ends() {
    let nest = |times: usize| {
        let open = "<value><array><data>".repeat(times);
        let close = "</data></array></value>".repeat(times);
        answer(&format!("{open}{close}"))
    };
    assert!(nest(20).is_ok());
    assert_eq!(nest(21), Err(DecodeError::TooDeep(64)));
    assert_eq!(nest(100_000), Err(DecodeError::TooDeep(64)));
    let wide = |count: usize| {
        let items = "<value/>".repeat(count);
        answer(&format!(
            "<value><array><data>{items}</data></array></value>"
        ))
    };
    assert!(wide(199_999).is_ok());
    assert_eq!(wide(200_000), Err(DecodeError::TooMany(200_000)));
    let attributes = " a='1'".repeat(200_000);
    assert!(answer(&format!("<value{attributes}>x</value>")).is_ok());
    let long = "x".repeat(8 * 1024 * 1024 + 1);
    let refused = answer(&format!("<value>{long}</value>"));
    assert_eq!(refused, Err(DecodeError::TooLong(8 * 1024 * 1024)));
}

#[test]
fn of_twin_members_the_first_counts() {
    let member =
        |number: u8| format!("<member><name>a</name><value><int>{number}</int></value></member>");
    let read = value(&format!("<struct>{}{}</struct>", member(1), member(2)));
    assert_eq!(read.member("a"), Some(&Value::Int(1)));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall(bytes: Vec<u8>) {
        let _ = decode(&bytes);
    }

    #[test]
    fn no_scramble_of_the_grammar_makes_the_reader_fall(
        picks in proptest::collection::vec(0..PIECES.len(), 0..60)
    ) {
        let body: String = picks.into_iter().map(|at| PIECES[at]).collect();
        let _ = decode(body.as_bytes());
        let _ = decode(format!("<methodResponse><params><param><value>{body}").as_bytes());
    }
}

const PIECES: [&str; 24] = [
    "<methodResponse>",
    "</methodResponse>",
    "<params>",
    "</params>",
    "<param>",
    "</param>",
    "<value>",
    "</value>",
    "<array>",
    "</array>",
    "<data>",
    "</data>",
    "<struct>",
    "</struct>",
    "<member>",
    "</member>",
    "<name>",
    "</name>",
    "<int>",
    "</int>",
    "7",
    "&amp;",
    "&#",
    "<![CDATA[",
];

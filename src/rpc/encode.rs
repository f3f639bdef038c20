//! A call as the XML that every supervisord from 3.0 on understands: each value with its type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::call::Call;
use super::value::Value;

/// The request body of a call.
#[must_use]
pub fn encode(call: &Call) -> Vec<u8> {
    let mut out = b"<?xml version='1.0'?>\n<methodCall>\n<methodName>".to_vec();
    escape(call.method().name().as_bytes(), &mut out);
    out.extend_from_slice(b"</methodName>\n<params>\n");
    for param in call.params() {
        out.extend_from_slice(b"<param>\n");
        value(param, &mut out);
        out.extend_from_slice(b"</param>\n");
    }
    out.extend_from_slice(b"</params>\n</methodCall>\n");
    out
}

/// Writes one value with its type: 3.0 refuses values without one.
fn value(value: &Value, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<value>");
    match value {
        Value::Nil => out.extend_from_slice(b"<nil/>"),
        Value::Int(number) => element("int", number.to_string().as_bytes(), out),
        Value::Bool(truth) => element("boolean", if *truth { b"1" } else { b"0" }, out),
        Value::Double(number) => element("double", number.to_string().as_bytes(), out),
        Value::String(bytes) | Value::Odd(bytes) => element("string", bytes, out),
        Value::Base64(bytes) => element("base64", STANDARD.encode(bytes).as_bytes(), out),
        Value::Array(items) => array(items, out),
        Value::Struct(members) => record(members, out),
    }
    out.extend_from_slice(b"</value>\n");
}

fn element(tag: &str, text: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("<{tag}>").as_bytes());
    escape(text, out);
    out.extend_from_slice(format!("</{tag}>").as_bytes());
}

fn array(items: &[Value], out: &mut Vec<u8>) {
    out.extend_from_slice(b"<array><data>\n");
    for item in items {
        value(item, out);
    }
    out.extend_from_slice(b"</data></array>");
}

fn record(members: &[(Vec<u8>, Value)], out: &mut Vec<u8>) {
    out.extend_from_slice(b"<struct>\n");
    for (name, member) in members {
        out.extend_from_slice(b"<member>\n");
        element("name", name, out);
        out.push(b'\n');
        value(member, out);
        out.extend_from_slice(b"</member>\n");
    }
    out.extend_from_slice(b"</struct>");
}

/// A raw carriage return would reach supervisord's parser as a line feed, so it goes as a reference.
fn escape(text: &[u8], out: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'\r' => out.extend_from_slice(b"&#13;"),
            other => out.push(*other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::decode::{Answer, decode};
    use super::super::method::Method;
    use super::*;

    #[test]
    fn a_call_is_written_with_types_and_escapes() {
        let name = Value::from("odd:&<ü>");
        let call = Call::new(Method::StartProcess, vec![name, Value::Bool(false)]);
        let expected = "<?xml version='1.0'?>\n<methodCall>\n\
            <methodName>supervisor.startProcess</methodName>\n<params>\n\
            <param>\n<value><string>odd:&amp;&lt;ü&gt;</string></value>\n</param>\n\
            <param>\n<value><boolean>0</boolean></value>\n</param>\n\
            </params>\n</methodCall>\n";
        assert_eq!(String::from_utf8(encode(&call)).unwrap(), expected);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let bytes = proptest::collection::vec(any::<u8>(), 0..40);
        let leaf = prop_oneof![
            Just(Value::Nil),
            any::<i64>().prop_map(Value::Int),
            any::<bool>().prop_map(Value::Bool),
            (-1e9..1e9).prop_map(Value::Double),
            bytes.clone().prop_map(Value::String),
            bytes.clone().prop_map(Value::Base64),
        ];
        leaf.prop_recursive(4, 64, 8, move |inner| {
            let member = (bytes.clone(), inner.clone());
            prop_oneof![
                proptest::collection::vec(inner, 0..8).prop_map(Value::Array),
                proptest::collection::vec(member, 0..8).prop_map(Value::Struct),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(written in any_value()) {
            let mut body = b"<methodResponse><params><param>".to_vec();
            value(&written, &mut body);
            body.extend_from_slice(b"</param></params></methodResponse>");
            prop_assert_eq!(decode(&body), Ok(Answer::Value(written)));
        }
    }
}

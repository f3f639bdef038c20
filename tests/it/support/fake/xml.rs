//! The fake's own XML, written and read without the code under test.

use quick_xml::Reader;
use quick_xml::events::Event;
use supdeck::rpc::Value;

/// A text value.
pub(super) fn text(text: &str) -> Value {
    Value::from(text)
}

/// A struct.
pub(super) fn record<const N: usize>(members: [(&str, Value); N]) -> Value {
    let owned = |(name, value): (&str, Value)| (name.as_bytes().to_vec(), value);
    Value::Struct(members.into_iter().map(owned).collect())
}

/// A fault as a struct.
pub(super) fn fault(code: i64, words: &str) -> Value {
    record([
        ("faultCode", Value::Int(code)),
        ("faultString", text(words)),
    ])
}

/// The body of an answer.
pub(super) fn response(result: &Result<Value, Value>) -> Vec<u8> {
    let mut out = b"<?xml version='1.0'?>\n<methodResponse>\n".to_vec();
    match result {
        Ok(value) => {
            out.extend_from_slice(b"<params>\n<param>\n");
            write(value, &mut out);
            out.extend_from_slice(b"</param>\n</params>\n");
        }
        Err(fault) => {
            out.extend_from_slice(b"<fault>\n");
            write(fault, &mut out);
            out.extend_from_slice(b"</fault>\n");
        }
    }
    out.extend_from_slice(b"</methodResponse>\n");
    out
}

fn write(value: &Value, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<value>");
    match value {
        Value::Int(number) => out.extend_from_slice(format!("<int>{number}</int>").as_bytes()),
        Value::Bool(truth) => {
            let digit = u8::from(*truth);
            out.extend_from_slice(format!("<boolean>{digit}</boolean>").as_bytes());
        }
        Value::Array(items) => {
            out.extend_from_slice(b"<array><data>\n");
            for item in items {
                write(item, out);
            }
            out.extend_from_slice(b"</data></array>");
        }
        Value::Struct(members) => {
            out.extend_from_slice(b"<struct>\n");
            for (name, member) in members {
                out.extend_from_slice(b"<member>\n<name>");
                out.extend_from_slice(name);
                out.extend_from_slice(b"</name>\n");
                write(member, out);
                out.extend_from_slice(b"</member>\n");
            }
            out.extend_from_slice(b"</struct>");
        }
        other => {
            out.extend_from_slice(b"<string>");
            for byte in other.bytes().unwrap() {
                match byte {
                    b'&' => out.extend_from_slice(b"&amp;"),
                    b'<' => out.extend_from_slice(b"&lt;"),
                    b'>' => out.extend_from_slice(b"&gt;"),
                    byte => out.push(*byte),
                }
            }
            out.extend_from_slice(b"</string>");
        }
    }
    out.extend_from_slice(b"</value>\n");
}

/// Method and parameters of a request.
pub(super) fn request(body: &[u8]) -> (String, Vec<Value>) {
    let body = std::str::from_utf8(body).unwrap();
    let document = Node::parse(body);
    let method = document.child("methodName").text.clone();
    let params = &document.child("params").children;
    let params = params.iter().map(|param| param.child("value").value());
    (method, params.collect())
}

/// An element, its text and what is inside.
#[derive(Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

impl Node {
    /// The root element.
    fn parse(body: &str) -> Self {
        let mut reader = Reader::from_str(body);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().unwrap();
            let here = open.last_mut().unwrap();
            match event {
                Event::Start(tag) => open.push(Self {
                    name: tag.name().as_ref().to_owned(),
                    ..Self::default()
                }),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Event::Text(text) => here.text.push_str(&text),
                Event::GeneralRef(name) => here.text.push(match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    _ => name.resolve_char_ref().unwrap().unwrap(),
                }),
                Event::Eof => break,
                _ => {}
            }
        }
        open.remove(0).children.remove(0)
    }

    fn child(&self, name: &str) -> &Self {
        self.children
            .iter()
            .find(|child| child.name == name)
            .unwrap()
    }

    fn value(&self) -> Value {
        let typed = &self.children[0];
        match typed.name.as_str() {
            "string" => text(&typed.text),
            "int" => Value::Int(typed.text.parse().unwrap()),
            "boolean" => Value::Bool(typed.text == "1"),
            "array" => {
                let items = &typed.child("data").children;
                Value::Array(items.iter().map(Self::value).collect())
            }
            "struct" => {
                let member = |member: &Self| {
                    let name = member.child("name").text.clone().into_bytes();
                    (name, member.child("value").value())
                };
                Value::Struct(typed.children.iter().map(member).collect())
            }
            other => panic!("the fake was sent a {other}"),
        }
    }
}

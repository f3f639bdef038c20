//! What XML-RPC can say. Strings are bytes: a log is whatever a process wrote.

/// One XML-RPC value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `<nil/>`: an extension supervisord never sends.
    #[default]
    Nil,
    /// `<int>`, `<i4>` or `<i8>`.
    Int(i64),
    /// `<boolean>`.
    Bool(bool),
    /// `<double>`.
    Double(f64),
    /// `<string>`, or a value without a type: the bytes as they came, carriage returns and all.
    String(Vec<u8>),
    /// `<base64>`, decoded.
    Base64(Vec<u8>),
    /// `<array>`.
    Array(Vec<Value>),
    /// `<struct>`: members in their order; of twins the first one counts.
    Struct(Vec<(Vec<u8>, Value)>),
    /// A scalar whose text does not fit its type, or of a type that has no use here: its text.
    Odd(Vec<u8>),
}

impl Value {
    /// The number, if it is one.
    #[must_use]
    pub fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self {
            Some(*truth)
        } else {
            None
        }
    }

    /// The bytes, if it is a string or base64.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        if let Self::String(bytes) | Self::Base64(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn items(&self) -> Option<&[Value]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    /// The members, if it is a struct.
    #[must_use]
    pub fn members(&self) -> Option<&[(Vec<u8>, Value)]> {
        if let Self::Struct(members) = self {
            Some(members)
        } else {
            None
        }
    }

    /// The first member of that name, if it is a struct that has one.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        let mut members = self.members()?.iter();
        members
            .find(|(key, _)| key == name.as_bytes())
            .map(|(_, value)| value)
    }

    /// It as text for people: items joined by commas, nothing hidden.
    #[must_use]
    pub fn text(&self) -> Vec<u8> {
        match self {
            Self::Nil => b"nil".to_vec(),
            Self::Int(number) => number.to_string().into_bytes(),
            Self::Bool(truth) => truth.to_string().into_bytes(),
            Self::Double(number) => number.to_string().into_bytes(),
            Self::String(bytes) | Self::Base64(bytes) | Self::Odd(bytes) => bytes.clone(),
            Self::Array(items) => items
                .iter()
                .map(Self::text)
                .collect::<Vec<_>>()
                .join(&b", "[..]),
            Self::Struct(members) => members
                .iter()
                .map(|(key, value)| [key.as_slice(), b"=", &value.text()].concat())
                .collect::<Vec<_>>()
                .join(&b", "[..]),
        }
    }

    /// What it is, for messages about an answer of the wrong shape.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "nothing",
            Self::Int(_) => "a number",
            Self::Bool(_) => "a truth value",
            Self::Double(_) => "a fraction",
            Self::String(_) => "a text",
            Self::Base64(_) => "binary data",
            Self::Array(_) => "a list",
            Self::Struct(_) => "a record",
            Self::Odd(_) => "something unreadable",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.as_bytes().to_vec())
    }
}

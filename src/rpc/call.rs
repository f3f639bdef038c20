//! One question to a supervisord: a method and its parameters.

use super::method::Method;
use super::value::Value;

/// A method and its parameters. There is no way to build one for a method outside [`Method`].
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    method: Method,
    params: Vec<Value>,
    inner: Vec<Call>,
}

impl Call {
    /// A call with parameters in their order.
    #[must_use]
    pub fn new(method: Method, params: Vec<Value>) -> Self {
        Self {
            method,
            params,
            inner: Vec::new(),
        }
    }

    /// A call without parameters.
    #[must_use]
    pub fn plain(method: Method) -> Self {
        Self::new(method, Vec::new())
    }

    /// Several calls in one. Meant for reads: of changes, supervisord drops the rest when the
    /// connection does (`FAULTS` M5).
    #[must_use]
    pub fn many(inner: Vec<Self>) -> Self {
        Self {
            method: Method::Multicall,
            params: vec![Value::Array(inner.iter().map(Self::as_member).collect())],
            inner,
        }
    }

    /// Its method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Its parameters.
    #[must_use]
    pub fn params(&self) -> &[Value] {
        &self.params
    }

    /// Whether it, or any call inside it, changes something on the node.
    #[must_use]
    pub fn is_mutating(&self) -> bool {
        self.method.is_mutating() || self.inner.iter().any(Self::is_mutating)
    }

    /// Whether it, or any call inside it, reads a piece of a log.
    #[must_use]
    pub fn reads_log(&self) -> bool {
        self.method.reads_log() || self.inner.iter().any(Self::reads_log)
    }

    /// The form `system.multicall` wants.
    fn as_member(&self) -> Value {
        Value::Struct(vec![
            (b"methodName".to_vec(), Value::from(self.method.name())),
            (b"params".to_vec(), Value::Array(self.params.clone())),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_inside_a_multicall_is_a_change() {
        let read = Call::plain(Method::GetState);
        let change = Call::new(Method::StopProcess, vec![Value::from("a:a")]);
        assert!(!Call::many(vec![read.clone()]).is_mutating());
        assert!(Call::many(vec![read, change]).is_mutating());
    }
}

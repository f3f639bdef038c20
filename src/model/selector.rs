//! x
use super::rollup::*;
#[derive(Clone, Debug)]
pub struct Selector;
#[derive(Clone, Debug, thiserror::Error)]
#[error("x")]
pub struct SelectorError;
pub struct Candidate<'a>(std::marker::PhantomData<&'a ()>);
impl Selector {
    pub fn parse(_: &str) -> Result<Self, SelectorError> {
        Ok(Self)
    }
    pub fn matches(&self, _: &Candidate<'_>) -> bool {
        true
    }
}
impl<'a> From<&'a ProcessRow<'a>> for Candidate<'a> {
    fn from(_: &'a ProcessRow<'a>) -> Self {
        Self(std::marker::PhantomData)
    }
}
impl<'a> From<&'a NodeRow<'a>> for Candidate<'a> {
    fn from(_: &'a NodeRow<'a>) -> Self {
        Self(std::marker::PhantomData)
    }
}
impl<'a> From<&'a EnvironmentRow> for Candidate<'a> {
    fn from(_: &'a EnvironmentRow) -> Self {
        Self(std::marker::PhantomData)
    }
}
impl<'a> From<&'a GroupRow> for Candidate<'a> {
    fn from(_: &'a GroupRow) -> Self {
        Self(std::marker::PhantomData)
    }
}

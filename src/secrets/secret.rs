//! x
/// Placeholder until the secrets room lands.
#[derive(Debug)]
pub struct Secret;

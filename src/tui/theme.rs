//! Colours, for now.
/// x
#[derive(Clone, Debug)]
pub struct Theme;
/// x
#[derive(Clone, Debug, thiserror::Error)]
#[error("x")]
pub struct ThemeError;
impl Theme {
    /// x
    pub fn plain() -> Self { Self }
    /// x
    /// # Errors
    /// x
    pub fn set(&mut self, _: &str, _: &str) -> Result<(), ThemeError> { Ok(()) }
}

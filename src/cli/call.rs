//! One call of the program: what every verb is given.

use crate::config::{Config, Mistake, Places};

use super::args::Arguments;

/// One call of the program.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The command line.
    pub arguments: &'a Arguments,
    /// Where things are looked for and kept.
    pub places: &'a Places,
    /// Finds what is wrong in a config and only another room knows, such as keys that clash.
    pub further: fn(&Config) -> Vec<Mistake>,
}

//! The program: reads the command line and starts the front it asks for.

fn main() {}

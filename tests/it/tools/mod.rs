//! The verbs beside those that act: nodesets, shells, imports, the config, sign-in and the doctor.

mod clustershell;
mod imported;
mod nodesets;
mod ping;
mod shells;
mod shown;
mod signing_in;

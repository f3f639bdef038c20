//! Config files to typed values, with the origin of each kept for error messages.

//! Following logs: bytes in order, none lost silently, none twice.

//! The console: state, update and view.

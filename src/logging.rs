//! Our own debug log: off the screen, into the log pane and optionally a file.

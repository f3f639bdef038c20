//! What happens to which process in which order: pure, with no clock and no socket.

//! Tasks and channels: everything that runs beside the fronts.

//! The runtime that a verb runs in.

use crate::cli::exit::Exit;
use crate::cli::show::complain;
use crate::engine::raise_file_limit;

/// Runs a verb to its end.
pub fn inside(verb: impl Future<Output = Exit>) -> Exit {
    raise_file_limit();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            let exit = runtime.block_on(verb);
            // Threads that hang in a keyring or a resolver are left behind.
            runtime.shutdown_background();
            exit
        }
        Err(error) => {
            complain(&format!("the system gives no threads: {error}"));
            Exit::INTERNAL
        }
    }
}

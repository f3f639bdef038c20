//! HTTP and XML-RPC, as supervisord really speaks them.

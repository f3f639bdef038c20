//! supdeck: see and steer every supervisord you run, from one terminal.
//!
//! # The picture
//!
//! ```text
//!                          main
//!                ┌──────────┴──────────┐
//!               tui                   cli            fronts: never know each other
//!                └──────────┬──────────┘
//!                         engine                     tasks and channels, nowhere else
//!        ┌──────────┬───────┴──┬──────────┐
//!       rpc      secrets    config     journal       edges: one outside thing each
//!        └──────────┴───────┬──┴──────────┘
//!                          plan                      what, in which order   (pure)
//!                           │
//!                         model                      the nouns              (pure)
//! ```
//!
//! Arrows point down only. The data goes round once, in one direction:
//!
//! ```text
//!  supervisord ⇄ rpc ⇄ engine tasks ──Event──▶ update(&mut State, Msg) ──▶ State ──▶ draw(&State) ──▶ screen
//!                          ▲                      │            ▲                        │
//!                          └──Request── perform ◀─┘ Effect     └──── Msg::Drawn(Seen) ◀─┘
//!                                                              ▲
//!                                   keyboard ──▶ input ──Msg::Command
//! ```
//!
//! [`engine::Request`] (front to engine, imperative) and [`engine::Event`] (engine to front, past
//! participle) are the whole seam. The demo fleet stands behind it as the real one does: it is a
//! second kind of [`engine::Connection`], so pollers, runs and logs are the same code.
//!
//! # The rooms
//!
//! | room | holds | may import |
//! |---|---|---|
//! | [`model`] | the nouns: ids, processes, snapshots, the fleet, selectors | nothing |
//! | [`plan`] | batches, schedules, runs: what happens in which order | model |
//! | [`config`] | files to typed values, the origin of each kept | model |
//! | [`rpc`] | HTTP and XML-RPC, as supervisord really speaks them | model |
//! | [`secrets`] | passwords: keyring, sealed file, command, memory | model |
//! | [`journal`] | who did what to which process and how it ended | model |
//! | [`engine`] | tasks and channels that join the edges | all above |
//! | `tui` | the console: state, update, view | all above but rpc |
//! | `cli` | the subcommands | model, plan, config, secrets, journal, engine |
//! | [`logging`] | our own debug log | model |
//!
//! Beyond the standard library `model` knows thiserror, jiff, the unicode tables, and, for the
//! filter language, regex and frizbee: a selector is a noun, and people type patterns into it. For
//! the lines of logs it knows memchr, and one file of it `serde_json`.
//!
//! `tests/tidy.rs` holds this table as a test.
//!
//! # Rules that carry it
//!
//! - Failures of nodes and processes are data ([`model::Link`], [`model::Outcome`]), not errors.
//! - Time comes in as data: only the engine and the fronts' loops ask what time it is.
//! - Rows are known by identity, never by index or by displayed text.
//! - Text from a node is [`model::Untrusted`]; only [`model::Clean`] is drawn, copied or printed.
//! - A log line is made once; rings, filters, searches and the screen share it and never change it.
//! - What is confirmed is what runs: the dialog holds the compiled [`plan::Schedule`].

pub mod model;
pub mod plan;

pub mod config;
pub mod journal;
pub mod rpc;
pub mod secrets;

pub mod engine;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "tui")]
pub mod tui;

pub mod logging;

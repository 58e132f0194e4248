//! Behaviour of the library as a user meets it: one file a capability, one binary for all of them.

mod clean;
mod clean_accounts;
mod clean_again;
mod clean_bylines;
mod clean_headings;
mod clean_html;
mod clean_kinds;
mod clean_markdown;
mod clean_pages;
mod clean_statutes;
mod cli;
mod collection;
mod e2e;
mod emulator;
mod endings;
#[path = "../eval/mod.rs"]
mod eval;
mod gate;
mod heap;
mod ingest_formats;
mod ingest_scan;
mod layers;
mod layout;
mod readme;
mod search;
mod search_exact;
mod stage;
mod stats_panel;
mod stats_tables;
mod terminal_writer;
mod tui;
mod tui_commands;
mod tui_panes;
mod tui_passages;
mod wide_terminal;

//! What can be done in the reader, and the keys that do it: tables that the reader, the configuration, the printed
//! list of keys and the README share.

pub mod action;
pub mod keymap;
pub mod program;

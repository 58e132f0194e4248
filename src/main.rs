//! The `wenlan` binary: hands its arguments to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    wenlan::cli::run(std::env::args_os())
}

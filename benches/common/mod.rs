//! The heaps that benches run on: those that are named, or the real ones among the corpora.

#[path = "../../tests/eval/corpora.rs"]
mod corpora;

use std::path::{Path, PathBuf};

/// Real heaps, by where they lie among the corpora.
pub const HEAPS: [&str; 3] = ["heap/laws", "heap/news", "heap/wild"];

/// The paths on the command line as one heap, or each real heap under `WENLAN_CORPORA`, with a name to print; says so
/// where there is none.
#[allow(dead_code, reason = "a bench whose framework takes the arguments asks for single heaps")]
pub fn heaps() -> Vec<(String, Vec<PathBuf>)> {
    let given: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if !given.is_empty() {
        return vec![("given".into(), given)];
    }
    HEAPS.into_iter().filter_map(|name| Some((name.to_owned(), vec![corpus(name)?]))).collect()
}

/// Where a corpus lies, unpacked; `None` where there is none, which is said.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("WENLAN_CORPORA") else {
        println!("WENLAN_CORPORA is not set: no {name}");
        return None;
    };
    match corpora::find(Path::new(&root), name) {
        Ok(Some(place)) => {
            println!("{name} ({})", place.digest);
            Some(place.folder)
        }
        Ok(None) => {
            println!("no {name} in {}", root.display());
            None
        }
        Err(error) => {
            println!("{name}: {error:#}");
            None
        }
    }
}

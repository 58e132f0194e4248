//! What the finding of documents comes upon.

use super::kind::Kind;
use super::{LoadError, Source};

/// What the finding of documents comes upon.
#[derive(Debug)]
pub enum Met {
    Document(Source),
    /// A file of a folder or archive that is no document, or none that is read.
    Skipped(Skipped),
    Failed(LoadError),
}

/// A file that was passed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Skipped {
    /// Its address.
    pub name: String,
    pub kind: &'static Kind,
}

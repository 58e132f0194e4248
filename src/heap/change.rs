//! What can have happened to a document of a heap.

use crate::document::DocId;
use crate::ingest::LoadError;

/// What a walk over a heap's paths brought to light.
#[derive(Debug)]
pub enum Change {
    Found(DocId),
    /// It reads differently now, perhaps: its file has another size or time.
    Changed(DocId),
    /// Its name and place changed, its content did not.
    Renamed(DocId),
    Gone(DocId),
    /// A path could not be read or listed.
    Failed(LoadError),
}

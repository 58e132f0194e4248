//! The rows of a catalogue: what they say, and putting what was appended later into its place.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::heap::Summary;
use crate::ingest::{Format, Member};

/// Some rows that were written together.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rows {
    /// When.
    pub saved: SystemTime,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Row {
    /// The members after this one stand in it.
    Archive {
        root: u32,
        path: String,
        /// See [`Archive`](crate::ingest::Archive).
        within: String,
        /// The name of its [kind](crate::ingest::kind).
        kind: String,
        text_field: Option<String>,
        stamp: Stamp,
    },
    /// A document in a file of its own.
    File {
        id: u32,
        order: Order,
        root: u32,
        path: String,
        stamp: Stamp,
        known: Known,
    },
    /// One of the archive before it.
    Member {
        id: u32,
        member: Member,
        known: Known,
    },
    /// A document that another row has the place of.
    Known {
        id: u32,
        known: Known,
    },
    Gone {
        id: u32,
    },
}

/// Where in the order of the documents one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// After the one in the row before.
    Next,
    /// Where it stood.
    Same,
    /// After this one, or before all others.
    After(Option<u32>),
}

/// How one tells that a file has changed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Stamp {
    pub bytes: u64,
    pub modified: Option<SystemTime>,
    pub inode: u64,
}

/// What is known of a document besides where it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    pub format: Format,
    pub summary: Option<Arc<Summary>>,
    pub settled: bool,
}

/// What was appended to the first rows of a catalogue.
#[derive(Debug, Default)]
pub struct Later {
    /// Rows that stand for an earlier one of the same document, or for none, and when they were written.
    files: HashMap<u32, (Row, SystemTime)>,
    known: HashMap<u32, Known>,
    gone: HashSet<u32>,
    /// What comes after a document, the last appended first; after none, what comes before all others.
    after: HashMap<Option<u32>, Vec<u32>>,
}

impl Later {
    /// Takes rows in, in the order in which they were appended.
    pub fn take(&mut self, Rows { saved, rows }: Rows) {
        for row in rows {
            match row {
                Row::File { id, order, .. } => {
                    if let Order::After(before) = order {
                        self.after.entry(before).or_default().push(id);
                    }
                    self.known.remove(&id);
                    self.files.insert(id, (row, saved));
                }
                Row::Known { id, known } => _ = self.known.insert(id, known),
                Row::Gone { id } => _ = self.gone.insert(id),
                // Those are only ever written with all others.
                Row::Archive { .. } | Row::Member { .. } => {}
            }
        }
    }

    /// Calls `on` for what stands before all of the first rows.
    pub fn begin(&mut self, on: &mut dyn FnMut(Row, SystemTime)) {
        self.follow(None, on);
    }

    /// Calls `on` for one of the first rows as it is now, if it still counts, and for what has come after it.
    pub fn put(&mut self, row: Row, saved: SystemTime, on: &mut dyn FnMut(Row, SystemTime)) {
        let id = match &row {
            Row::File { id, .. } | Row::Member { id, .. } => *id,
            Row::Archive { .. } | Row::Known { .. } | Row::Gone { .. } => return on(row, saved),
        };
        self.tell(id, Some((row, saved)), on);
        self.follow(Some(id), on);
    }

    fn follow(&mut self, id: Option<u32>, on: &mut dyn FnMut(Row, SystemTime)) {
        let mut waiting = self.after.remove(&id).unwrap_or_default();
        while let Some(id) = waiting.pop() {
            self.tell(id, None, on);
            waiting.append(&mut self.after.remove(&Some(id)).unwrap_or_default());
        }
    }

    fn tell(&mut self, id: u32, first: Option<(Row, SystemTime)>, on: &mut dyn FnMut(Row, SystemTime)) {
        let Some((mut row, saved)) = self.files.remove(&id).or(first) else { return };
        if self.gone.contains(&id) {
            return;
        }
        if let (Row::File { known, .. } | Row::Member { known, .. }, Some(latest)) =
            (&mut row, self.known.remove(&id))
        {
            *known = latest;
        }
        on(row, saved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(id: u32, order: Order) -> Row {
        let stamp = Stamp { bytes: 0, modified: None, inode: 0 };
        let known = Known { format: Format::Text, summary: None, settled: false };
        Row::File { id, order, root: 0, path: String::new(), stamp, known }
    }

    fn settled(id: u32) -> Row {
        Row::Known { id, known: Known { format: Format::Text, summary: None, settled: true } }
    }

    #[test]
    fn what_was_appended_stands_in_its_place() {
        let saved = SystemTime::UNIX_EPOCH;
        let mut later = Later::default();
        // 0 1 2; then 1 goes after having got 3 and 4 behind it, 5 comes between 1 and 3, 6 before all.
        let after = |before| Order::After(Some(before));
        later.take(Rows { saved, rows: vec![file(3, after(1)), file(4, after(3)), settled(2), settled(3)] });
        later.take(Rows {
            saved,
            rows: vec![Row::Gone { id: 1 }, file(5, after(1)), file(6, Order::After(None))],
        });
        later.take(Rows { saved, rows: vec![file(2, Order::Same), settled(5), settled(0)] });
        let mut found = Vec::new();
        let mut on = |row: Row, _| {
            let Row::File { id, known, .. } = row else { panic!("files alone") };
            found.push((id, known.settled));
        };
        later.begin(&mut on);
        (0..3).for_each(|id| later.put(file(id, Order::Next), saved, &mut on));
        // A file that has changed has to be settled anew.
        assert_eq!(found, [(6, false), (0, true), (5, true), (3, true), (4, false), (2, false)]);
    }
}

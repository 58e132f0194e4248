//! Documents waiting to be read: what is in view first, then the rest in order.

use std::collections::{HashSet, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};

use super::lock;
use crate::document::DocId;

/// Shared by those who ask for documents and those who read them.
#[derive(Debug, Default)]
pub struct Queue {
    state: Mutex<Waiting>,
    signal: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    wanted: VecDeque<DocId>,
    rest: VecDeque<DocId>,
    /// Handed out before, and not asked for again since.
    taken: HashSet<DocId>,
    paused: bool,
}

impl Queue {
    /// All documents that are to be read, in order.
    pub fn fill(&self, ids: Vec<DocId>) {
        lock(&self.state).rest = ids.into();
        self.signal.notify_all();
    }

    /// Documents in view, to be read before the others and even during a pause.
    pub fn want(&self, ids: Vec<DocId>) {
        lock(&self.state).wanted = ids.into();
        self.signal.notify_all();
    }

    /// These documents have to be read again.
    pub fn again(&self, ids: &[DocId]) {
        let mut waiting = lock(&self.state);
        ids.iter().for_each(|id| _ = waiting.taken.remove(id));
    }

    /// All documents have to be read again.
    pub fn forget(&self) {
        lock(&self.state).taken.clear();
    }

    pub fn pause(&self, paused: bool) {
        lock(&self.state).paused = paused;
        self.signal.notify_all();
    }

    pub fn is_paused(&self) -> bool {
        lock(&self.state).paused
    }

    /// Whether no document waits.
    pub fn is_drained(&self) -> bool {
        let waiting = lock(&self.state);
        // Who asks for what is in view asks again for documents that are being read.
        waiting.rest.is_empty() && waiting.wanted.iter().all(|id| waiting.taken.contains(id))
    }

    /// The next document; `None` where there is none, or none but those that a pause keeps back.
    pub fn next(&self) -> Option<DocId> {
        lock(&self.state).pop()
    }

    /// Waits for a document.
    pub fn wait(&self) -> DocId {
        let mut waiting = lock(&self.state);
        loop {
            if let Some(id) = waiting.pop() {
                return id;
            }
            waiting = self.signal.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Waiting {
    fn pop(&mut self) -> Option<DocId> {
        loop {
            let next = self.wanted.pop_front();
            let next = next.or_else(|| if self.paused { None } else { self.rest.pop_front() })?;
            if self.taken.insert(next) {
                return Some(next);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_view_comes_first_and_everything_once() {
        let queue = Queue::default();
        let next = || queue.next().map(|id| id.0);
        queue.fill((0..4).map(DocId).collect());
        assert_eq!(next(), Some(0));
        queue.want(vec![DocId(3), DocId(0)]);
        assert_eq!([next(), next()], [Some(3), Some(1)]);
        queue.pause(true);
        assert_eq!(next(), None);
        queue.want(vec![DocId(9)]);
        assert_eq!([next(), next()], [Some(9), None]);
        queue.pause(false);
        queue.again(&[DocId(3)]);
        assert_eq!([next(), next(), next()], [Some(2), Some(3), None]);
        queue.want(vec![DocId(3)]);
        assert!(queue.is_drained(), "it has been handed out");
        queue.want(vec![DocId(3), DocId(7)]);
        assert!(!queue.is_drained());
    }
}

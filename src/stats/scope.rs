//! What statistics are about: documents, or parts of them.

use std::collections::HashSet;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use rayon::prelude::*;

use super::words::tokens;
use super::{DocumentCounts, HeapCounts, Node, Part, StopWords, Totals, equal_parts};
use crate::document::{DocId, Document};

/// Whether more is wanted.
pub type Flow = ControlFlow<()>;

/// Where the texts of documents are, for what counts do not tell.
pub trait Texts: Sync {
    /// The document; `None` where it cannot be read any more.
    fn read(&self, id: DocId) -> Option<Arc<Document>>;

    /// What the document is called: its path as given.
    fn path(&self, id: DocId) -> String;

    /// The documents that may hold `text`, at least all that do; `None` where that cannot be told.
    fn candidates(&self, text: &str) -> Option<HashSet<DocId>>;
}

/// A document of a scope, or the parts of it that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    pub id: DocId,
    /// Ranges of blocks, none within another; the whole document without.
    pub blocks: Option<Vec<Range<usize>>>,
}

/// Documents or parts of them, with all that tables are made of.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// In path order.
    pub excerpts: &'a [Excerpt],
    /// They are all documents that have been counted.
    pub is_heap: bool,
    /// Of the heap that the documents belong to.
    pub counts: &'a HeapCounts,
    pub texts: &'a dyn Texts,
    pub stop_words: &'a StopWords,
}

/// Documents that are read at once: so many texts are in memory.
const BATCH: usize = 64;

impl Scope<'_> {
    pub fn ids(&self) -> Vec<DocId> {
        self.excerpts.iter().map(|excerpt| excerpt.id).collect()
    }

    /// Whether all documents of the scope belong to it whole, so that their kept counts are its own.
    pub fn is_whole(&self) -> bool {
        self.excerpts.iter().all(|excerpt| excerpt.blocks.is_none())
    }

    pub fn totals(&self) -> Arc<Totals> {
        if self.is_heap {
            return self.counts.totals();
        }
        if self.is_whole() {
            return Arc::new(self.counts.totals_of(&self.ids()));
        }
        let mut totals = Totals::default();
        self.each(None, Piece::counts, &mut |_, counts| {
            totals.add(&counts);
            Flow::Continue(())
        });
        Arc::new(totals)
    }

    /// The totals of the heap.
    pub fn heap(&self) -> Arc<Totals> {
        self.counts.totals()
    }

    /// The one piece that the scope is made of, if it is.
    pub fn only(&self) -> Option<Piece> {
        let [excerpt] = self.excerpts else { return None };
        match self.pieces(excerpt).as_slice() {
            [piece] => Some(piece.clone()),
            _ => None,
        }
    }

    /// What is left of a document's excerpt: nothing, where it cannot be read any more.
    fn pieces(&self, excerpt: &Excerpt) -> Vec<Piece> {
        let Some(document) = self.texts.read(excerpt.id) else { return Vec::new() };
        let part = |blocks: &Range<usize>| Piece {
            id: excerpt.id,
            document: Arc::clone(&document),
            blocks: blocks.clone(),
        };
        match &excerpt.blocks {
            None => vec![Piece::whole(excerpt.id, document)],
            Some(parts) => parts.iter().map(part).collect(),
        }
    }

    /// Looks at each piece, on all cores, and takes what was found in order; where there is a `text`, only
    /// at documents that may hold it. No more than some pieces are in memory at a time.
    pub fn each<T: Send>(
        &self,
        text: Option<&str>,
        look: impl Fn(&Piece) -> T + Sync,
        take: &mut dyn FnMut(DocId, T) -> Flow,
    ) {
        let wanted = text.and_then(|text| self.texts.candidates(text));
        let wanted: Vec<&Excerpt> = self
            .excerpts
            .iter()
            .filter(|excerpt| wanted.as_ref().is_none_or(|ids| ids.contains(&excerpt.id)))
            .collect();
        for batch in wanted.chunks(BATCH) {
            let found: Vec<Vec<(DocId, T)>> = batch
                .par_iter()
                .map(|excerpt| self.pieces(excerpt).iter().map(|piece| (piece.id, look(piece))).collect())
                .collect();
            for (id, found) in found.into_iter().flatten() {
                if take(id, found).is_break() {
                    return;
                }
            }
        }
    }
}

/// A document, or some of its blocks, as part of a scope.
#[derive(Debug, Clone)]
pub struct Piece {
    pub id: DocId,
    pub document: Arc<Document>,
    pub blocks: Range<usize>,
}

impl Piece {
    pub fn whole(id: DocId, document: Arc<Document>) -> Piece {
        let blocks = 0..document.blocks.len();
        Piece { id, document, blocks }
    }

    /// The sections of a document whose heading has `words` in it; none lies inside another.
    pub fn sections(id: DocId, document: &Arc<Document>, words: &str) -> Vec<Piece> {
        let node = Node::text(words);
        let mut pieces: Vec<Piece> = Vec::new();
        for section in document.sections() {
            let heading = section.heading.map_or("", |at| document.blocks[at].text.as_str());
            let inside = pieces.last().is_some_and(|last| last.blocks.end > section.blocks.start);
            if !inside && !node.in_text(heading).is_empty() {
                pieces.push(Piece { id, document: Arc::clone(document), blocks: section.blocks });
            }
        }
        pieces
    }

    pub fn is_whole(&self) -> bool {
        self.blocks == (0..self.document.blocks.len())
    }

    pub fn counts(&self) -> DocumentCounts {
        match self.is_whole() {
            true => DocumentCounts::of(&self.document),
            false => DocumentCounts::of_blocks(&self.document, self.blocks.clone()),
        }
    }

    /// At which of the piece's words (counted from 0) each occurrence of the node begins, and how many
    /// words there are.
    pub fn positions(&self, node: &Node) -> (Vec<usize>, usize) {
        let tokens = tokens(&self.document, self.blocks.clone());
        let positions = node
            .occurrences(&self.document, self.blocks.clone())
            .iter()
            .map(|place| {
                tokens.partition_point(|t| (t.block, t.bytes.end) <= (place.block, place.bytes.start))
            })
            .collect();
        (positions, tokens.len())
    }
}

/// Counts every piece, on all cores, in the pieces' order.
pub fn count(pieces: &[Piece]) -> Vec<DocumentCounts> {
    pieces.par_iter().map(Piece::counts).collect()
}

/// Parts of a document over which dispersion is measured.
pub const PARTS: usize = 10;

/// How often the node stands in a piece with these counts.
pub fn frequency(piece: &Piece, counts: &DocumentCounts, node: &Node) -> usize {
    match node {
        Node::Word(word) => counts.frequency(word),
        Node::Text(_) => {
            let blocks = piece.document.blocks.get(piece.blocks.clone()).unwrap_or_default();
            blocks.iter().map(|block| node.in_text(&block.text).len()).sum()
        }
    }
}

/// A node's occurrences in the parts of the scope: in each of several documents, or in ten equal parts of
/// a single one. `counts` are the pieces' own.
pub fn parts(pieces: &[Piece], counts: &[DocumentCounts], node: &Node) -> Vec<Part> {
    if let [only] = pieces {
        let (positions, size) = only.positions(node);
        return equal_parts(size, &positions, PARTS);
    }
    pieces
        .par_iter()
        .zip(counts)
        .map(|(piece, counts)| Part { freq: frequency(piece, counts, node), size: counts.tokens() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};

    fn piece() -> Piece {
        let block = |level: u8, text: &str| {
            let kind = if level == 0 { BlockKind::Paragraph } else { BlockKind::Heading { level } };
            Block { kind, text: text.into(), spans: Vec::new(), repair: None, doubt: None }
        };
        let blocks = vec![
            block(1, "渔港建设"),
            block(2, "渔港码头"),
            block(0, "harbour one two harbour"),
            block(1, "农田水利"),
        ];
        Piece::whole(DocId(0), Arc::new(Document { blocks, ..Document::default() }))
    }

    #[test]
    fn a_section_is_taken_once_with_its_subsections() {
        let whole = piece();
        let found = Piece::sections(DocId(0), &whole.document, "渔港");
        assert!(found.len() == 1 && found[0].blocks == (0..3), "{found:?}");
        assert!(Piece::sections(DocId(0), &whole.document, "没有").is_empty());
    }

    #[test]
    fn positions_count_words_from_the_pieces_beginning() {
        let whole = piece();
        let section = Piece { blocks: 2..3, ..whole };
        assert_eq!(section.positions(&Node::word("harbour")), (vec![0, 3], 4));
        let counts = section.counts();
        assert_eq!(
            [Node::text("harbo"), Node::word("harbour")].map(|n| frequency(&section, &counts, &n)),
            [2, 2]
        );
    }

    #[test]
    fn several_documents_are_parts_and_one_is_cut_in_ten() {
        let (one, two) = (piece(), piece());
        let counts = count(&[one.clone(), two.clone()]);
        let parts_of_two = parts(&[one.clone(), two], &counts, &Node::text("harbour"));
        assert_eq!(parts_of_two.iter().map(|part| part.freq).collect::<Vec<_>>(), [2, 2]);
        let parts_of_one = parts(&[one], &counts[..1], &Node::text("harbour"));
        assert_eq!(parts_of_one.iter().map(|part| part.freq).sum::<usize>(), 2);
        assert_eq!(parts_of_one.iter().map(|part| part.size).sum::<usize>(), counts[0].tokens());
    }
}

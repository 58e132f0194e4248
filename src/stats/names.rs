//! Names of persons, places and organisations: the segmenter's guesses, and what the document's own
//! metadata says. Guesses are automatic and sometimes wrong; [`Name::certain`] tells them apart.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::Piece;
use crate::text::segment::tagged;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    Person,
    Place,
    Organisation,
}

impl NameKind {
    pub const ALL: [NameKind; 3] = [NameKind::Person, NameKind::Place, NameKind::Organisation];

    /// What jieba's part-of-speech tags (those of ICTCLAS) say.
    fn of_tag(tag: &str) -> Option<NameKind> {
        match tag {
            "nr" | "nrfg" | "nrt" => Some(NameKind::Person),
            "ns" => Some(NameKind::Place),
            "nt" => Some(NameKind::Organisation),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    pub name: String,
    pub kind: NameKind,
    /// Occurrences in the text; 0 for one that stands in the metadata alone.
    pub freq: usize,
    /// It stands in a byline, an editor line or a source line.
    pub certain: bool,
}

/// The names in a scope: the certain ones first, then by frequency and name.
pub fn names(pieces: &[Piece]) -> Vec<Name> {
    let found = pieces.par_iter().map(names_of).reduce(BTreeMap::new, |mut all, more| {
        for (key, (freq, certain)) in more {
            let sum: &mut (usize, bool) = all.entry(key).or_default();
            *sum = (sum.0 + freq, sum.1 || certain);
        }
        all
    });
    let mut names: Vec<Name> =
        found.into_iter().map(|((kind, name), (freq, certain))| Name { name, kind, freq, certain }).collect();
    names.sort_by_key(|name| (!name.certain, std::cmp::Reverse(name.freq)));
    names
}

fn names_of(piece: &Piece) -> BTreeMap<(NameKind, String), (usize, bool)> {
    let mut found: BTreeMap<(NameKind, String), (usize, bool)> = BTreeMap::new();
    let meta = &piece.document.meta;
    let people = meta.authors.iter().chain(&meta.editors).map(|person| (NameKind::Person, &person.name));
    let source = meta.source.iter().map(|source| (NameKind::Organisation, source));
    for (kind, name) in people.chain(source) {
        found.entry((kind, name.clone())).or_default().1 = true;
    }
    for block in piece.document.blocks.get(piece.blocks.clone()).unwrap_or_default() {
        for (bytes, kind) in tagged(&block.text, NameKind::of_tag) {
            let word = &block.text[bytes];
            if word.chars().nth(1).is_some() {
                found.entry((kind, word.to_owned())).or_default().0 += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Document, Metadata, Person};

    #[test]
    fn bylines_are_certain_and_places_are_guessed() {
        let block = Block {
            kind: BlockKind::Paragraph,
            text: "考察团从武汉出发，经长沙到广州，武汉市民送行。".into(),
            spans: Vec::new(),
            repair: None,
        };
        let authors = vec![Person { name: "顾望舒".into(), role: "记者".into() }];
        let meta = Metadata { authors, source: Some("江城晚报".into()), ..Metadata::default() };
        let document = Document { meta, blocks: vec![block], ..Document::default() };
        let found = names(&[Piece::whole(DocId(0), document.into())]);
        let certain: Vec<_> = found.iter().filter(|name| name.certain).map(|n| n.name.as_str()).collect();
        assert_eq!(certain, ["顾望舒", "江城晚报"]);
        let place = |wanted: &str| found.iter().find(|n| n.kind == NameKind::Place && n.name == wanted);
        assert!(place("长沙").is_some_and(|name| name.freq == 1 && !name.certain), "{found:?}");
        assert!(place("武汉").is_some(), "{found:?}");
    }
}

//! Names of persons, places and organisations: the segmenter's guesses, and what the document's own
//! metadata says. Guesses are automatic and sometimes wrong; [`Name::certain`] tells them apart.
//!
//! The segmenter takes many a word that it does not know for a person, so a person must look like one: a
//! usual surname with two characters behind it, or with one beside a title or a word of speech.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::Piece;
use crate::clean::is_person;
use crate::text::office::OFFICES;
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

/// How often each name occurs, and whether it is certain.
pub type NameCounts = BTreeMap<(NameKind, String), (usize, bool)>;

/// The names in a scope: the certain ones first, then by frequency and name.
pub fn names(pieces: &[Piece]) -> Vec<Name> {
    let merged = |mut all, more| {
        merge(&mut all, more);
        all
    };
    listed(pieces.par_iter().map(names_of).reduce(NameCounts::new, merged))
}

pub fn merge(all: &mut NameCounts, more: NameCounts) {
    for (key, (freq, certain)) in more {
        let sum = all.entry(key).or_default();
        *sum = (sum.0 + freq, sum.1 || certain);
    }
}

/// The names as [`names`] lists them.
pub fn listed(counts: NameCounts) -> Vec<Name> {
    let mut names: Vec<Name> = counts
        .into_iter()
        .map(|((kind, name), (freq, certain))| Name { name, kind, freq, certain })
        .collect();
    names.sort_by_key(|name| (!name.certain, std::cmp::Reverse(name.freq)));
    names
}

/// The names in one document or part of one.
pub fn names_of(piece: &Piece) -> NameCounts {
    let mut found = NameCounts::new();
    let meta = &piece.document.meta;
    let people = meta.authors.iter().chain(&meta.editors).map(|person| (NameKind::Person, &person.name));
    let source = meta.source.iter().map(|source| (NameKind::Organisation, source));
    for (kind, name) in people.chain(source) {
        found.entry((kind, name.clone())).or_default().1 = true;
    }
    for block in piece.document.blocks.get(piece.blocks.clone()).unwrap_or_default() {
        for (bytes, kind) in tagged(&block.text, NameKind::of_tag) {
            let word = &block.text[bytes.clone()];
            let fits = match kind {
                NameKind::Person => is_person(word) && looks_like_person(&block.text, &bytes),
                NameKind::Place => !NO_PLACES.contains(&word),
                NameKind::Organisation => true,
            };
            if fits && word.chars().nth(1).is_some() {
                found.entry((kind, word.to_owned())).or_default().0 += 1;
            }
        }
    }
    found
}

/// What follows a person's name, and what stands before it, offices aside.
const AFTER: &[&str] = &[
    "说", "表示", "介绍", "告诉", "认为", "指出", "强调", "回忆", "坦言", "感慨", "同志", "先生", "女士",
    "老师", "教授", "医生", "师傅", "大爷", "大妈", "阿姨", "一家", "夫妇", "等人", "（", "(",
];
const BEFORE: &[&str] = &[
    "记者",
    "通讯员",
    "作者",
    "村民",
    "居民",
    "市民",
    "农民",
    "渔民",
    "员工",
    "职工",
    "教授",
    "老师",
    "医生",
    "工程师",
    "负责人",
    "代表",
    "委员",
    "先生",
    "女士",
    "贫困户",
    "户主",
    "老人",
    "同志",
    "丈夫",
    "妻子",
    "儿子",
    "女儿",
];
/// How words of three characters end that begin like a person and are a quality, a place or a body.
const NO_PERSON: &str = "感性化率户区村镇乡县市省路街店厂队组馆院校园站所部局办会社家品剂机器物业度量费";
/// Words that the segmenter's dictionary has among the places and that name none.
const NO_PLACES: &[&str] = &[
    "城市",
    "城区",
    "城镇",
    "乡村",
    "农村",
    "山村",
    "新村",
    "新区",
    "新城",
    "新城区",
    "市区",
    "郊区",
    "县城",
    "县域",
    "市域",
    "省市",
    "新建",
    "美丽",
    "全国",
    "本地",
    "当地",
    "沿海",
    "内地",
    "海外",
];

fn looks_like_person(text: &str, name: &Range<usize>) -> bool {
    let (before, after) = (&text[..name.start], &text[name.end..]);
    let beside = AFTER.iter().chain(OFFICES).any(|word| after.starts_with(word))
        || BEFORE.iter().chain(OFFICES).any(|word| before.ends_with(word));
    beside || text[name.clone()].chars().nth(2).is_some_and(|last| !NO_PERSON.contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Document, Metadata, Person};

    #[test]
    fn a_person_has_a_surname_and_the_length_or_the_company_of_one() {
        let text = "村民张水生和王芳说，安全感强了；惠民工程由李梅主任负责。";
        for (name, expected) in
            [("张水生", true), ("王芳", true), ("李梅", true), ("安全感", false), ("惠民", false)]
        {
            let at = text.find(name).unwrap();
            let found = is_person(name) && looks_like_person(text, &(at..at + name.len()));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn bylines_are_certain_and_places_are_guessed() {
        let block = Block {
            kind: BlockKind::Paragraph,
            text: "考察团从武汉出发，经长沙到广州，武汉市民送行。".into(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
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

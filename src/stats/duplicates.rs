//! Near-duplicates and most alike documents, by MinHash over character shingles.
//!
//! A. Z. Broder, “On the resemblance and containment of documents”, SEQUENCES 1997: the share of equal
//! minima under many hash functions estimates the Jaccard similarity of two sets. The sets are all runs
//! of [`SHINGLE`] letters, characters and digits, folded, so that punctuation and spacing do not matter.
//! With 128 hash functions the standard error is at most 0.045.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::text::variant::fold;

/// Characters in a shingle.
pub const SHINGLE: usize = 5;
/// Documents at least this alike are near-duplicates.
pub const NEAR: f64 = 0.7;

const HASHES: usize = 128;
/// Signatures are compared where one of their bands of this many minima is equal. At similarity 0.7 a
/// pair is missed once in some 3,000 times: (1 − 0.7⁴)^32 (A. Rajaraman and J. Ullman, “Mining of Massive
/// Datasets”, section 3.4).
const BAND: usize = 4;

/// What is kept of a document to compare it: the minima of its hashed shingles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature(Vec<u32>);

impl Signature {
    /// Of a document's body; empty where it has no letters at all.
    pub fn of(document: &Document) -> Signature {
        let chars: Vec<u32> = document
            .blocks
            .iter()
            .flat_map(|block| block.text.chars())
            .filter(|c| c.is_alphanumeric())
            .map(|c| u32::from(fold(c)))
            .collect();
        if chars.is_empty() {
            return Signature::default();
        }
        let mut minima = vec![u32::MAX; HASHES];
        let families = families();
        for shingle in chars.windows(SHINGLE.min(chars.len())) {
            let shingle = shingle.iter().fold(0, |hash, &c| mix(hash ^ u64::from(c)));
            for (minimum, &(multiplier, addend)) in minima.iter_mut().zip(&families) {
                let hash = (shingle.wrapping_mul(multiplier).wrapping_add(addend) >> 32) as u32;
                *minimum = (*minimum).min(hash);
            }
        }
        Signature(minima)
    }

    /// Estimated Jaccard similarity of the two documents' shingles, 0–1.
    pub fn similarity(&self, other: &Signature) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / HASHES as f64
    }
}

/// The finaliser of MurmurHash3 (A. Appleby, public domain): spreads every bit over all.
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Multiply-shift hash functions (M. Dietzfelbinger and others, 1997), always the same ones.
fn families() -> [(u64, u64); HASHES] {
    std::array::from_fn(|at| {
        let seed = at as u64 + 1;
        (mix(2 * seed) | 1, mix(2 * seed + 1))
    })
}

/// A document of a group of near-duplicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Index into the signatures.
    pub document: usize,
    /// With the first document of the group.
    pub similarity: f64,
}

/// Groups of near-duplicates among documents in path order: the first document of each group, then those
/// that are at least [`NEAR`] like one of the group. Groups follow their first documents.
pub fn groups<S: Borrow<Signature> + Sync>(signatures: &[S]) -> Vec<Vec<Member>> {
    let similarity = |a: usize, b: usize| signatures[a].borrow().similarity(signatures[b].borrow());
    let mut leader: Vec<usize> = (0..signatures.len()).collect();
    for (a, b) in candidates(signatures) {
        if find(&mut leader, a) != find(&mut leader, b) && similarity(a, b) >= NEAR {
            let (a, b) = (find(&mut leader, a), find(&mut leader, b));
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for document in 0..signatures.len() {
        let first = find(&mut leader, document);
        let similarity = similarity(first, document);
        groups.entry(first).or_default().push(Member { document, similarity });
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The documents most like `document`, the most alike first; those that have nothing in common left out.
pub fn most_alike(signatures: &[Signature], document: usize, top: usize) -> Vec<Member> {
    let Some(own) = signatures.get(document) else { return Vec::new() };
    let mut alike: Vec<Member> = signatures
        .iter()
        .enumerate()
        .filter(|&(other, _)| other != document)
        .map(|(other, signature)| Member { document: other, similarity: own.similarity(signature) })
        .filter(|member| member.similarity > 0.0)
        .collect();
    alike.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.document.cmp(&b.document)));
    alike.truncate(top);
    alike
}

/// Pairs that share a band. Where many documents do, each is paired with the next [`BUCKET`] of them only:
/// enough to join them all, and not quadratic.
fn candidates<S: Borrow<Signature> + Sync>(signatures: &[S]) -> Vec<(usize, usize)> {
    let pairs_of = |band: usize| {
        let minima = band * BAND..(band + 1) * BAND;
        let banded = signatures.iter().enumerate();
        let banded =
            banded.filter_map(|(at, signature)| Some((signature.borrow().0.get(minima.clone())?, at)));
        let mut banded: Vec<(&[u32], usize)> = banded.collect();
        banded.sort_unstable();
        let mut pairs = Vec::new();
        for bucket in banded.chunk_by(|a, b| a.0 == b.0) {
            for (at, &(_, a)) in bucket.iter().enumerate() {
                pairs.extend(bucket[at + 1..].iter().take(BUCKET).map(|&(_, b)| (a, b)));
            }
        }
        pairs
    };
    let mut pairs: Vec<(usize, usize)> = (0..HASHES / BAND).into_par_iter().flat_map_iter(pairs_of).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// How many followers in a band's bucket a document is compared with.
const BUCKET: usize = 64;

fn find(leader: &mut [usize], document: usize) -> usize {
    let mut root = document;
    while leader[root] != root {
        root = leader[root];
    }
    leader[document] = root;
    root
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::document::{Block, BlockKind};

    fn signature(text: &str) -> Signature {
        let block = Block {
            kind: BlockKind::Paragraph,
            text: text.into(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
        };
        Signature::of(&Document { blocks: vec![block], ..Document::default() })
    }

    /// A text in which every character differs, so that its shingles can be counted by hand.
    fn text(range: std::ops::Range<u32>) -> String {
        range.filter_map(|n| char::from_u32(0x4e00 + n)).collect()
    }

    fn jaccard(a: &str, b: &str) -> f64 {
        let set = |text: &str| -> HashSet<Vec<char>> {
            text.chars().map(fold).collect::<Vec<_>>().windows(SHINGLE).map(<[char]>::to_vec).collect()
        };
        let (a, b) = (set(a), set(b));
        a.intersection(&b).count() as f64 / a.union(&b).count() as f64
    }

    #[test]
    fn the_estimate_is_near_the_true_similarity() {
        for shift in [0, 40, 100, 200, 400] {
            let (a, b) = (text(0..600), text(shift..600 + shift));
            let (estimated, exact) = (signature(&a).similarity(&signature(&b)), jaccard(&a, &b));
            assert!((estimated - exact).abs() < 0.12, "{shift}: {estimated} for {exact}");
        }
    }

    #[test]
    fn reprints_form_groups_and_others_stay_alone() {
        let reprint = format!("{}（转载）", text(10..500));
        let documents = [text(0..500), text(2000..2500), reprint, text(2003..2500), text(5000..5400)];
        let signatures: Vec<_> = documents.iter().map(|text| signature(text)).collect();
        let groups = groups(&signatures);
        let members: Vec<Vec<usize>> =
            groups.iter().map(|group| group.iter().map(|member| member.document).collect()).collect();
        assert_eq!(members, [vec![0, 2], vec![1, 3]]);
        assert_eq!(groups[0][0].similarity, 1.0);
        assert!(groups[0][1].similarity > NEAR && groups[0][1].similarity < 1.0);
        assert_eq!(most_alike(&signatures, 3, 1)[0].document, 1);
    }

    #[test]
    fn punctuation_width_and_variants_do_not_matter_and_empty_documents_are_not_alike() {
        assert_eq!(signature("灣區，GDP增長。"), signature("湾区 ＧＤＰ增长"));
        assert_eq!(signature("。").similarity(&signature("。")), 0.0);
        assert!(groups(&[signature(""), signature("")]).is_empty());
        assert_eq!(signature("短").similarity(&signature("短")), 1.0);
    }

    proptest! {
        #[test]
        fn grouping_does_not_depend_on_the_order(order in Just((0usize..8).collect::<Vec<_>>()).prop_shuffle()) {
            let texts: Vec<String> = (0..8u32).map(|n| text((n / 2) * 700..(n / 2) * 700 + 400 + n)).collect();
            let shuffled: Vec<_> = order.iter().map(|&at| signature(&texts[at])).collect();
            let mut found: Vec<Vec<usize>> = groups(&shuffled)
                .into_iter()
                .map(|group| {
                    let mut group: Vec<usize> = group.iter().map(|member| order[member.document]).collect();
                    group.sort_unstable();
                    group
                })
                .collect();
            found.sort();
            prop_assert_eq!(found, vec![vec![0, 1], vec![2, 3], vec![4, 5], vec![6, 7]]);
        }
    }
}

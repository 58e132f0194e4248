//! How a segment keeps its texts: each frequent character or string of up to four characters is one or
//! two bytes, decoded by a table. Any document can be read alone, which a general compressor would
//! allow only by compressing each by itself, where a few thousand characters save little.
//!
//! A dense code after N. Brisaboa et al., “(S,C)-Dense Coding”, SPIRE 2003, over strings instead of
//! words.

use rustc_hash::FxHashMap;

use crate::text::variant::fold;

/// Tokens with one byte; the bytes above lead tokens of two, but for the last.
const SINGLES: usize = 96;
/// Stands before a character that is no token, in UTF-8.
const ESCAPE: u8 = 0xff;
const MAX_TOKENS: usize = SINGLES + (ESCAPE as usize - SINGLES) * 256;
/// Characters of a token at most.
const LONGEST: usize = 4;
/// Strings rarer than this in the sample become no tokens.
const MIN_COUNT: u32 = 3;
/// Bytes of text that a code is fitted to.
pub const SAMPLE: usize = 1 << 20;

/// A code for texts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Codebook {
    tokens: Tokens,
    plain: Vec<Slot>,
    folded: Vec<Slot>,
}

/// A token as decoding wants it: the bytes of a place of fixed size are copied at once, whatever its length,
/// which is the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(16))]
struct Slot([u8; Slot::LEN]);

impl Slot {
    const LEN: usize = 16;
    const ROOM: usize = Slot::LEN - 1;

    /// What does not fit, as in a damaged code, is left out.
    fn of(token: impl Iterator<Item = char>) -> Slot {
        let mut slot = [0; Slot::LEN];
        let mut len = 0;
        for c in token {
            let Some(room) = slot[..Slot::ROOM].get_mut(len..len + c.len_utf8()) else { break };
            len += c.encode_utf8(room).len();
        }
        slot[Slot::ROOM] = len as u8;
        Slot(slot)
    }

    fn len(&self) -> usize {
        usize::from(self.0[Slot::ROOM])
    }
}

/// Strings one after another.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Tokens {
    text: String,
    /// Where each token ends in `text`.
    ends: Vec<u32>,
}

impl Tokens {
    fn push(&mut self, token: impl Iterator<Item = char>) {
        self.text.extend(token);
        self.ends.push(self.text.len() as u32);
    }

    fn get(&self, code: usize) -> &str {
        let start = code.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(code).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl Codebook {
    /// A code that suits `sample`.
    pub fn fit(sample: &str) -> Codebook {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        let packed: Vec<u16> = sample.chars().map(pack).collect();
        for at in 0..packed.len() {
            let mut key = 0;
            for (len, &c) in packed[at..].iter().take(LONGEST).enumerate() {
                // Tokens neither cross lines nor hold what does not fit in sixteen bits.
                if c == 0 || c == u16::from(b'\n') && len > 0 {
                    break;
                }
                key |= u64::from(c) << (16 * len);
                *counts.entry(key).or_default() += 1;
            }
        }
        // First by what a token would save if nothing overlapped, then by what it is used for in fact.
        let saving = |key: u64, count: u32| u64::from(count) * (2 * chars(key) as u64 - 1);
        let mut likely: Vec<(u64, u32)> =
            counts.into_iter().filter(|&(_, count)| count >= MIN_COUNT).collect();
        likely.sort_unstable_by_key(|&(key, count)| std::cmp::Reverse((saving(key, count), key)));
        likely.truncate(MAX_TOKENS * 2);
        let candidates = Longest::new(likely.iter().map(|&(key, _)| key));
        let mut uses = vec![0u32; likely.len()];
        let mut at = 0;
        while at < packed.len() {
            let step = candidates.at(&packed[at..]);
            if let Some((code, _)) = step {
                uses[code as usize] += 1;
            }
            at += step.map_or(1, |(_, len)| len);
        }
        let mut used: Vec<(u32, u64)> =
            uses.into_iter().zip(likely).map(|(uses, (key, _))| (uses, key)).collect();
        // A single character stays even if longer tokens took its place here: elsewhere it is needed.
        used.sort_unstable_by_key(|&(uses, key)| std::cmp::Reverse((chars(key) == 1, uses, key)));
        used.truncate(MAX_TOKENS);
        used.retain(|&(uses, key)| uses > 1 || chars(key) == 1);
        // Four characters whose folded forms take four bytes each would not fit.
        used.retain(|&(_, key)| unpack(key).map(fold).map(char::len_utf8).sum::<usize>() <= Slot::ROOM);
        used.sort_unstable_by_key(|&(uses, key)| std::cmp::Reverse((uses, key)));
        let mut tokens = Tokens::default();
        for (_, key) in used {
            tokens.push(unpack(key));
        }
        Codebook::of(tokens)
    }

    /// What [`Codebook::to_bytes`] gave; a damaged code decodes to wrong text.
    pub fn from_bytes(bytes: &[u8]) -> Codebook {
        let count = bytes.first_chunk().map_or(0, |&count| u32::from_le_bytes(count) as usize);
        let rest = bytes.get(4..).unwrap_or_default();
        let (lengths, text) = rest.split_at(count.min(rest.len()));
        let mut tokens = Tokens { text: String::from_utf8_lossy(text).into_owned(), ends: Vec::new() };
        let mut end = 0;
        for &len in lengths {
            end += u32::from(len);
            tokens.ends.push(end);
        }
        Codebook::of(tokens)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let ends = &self.tokens.ends;
        let mut bytes = (ends.len() as u32).to_le_bytes().to_vec();
        let mut start = 0;
        for &end in ends {
            bytes.push((end - start) as u8);
            start = end;
        }
        bytes.extend_from_slice(self.tokens.text.as_bytes());
        bytes
    }

    /// What encoding needs to know besides.
    pub fn encoder(&self) -> Encoder {
        let key = |code: usize| {
            let packed = self.tokens.get(code).chars().map(pack).enumerate();
            packed.map(|(at, c)| u64::from(c) << (16 * at)).sum()
        };
        Encoder { tokens: Longest::new((0..self.tokens.ends.len()).map(key)) }
    }

    /// The text that was encoded; UTF-8 unless it is damaged.
    pub fn decode(&self, bytes: &[u8]) -> Vec<u8> {
        decode(&self.plain, bytes, |escaped| escaped)
    }

    /// The text that was encoded, every character folded; UTF-8 unless it is damaged.
    pub fn decode_folded(&self, bytes: &[u8]) -> Vec<u8> {
        decode(&self.folded, bytes, fold)
    }

    fn of(tokens: Tokens) -> Codebook {
        let texts = || (0..tokens.ends.len()).map(|code| tokens.get(code).chars());
        let plain = texts().map(Slot::of).collect();
        let folded = texts().map(|token| Slot::of(token.map(fold))).collect();
        Codebook { tokens, plain, folded }
    }
}

fn decode(slots: &[Slot], bytes: &[u8], escape: impl Fn(char) -> char) -> Vec<u8> {
    let mut out = vec![0; bytes.len() * 4 + Slot::LEN];
    let mut len = 0;
    let mut rest = bytes;
    while let Some((&lead, after)) = rest.split_first() {
        rest = after;
        if out.len() < len + Slot::LEN {
            out.resize(out.len() * 2, 0);
        }
        let room = &mut out[len..len + Slot::LEN];
        let lead = usize::from(lead);
        let code = if lead < SINGLES {
            lead
        } else if lead < usize::from(ESCAPE) {
            let Some((&low, after)) = rest.split_first() else { break };
            rest = after;
            SINGLES + (lead - SINGLES) * 256 + usize::from(low)
        } else {
            let Some(chunk) = rest.utf8_chunks().next() else { break };
            let Some(escaped) = chunk.valid().chars().next() else { break };
            rest = &rest[escaped.len_utf8()..];
            len += escape(escaped).encode_utf8(room).len();
            continue;
        };
        if let Some(slot) = slots.get(code) {
            room.copy_from_slice(&slot.0);
            len += slot.len();
        }
    }
    out.truncate(len);
    out
}

/// Writes texts in a code.
#[derive(Debug)]
pub struct Encoder {
    tokens: Longest,
}

impl Encoder {
    /// Appends the code of `text` to `out`.
    pub fn encode(&self, text: &str, out: &mut Vec<u8>) {
        let packed: Vec<u16> = text.chars().map(pack).collect();
        // Where in the text the character at `at` is, as far as it had to be known.
        let (mut chars, mut known) = (text.chars(), 0);
        let mut at = 0;
        while at < packed.len() {
            match self.tokens.at(&packed[at..]) {
                Some((code, len)) => {
                    let code = code as usize;
                    if code < SINGLES {
                        out.push(code as u8);
                    } else {
                        let code = code - SINGLES;
                        out.extend([(SINGLES + code / 256) as u8, code as u8]);
                    }
                    at += len;
                }
                None => {
                    out.push(ESCAPE);
                    let escaped = chars.nth(at - known).unwrap_or(char::REPLACEMENT_CHARACTER);
                    out.extend_from_slice(escaped.encode_utf8(&mut [0; 4]).as_bytes());
                    at += 1;
                    known = at;
                }
            }
        }
    }
}

/// Finds the longest token at the start of a text: a table of first characters, which says of most that no
/// longer token begins there, and one of the longer tokens and their beginnings.
#[derive(Debug)]
struct Longest {
    singles: Box<[Entry]>,
    longer: FxHashMap<u64, Entry>,
}

/// A string of characters: the code that it is, if it is a token, and whether longer tokens begin with it.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// 0 for what is no token, the code and one for what is.
    code: u32,
    goes_on: bool,
}

impl Longest {
    /// The tokens in the order of their codes, packed.
    fn new(tokens: impl Iterator<Item = u64>) -> Longest {
        let mut singles = vec![Entry::default(); usize::from(u16::MAX) + 1].into_boxed_slice();
        let mut longer: FxHashMap<u64, Entry> = FxHashMap::default();
        for (code, key) in tokens.enumerate() {
            let len = chars(key);
            // Only a damaged code has tokens with what cannot be packed, or without anything.
            if (0..len).any(|at| key >> (16 * at) & 0xffff == 0) {
                continue;
            }
            for beginning in 1..=len {
                let part = key & u64::MAX >> (16 * (LONGEST - beginning));
                let entry = match beginning {
                    1 => &mut singles[part as usize],
                    _ => longer.entry(part).or_default(),
                };
                if beginning == len {
                    entry.code = code as u32 + 1;
                } else {
                    entry.goes_on = true;
                }
            }
        }
        Longest { singles, longer }
    }

    /// The code and the length of the longest token at the start of `text`.
    fn at(&self, text: &[u16]) -> Option<(u32, usize)> {
        let first = *text.first()?;
        let mut key = u64::from(first);
        let mut entry = self.singles[usize::from(first)];
        let mut best = (entry.code, 1);
        for (at, &c) in text.iter().enumerate().take(LONGEST).skip(1) {
            if !entry.goes_on || c == 0 {
                break;
            }
            key |= u64::from(c) << (16 * at);
            match self.longer.get(&key) {
                Some(&found) => entry = found,
                None => break,
            }
            if entry.code > 0 {
                best = (entry.code, at + 1);
            }
        }
        let (code, len) = best;
        Some((code.checked_sub(1)?, len))
    }
}

/// A character in sixteen bits; 0 for those that do not fit.
fn pack(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(0)
}

/// The characters of a packed string.
fn unpack(key: u64) -> impl Iterator<Item = char> {
    (0..chars(key)).filter_map(move |at| char::from_u32((key >> (16 * at) & 0xffff) as u32))
}

/// How many characters a packed string has.
fn chars(key: u64) -> usize {
    LONGEST - key.leading_zeros() as usize / 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_come_back(sample in "[一二三四五ab𠮷\n ]{0,80}", text in "([一二三四五六ab𠮷Ａ，\n ]|\\PC){0,60}") {
            let fitted = Codebook::fit(&sample);
            let codebook = Codebook::from_bytes(&fitted.to_bytes());
            prop_assert_eq!(&codebook, &fitted);
            let mut bytes = Vec::new();
            codebook.encoder().encode(&text, &mut bytes);
            prop_assert_eq!(codebook.decode_folded(&bytes), text.chars().map(fold).collect::<String>().into_bytes());
            prop_assert_eq!(codebook.decode(&bytes), text.into_bytes());
        }

        #[test]
        fn damage_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let codebook = Codebook::from_bytes(&bytes);
            codebook.decode(&bytes);
        }
    }

    #[test]
    fn what_comes_often_becomes_short() {
        let text = "北岸的水文站每天上报水位，南岸的水文站每周上报一次。".repeat(40);
        let codebook = Codebook::fit(&text);
        let mut bytes = Vec::new();
        codebook.encoder().encode(&text, &mut bytes);
        assert!(bytes.len() * 5 < text.len(), "{} of {}", bytes.len(), text.len());
    }
}

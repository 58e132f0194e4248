//! Lines that are not all in one encoding, or have lost bytes: the most likely way to read them.
//!
//! A byte that is lost in a double-byte encoding puts every later pair of its line out of step; a line pasted from
//! elsewhere is in the encoding of elsewhere. Both are found by the same search (Viterbi's): of all ways to cut the
//! bytes into characters of some encodings, the one that surprises least in Chinese, where a byte that is skipped
//! and a change of encoding have their price. So what is damaged costs one character and not the rest.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030};

use super::charset::Charset;
use crate::text::frequency::surprise;

/// The price of bytes that belong to no character, in tenths of a nat: above that of a rare character, so that these
/// are read as such where nothing else speaks against it.
const SKIPPED: u32 = 160;
/// The price of going over to another encoding.
pub const CHANGED: u32 = 200;
/// Bytes that are looked at in one go, and those of them whose reading waits for what follows.
const WINDOW: usize = 8 * 1024;
const OVERLAP: usize = 32;

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rescued {
    pub bad_bytes: usize,
    /// Bytes beyond ASCII that were read in each of the encodings.
    pub used: Vec<usize>,
}

/// The best way so far to read up to a place in an encoding: what it costs, and where its last step came from.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    len: u8,
    from: u8,
    valid: bool,
}

const NOWHERE: Step = Step { cost: u32::MAX, len: 0, from: 0, valid: false };

/// Appends the text of a line whose first encoding is `charsets[0]`. Only encodings of bytes that keep ASCII, or
/// UTF-16 alone, can be asked for.
pub fn decode_into(bytes: &[u8], charsets: &[Charset], text: &mut String) -> Rescued {
    let mut rescued = Rescued { bad_bytes: 0, used: vec![0; charsets.len()] };
    let (mut rest, mut state) = (bytes, 0);
    while !rest.is_empty() {
        let whole = rest.len() <= WINDOW;
        let window = &rest[..rest.len().min(WINDOW)];
        let steps = search(window, charsets, state);
        let settled = if whole { window.len() } else { window.len() - OVERLAP };
        let mut taken = 0;
        for (place, next, valid) in path(&steps, charsets.len(), window.len()) {
            if taken >= settled {
                break;
            }
            let piece = &window[taken..place];
            if valid {
                charsets[next].decode_into(piece, text);
                rescued.used[next] += piece.iter().filter(|byte| !byte.is_ascii()).count();
            } else {
                text.push('\u{fffd}');
                rescued.bad_bytes += 1;
            }
            (taken, state) = (place, next);
        }
        rest = &rest[taken..];
    }
    rescued
}

/// The cheapest step to every place in every encoding.
fn search(bytes: &[u8], charsets: &[Charset], first: usize) -> Vec<Step> {
    let count = charsets.len();
    let mut steps = vec![NOWHERE; (bytes.len() + 1) * count];
    steps[first].cost = 0;
    for at in 0..bytes.len() {
        change(&mut steps[at * count..(at + 1) * count]);
        for state in 0..count {
            let here = steps[at * count + state];
            if here.cost == u32::MAX {
                continue;
            }
            let mut reach = |len: usize, price: u32, valid: bool| {
                let there = &mut steps[(at + len) * count + state];
                let cost = here.cost + price;
                if cost < there.cost {
                    *there = Step { cost, len: len as u8, from: state as u8, valid };
                }
            };
            match token(charsets[state], &bytes[at..]) {
                Token::Char(len, c) => {
                    reach(len, surprise(c), true);
                    // A first byte may have lost its second.
                    if len > 1 {
                        reach(1, SKIPPED, false);
                    }
                }
                Token::Broken(len) => reach(len, SKIPPED, false),
            }
        }
    }
    change(&mut steps[bytes.len() * count..]);
    steps
}

/// Lets every encoding at a place be come to from the cheapest.
fn change(here: &mut [Step]) {
    let Some((from, cost)) = (0..here.len()).map(|state| (state, here[state].cost)).min_by_key(|best| best.1)
    else {
        return;
    };
    if cost == u32::MAX {
        return;
    }
    for step in here.iter_mut().filter(|step| step.cost > cost.saturating_add(CHANGED)) {
        *step = Step { cost: cost + CHANGED, len: 0, from: from as u8, valid: true };
    }
}

/// The steps of the cheapest way: where each ends, in which encoding, and whether it is a character.
fn path(steps: &[Step], count: usize, len: usize) -> Vec<(usize, usize, bool)> {
    let last = &steps[len * count..];
    let mut state = (0..count).min_by_key(|&state| last[state].cost).unwrap_or(0);
    let (mut at, mut path) = (len, Vec::new());
    while at > 0 {
        let step = steps[at * count + state];
        if step.len > 0 {
            path.push((at, state, step.valid));
            at -= usize::from(step.len);
        }
        state = usize::from(step.from);
    }
    path.reverse();
    path
}

/// What the bytes begin with.
enum Token {
    Char(usize, char),
    /// So many bytes that are no character but stand for one.
    Broken(usize),
}

fn token(charset: Charset, bytes: &[u8]) -> Token {
    match charset {
        Charset::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Charset::Utf16Be => utf16(bytes, u16::from_be_bytes),
        _ if bytes[0].is_ascii() => Token::Char(1, char::from(bytes[0])),
        Charset::Gb18030 => double(&GB_PAIRS, GB18030, bytes),
        Charset::Big5 => double(&BIG5_PAIRS, BIG5, bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Token {
    match bytes[..bytes.len().min(4)].utf8_chunks().next() {
        Some(chunk) => match chunk.valid().chars().next() {
            Some(c) => Token::Char(c.len_utf8(), c),
            None => Token::Broken(chunk.invalid().len().max(1)),
        },
        None => Token::Broken(1),
    }
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Token {
    let mut units = bytes.as_chunks::<2>().0.iter().map(|unit| read(*unit)).take(2);
    match char::decode_utf16(&mut units).next() {
        Some(Ok(c)) => Token::Char(2 * c.len_utf16(), c),
        _ => Token::Broken(1),
    }
}

/// The characters of all pairs of an encoding, by first and second byte; NUL where there is none.
type Pairs = Box<[char]>;
static GB_PAIRS: LazyLock<Pairs> = LazyLock::new(|| pairs(GB18030));
static BIG5_PAIRS: LazyLock<Pairs> = LazyLock::new(|| pairs(BIG5));

fn pairs(encoding: &'static Encoding) -> Pairs {
    (0x8000..=0xffffu32)
        .map(|pair| {
            let bytes = [(pair >> 8) as u8, pair as u8];
            encoding
                .decode_without_bom_handling_and_without_replacement(&bytes)
                .filter(|_| bytes[0] > 0x80)
                .and_then(|text| text.chars().next())
                .unwrap_or('\0')
        })
        .collect()
}

fn double(pairs: &Pairs, encoding: &'static Encoding, bytes: &[u8]) -> Token {
    match *bytes {
        [first, second, ..] => match pairs[usize::from(first & 0x7f) << 8 | usize::from(second)] {
            '\0' => {}
            c => return Token::Char(2, c),
        },
        _ => return Token::Broken(1),
    }
    let four = bytes.get(..4).filter(|four| encoding == GB18030 && four[1].is_ascii_digit());
    let wide = four.and_then(|four| encoding.decode_without_bom_handling_and_without_replacement(four));
    match wide.and_then(|text| text.chars().next()) {
        Some(c) => Token::Char(4, c),
        None => Token::Broken(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "河堤两边的柳树是十年前种的，那时候水比现在大，岸也比现在低。";

    fn read(bytes: &[u8], charsets: &[Charset]) -> (String, usize) {
        let mut text = String::new();
        let rescued = decode_into(bytes, charsets, &mut text);
        (text, rescued.bad_bytes)
    }

    #[test]
    fn a_lost_byte_costs_one_character() {
        let (gb, ..) = GB18030.encode(PROSE);
        for lost in 0..gb.len() {
            let damaged = [&gb[..lost], &gb[lost + 1..]].concat();
            let (text, bad) = read(&damaged, &[Charset::Gb18030, Charset::Utf8, Charset::Big5]);
            let kept = text.chars().filter(|&c| PROSE.contains(c)).count();
            assert!(bad <= 2 && kept + 4 >= PROSE.chars().count(), "{lost} {text}");
        }
        let utf16: Vec<u8> = PROSE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let damaged = [&utf16[..13], &utf16[14..]].concat();
        let (text, bad) = read(&damaged, &[Charset::Utf16Le]);
        assert!(bad == 1 && text.ends_with(&PROSE[30..]), "{text}");
    }

    #[test]
    fn a_line_of_several_encodings_is_read_in_each() {
        let (gb, ..) = GB18030.encode(PROSE);
        let traditional = "河堤兩邊的柳樹是十年前種的，那時候水比現在大。";
        let (big5, ..) = BIG5.encode(traditional);
        let mixed = [PROSE.as_bytes(), b" / ", &gb, b" / ", &big5].concat();
        let (text, bad) = read(&mixed, &[Charset::Utf8, Charset::Gb18030, Charset::Big5]);
        assert_eq!((text, bad), (format!("{PROSE} / {PROSE} / {traditional}"), 0));
    }

    #[test]
    fn long_lines_are_read_in_windows() {
        let long = PROSE.repeat(2_000);
        assert_eq!(read(long.as_bytes(), &[Charset::Utf8, Charset::Gb18030]), (long, 0));
    }
}

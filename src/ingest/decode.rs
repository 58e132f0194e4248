//! Bytes → text: which encoding they are in, and what to do about bytes that are in none.
//!
//! The order matters. A byte-order mark decides. Valid UTF-8 is UTF-8, but NULs mean UTF-16 (or no text at
//! all); the detector never says UTF-16. What remains is damaged UTF-8 or a legacy encoding. Text in one of the
//! two that Chinese was written in is known by its commonest characters; where these do not decide, the
//! detector, what the page declares, and how each reading would look do. All of them look at the lines that
//! are not ASCII, wherever they stand: the first kilobytes of a page often have none.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// As the Encoding Standard names it.
    pub encoding: &'static str,
    /// Byte sequences that were invalid and now stand as U+FFFD.
    pub bad_bytes: usize,
}

/// Decodes a document; `None` where the bytes are no text. `declared` finds the encoding that a document
/// names for itself, which is believed unless the bytes speak against it.
pub fn decode(
    bytes: Cow<'_, [u8]>,
    declared: impl FnOnce(&[u8]) -> Option<&'static Encoding>,
) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Some(decode_as(encoding, &bytes[mark..]));
    }
    let utf8 = simdutf8::basic::from_utf8(&bytes).ok();
    if (utf8.is_none() || bytes.contains(&0))
        && let Some(encoding) = utf16(&bytes)
    {
        return Some(decode_as(encoding, &bytes));
    }
    if looks_binary(&bytes) {
        return None;
    }
    if let Some(text) = utf8 {
        return Some(Decoded { text: text.to_owned(), encoding: UTF_8.name(), bad_bytes: 0 });
    }
    let encoding = common_chinese(&bytes)
        .or_else(|| is_damaged_utf8(&bytes).then_some(UTF_8))
        .unwrap_or_else(|| legacy(&bytes, declared(&bytes)));
    Some(decode_as(encoding, &bytes))
}

/// Statistics over the lines that are not ASCII, and what the document declares: the candidate that reads best
/// as Chinese.
fn legacy(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    let sample = foreign_lines(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let mut candidates = vec![declared.unwrap_or(guessed), guessed, GB18030, BIG5];
    for encoding in &mut candidates {
        if *encoding == encoding_rs::GBK {
            *encoding = GB18030;
        }
    }
    let (mut best, mut least) = (GB18030, f64::INFINITY);
    for (at, &encoding) in candidates.iter().enumerate() {
        if candidates[..at].contains(&encoding) {
            continue;
        }
        let damage = damage(&decode_as(encoding, &sample));
        if damage < least {
            (best, least) = (encoding, damage);
        }
    }
    best
}

/// The first lines with bytes beyond ASCII, as much of them as statistics need.
fn foreign_lines(bytes: &[u8]) -> Vec<u8> {
    const ENOUGH: usize = 256 * 1024;
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n').filter(|line| !line.is_ascii()) {
        sample.extend_from_slice(&line[..line.len().min(ENOUGH - sample.len())]);
        if sample.len() == ENOUGH {
            break;
        }
    }
    sample
}

/// How badly a text reads as Chinese, per character beyond ASCII: an undecodable sequence counts five, a
/// character that is neither a common Han character nor punctuation one.
fn damage(decoded: &Decoded) -> f64 {
    let (mut foreign, mut odd) = (0usize, 0usize);
    for c in decoded.text.chars().filter(|c| !c.is_ascii()) {
        foreign += 1;
        odd += usize::from(!is_chinese(c));
    }
    (decoded.bad_bytes * 5 + odd) as f64 / foreign.max(1) as f64
}

/// Characters that Chinese text is made of: Han characters of the basic block, its punctuation and forms.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{2010}'..='\u{2044}')
}

/// The commonest characters of a double-byte encoding of Chinese.
struct Common {
    encoding: &'static Encoding,
    /// Punctuation, full-width forms and the characters of the encoding's first level, which are nine in ten
    /// of those of any text.
    first_level: fn(u8, u8) -> bool,
    /// ， 、 。 的, which no text lacks, and which the other encodings have elsewhere.
    sure: [[u8; 2]; 4],
}

/// GB 2312 has its 3,755 commonest characters in the rows B0 to D7, Big5 its 5,401 in the rows A4 to C6.
const CHINESE: [Common; 2] = [
    Common {
        encoding: GB18030,
        first_level: |first, second| matches!((first, second), (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe)),
        sure: [[0xa3, 0xac], [0xa1, 0xa2], [0xa1, 0xa3], [0xb5, 0xc4]],
    },
    Common {
        encoding: BIG5,
        first_level: |first, second| matches!((first, second), (0xa1..=0xc6, 0x40..=0x7e | 0xa1..=0xfe)),
        sure: [[0xa1, 0x41], [0xa1, 0x42], [0xa1, 0x43], [0xaa, 0xba]],
    },
];

/// The encoding of text that plainly is Chinese: nine in ten of its pairs of bytes are common characters, one
/// in a hundred a sure one, and hardly any is none at all. One pass, where the detector alone reads 16 MB/s.
fn common_chinese(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut pairs, mut bad) = (0usize, 0usize);
    let mut common = [0usize; CHINESE.len()];
    let mut sure = [0usize; CHINESE.len()];
    let mut rest = bytes;
    loop {
        rest = &rest[rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())..];
        match *rest {
            [first @ 0x81..=0xfe, second @ (0x40..=0x7e | 0x80..=0xfe), ref tail @ ..] => {
                pairs += 1;
                for (at, chinese) in CHINESE.iter().enumerate() {
                    common[at] += usize::from((chinese.first_level)(first, second));
                    sure[at] += usize::from(chinese.sure.contains(&[first, second]));
                }
                rest = tail;
            }
            [_, ref tail @ ..] => {
                bad += 1;
                rest = tail;
            }
            [] => break,
        }
    }
    let plain = |at: &usize| common[*at] * 10 >= pairs * 9 && sure[*at] * 100 >= pairs && sure[*at] > 0;
    (0..CHINESE.len()).find(plain).filter(|_| bad * 50 <= pairs).map(|at| CHINESE[at].encoding)
}

/// UTF-8 with some damage, such as a character cut in half where the file was cut: far more well-formed
/// multi-byte sequences than bad bytes.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

/// The UTF-16 flavour of text without a byte-order mark: the one in which nearly every character is ASCII
/// or Chinese. Text in a multi-byte encoding read as UTF-16 lands outside both.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    const SAMPLE: usize = 64 * 1024;
    let head = &bytes[..bytes.len().min(SAMPLE) & !1];
    let share = |read: fn([u8; 2]) -> u16| {
        let plausible = head
            .as_chunks::<2>()
            .0
            .iter()
            .filter(|pair| match char::from_u32(u32::from(read(**pair))) {
                Some(c) if c.is_ascii() => !c.is_ascii_control() || matches!(c, '\t' | '\n' | '\r'),
                Some(c) => is_chinese(c),
                None => false,
            })
            .count();
        plausible * 20 >= head.len() / 2 * 19
    };
    if head.len() < 4 {
        return None;
    }
    match (share(u16::from_le_bytes), share(u16::from_be_bytes)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// More than one control character in two hundred bytes: an image, an archive, a program. A text with a
/// stray NUL is still a text.
pub(super) fn looks_binary(bytes: &[u8]) -> bool {
    const SAMPLE: usize = 64 * 1024;
    let head = &bytes[..bytes.len().min(SAMPLE)];
    let control = head
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1b) || byte == 0x7f)
        .count();
    control * 200 > head.len()
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let (mut rest, mut bad_bytes) = (bytes, 0);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(rest.len() * 2 + 16),
            DecoderResult::Malformed(..) => {
                bad_bytes += 1;
                text.push('\u{fffd}');
            }
        }
    }
    Decoded { text, encoding: encoding.name(), bad_bytes }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROSE: &str = "近日，青槐镇的老街口又热闹了起来。天刚亮，豆腐坊的老板就打开了门，\
                         热气从屋里冒出来，街上的人闻着香味走过来。\n他说，今年的收入比去年多了两成。\n";

    const TRADITIONAL: &str = "近日，青槐鎮的老街口又熱鬧了起來。天剛亮，豆腐坊的老闆就打開了門，\
                               熱氣從屋裡冒出來，街上的人聞著香味走過來。\n他說，今年的收入比去年多了兩成。\n";

    fn read(bytes: &[u8]) -> Decoded {
        decode(Cow::Borrowed(bytes), |_| None).expect("text")
    }

    fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_of_chinese_reads_the_same() {
        let (gb, ..) = GB18030.encode(PROSE);
        let cases: Vec<(Vec<u8>, &str)> = vec![
            (PROSE.into(), "UTF-8"),
            ([b"\xef\xbb\xbf", PROSE.as_bytes()].concat(), "UTF-8"),
            (gb.into_owned(), "gb18030"),
            (utf16_bytes(PROSE, u16::to_le_bytes), "UTF-16LE"),
            (utf16_bytes(PROSE, u16::to_be_bytes), "UTF-16BE"),
            ([vec![0xff, 0xfe], utf16_bytes(PROSE, u16::to_le_bytes)].concat(), "UTF-16LE"),
            ([vec![0xfe, 0xff], utf16_bytes(PROSE, u16::to_be_bytes)].concat(), "UTF-16BE"),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(read(&bytes), Decoded { text: PROSE.into(), encoding, bad_bytes: 0 });
        }
        let (big5, ..) = BIG5.encode(TRADITIONAL);
        assert_eq!(read(&big5), Decoded { text: TRADITIONAL.into(), encoding: "Big5", bad_bytes: 0 });
        let (gb, ..) = GB18030.encode(TRADITIONAL);
        assert_eq!(read(&gb), Decoded { text: TRADITIONAL.into(), encoding: "gb18030", bad_bytes: 0 });
    }

    #[test]
    fn bad_bytes_are_shown_and_counted_and_do_not_change_the_encoding() {
        let (gb, ..) = GB18030.encode(PROSE);
        let damaged = [&gb[..40], b"\xff\xff", &gb[40..]].concat();
        let got = read(&damaged);
        assert_eq!((got.encoding, got.bad_bytes), ("gb18030", 2));
        assert_eq!(got.text.replace('\u{fffd}', ""), PROSE);

        let cut = read(&PROSE.as_bytes()[..PROSE.len() - 3]);
        assert_eq!((cut.encoding, cut.bad_bytes), ("UTF-8", 1));
        assert!(cut.text.ends_with("两成\u{fffd}"), "{}", cut.text);
    }

    #[test]
    fn a_page_that_is_ascii_for_long_is_still_known_by_its_end() {
        let head = b"<script src=menu.js></script>\n".repeat(20_000);
        // Rare characters alone are left to the detector.
        for text in [PROSE, "龘靐齉爩麤灪籱饢驫鱻"] {
            let (gb, ..) = GB18030.encode(text);
            let page = read(&[&head[..], &gb[..]].concat());
            assert!(page.encoding == "gb18030" && page.text.ends_with(text), "{}", page.encoding);
        }
    }

    #[test]
    fn a_declared_encoding_is_believed_only_if_the_bytes_agree() {
        let (gb, ..) = GB18030.encode(PROSE);
        assert_eq!(decode(Cow::Borrowed(&gb), |_| Some(BIG5)).map(|got| got.encoding), Some("gb18030"));
        assert_eq!(decode(PROSE.as_bytes().into(), |_| Some(GB18030)).map(|got| got.encoding), Some("UTF-8"));
    }

    #[test]
    fn programs_and_images_are_no_text_but_a_stray_nul_does_no_harm() {
        assert_eq!(
            decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0".as_slice().into(), |_| None),
            None
        );
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0".as_slice().into(), |_| None), None);
        let stray = [PROSE.as_bytes(), b"\0", PROSE.as_bytes()].concat();
        assert_eq!(read(&stray).text, [PROSE, "\0", PROSE].concat());
        assert_eq!(read(b"").text, "");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(bytes: Vec<u8>) {
            if let Some(decoded) = decode(Cow::Borrowed(&bytes), |_| None) {
                prop_assert!(bytes.is_empty() || !decoded.text.is_empty() || bytes.len() <= 3);
            }
        }

        #[test]
        fn a_few_bad_bytes_are_all_that_a_long_text_loses(
            which in 0..3usize,
            places in prop::collection::btree_set(0..PROSE.chars().count() * 20, 0..12),
        ) {
            let encoding = [UTF_8, GB18030, BIG5][which];
            let text = if encoding == BIG5 { TRADITIONAL } else { PROSE }.repeat(20);
            let mut bytes = Vec::new();
            for (at, c) in text.chars().enumerate() {
                bytes.extend(places.contains(&at).then_some(0xff));
                bytes.extend_from_slice(&encoding.encode(c.encode_utf8(&mut [0; 4])).0);
            }
            let got = read(&bytes);
            prop_assert_eq!((got.encoding, got.bad_bytes), (encoding.name(), places.len()));
            prop_assert_eq!(got.text.replace('\u{fffd}', ""), text);
        }

        #[test]
        fn utf8_comes_through_unchanged(text in "[ -~\n一-龥，。]{0,200}") {
            prop_assert_eq!(read(text.as_bytes()).text, text);
        }
    }
}

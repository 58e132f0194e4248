//! Bytes → text: which encoding they are in, and what to do about bytes that are in none.
//!
//! The order matters. A byte-order mark decides. Valid UTF-8 is UTF-8, but NULs mean UTF-16 (or no text at
//! all); the detector never says UTF-16. What remains is a legacy encoding: one that the page itself declares,
//! or one that statistics over the *whole* file suggest, because the first kilobytes of a page are often
//! all ASCII.

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
    let is_utf8 = simdutf8::basic::from_utf8(&bytes).is_ok();
    if let Some(encoding) = utf16(&bytes).filter(|_| !is_utf8 || bytes.contains(&0)) {
        return Some(decode_as(encoding, &bytes));
    }
    if looks_binary(&bytes) {
        return None;
    }
    if is_utf8 {
        let text = String::from_utf8(bytes.into_owned()).ok()?;
        return Some(Decoded { text, encoding: UTF_8.name(), bad_bytes: 0 });
    }
    if is_common_gb(&bytes) {
        return Some(decode_as(GB18030, &bytes));
    }
    if is_damaged_utf8(&bytes) {
        return Some(decode_as(UTF_8, &bytes));
    }
    Some(legacy(&bytes, declared(&bytes)))
}

/// Statistics over the whole file, and what the document declares: the candidate that reads best as Chinese.
fn legacy(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let mut candidates = vec![declared.unwrap_or(guessed), guessed, GB18030, BIG5];
    for encoding in &mut candidates {
        if *encoding == encoding_rs::GBK {
            *encoding = GB18030;
        }
    }
    let (mut best, mut best_damage) = (None, f64::INFINITY);
    for (at, &encoding) in candidates.iter().enumerate() {
        if candidates[..at].contains(&encoding) {
            continue;
        }
        let decoded = decode_as(encoding, bytes);
        let damage = damage(&decoded);
        if damage < best_damage {
            (best, best_damage) = (Some(decoded), damage);
        }
    }
    best.unwrap_or_else(|| decode_as(GB18030, bytes))
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

/// Text in GB18030 that needs no detector (which runs at 16 MB/s): all pairs well-formed, nine in ten of
/// them first-level characters and punctuation of GB 2312, among them at least one in a hundred of the four
/// that no Chinese text lacks (， 。 、 的) and no other encoding has in their place.
fn is_common_gb(bytes: &[u8]) -> bool {
    let (mut pairs, mut common, mut sure) = (0usize, 0usize, 0usize);
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if first.is_ascii() {
            continue;
        }
        let [second @ 0x40..=0xfe, tail @ ..] = rest else {
            return false;
        };
        pairs += 1;
        common += usize::from(matches!((first, second), (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe)));
        sure += usize::from(matches!((first, second), (0xa3, 0xac) | (0xa1, 0xa2 | 0xa3) | (0xb5, 0xc4)));
        rest = tail;
    }
    common * 10 >= pairs * 9 && sure * 100 >= pairs && pairs > 0
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
        let (gb, ..) = GB18030.encode(PROSE);
        let page = [vec![b' '; 9000], gb.into_owned()].concat();
        assert_eq!(read(&page).encoding, "gb18030");
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
        fn utf8_comes_through_unchanged(text in "[ -~\n一-龥，。]{0,200}") {
            prop_assert_eq!(read(text.as_bytes()).text, text);
        }
    }
}

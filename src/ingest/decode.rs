//! Bytes → text: which encoding they are in, and what to do about bytes that are in none.
//!
//! The order matters. A byte-order mark decides. Valid UTF-8 is UTF-8, but NULs mean UTF-16 or UTF-32, and few
//! characters may be GBK; the detector never says UTF-16. What remains is damaged UTF-8 or a legacy encoding. Text
//! in one of the two that Chinese was written in is known by its commonest characters; where these do not decide,
//! each reading is weighed by how much it would surprise. All of them look at the lines that are not ASCII,
//! wherever they stand: the first kilobytes of a page often have none. Then every line that speaks against what was
//! found is read for itself.

mod binary;
mod charset;
mod decoded;
mod guess;
mod hz;
mod lines;
mod mend;
mod rescue;

use std::borrow::Cow;
use std::cell::Cell;

use encoding_rs::Encoding;

pub use charset::Charset;
pub use decoded::Decoded;
pub(super) use mend::undo;

pub(super) use binary::looks_binary;

thread_local! {
    static GIVEN: Cell<Option<Charset>> = const { Cell::new(None) };
}

/// Reads something of which somebody says what encoding it is in, however deep the bytes lie: containers read
/// their members in ways of their own, and none of them need hand on what was said.
pub(super) fn given<T>(charset: Option<Charset>, read: impl FnOnce() -> T) -> T {
    struct Restore(Option<Charset>);
    impl Drop for Restore {
        fn drop(&mut self) {
            GIVEN.set(self.0);
        }
    }
    let _restore = Restore(GIVEN.replace(charset));
    read()
}

/// Whether somebody has said what encoding the text is in that is being read.
pub(super) fn is_given() -> bool {
    GIVEN.get().is_some()
}

/// Decodes a document; `None` where the bytes are no text. `declared` finds the encoding that a document
/// names for itself, which is believed unless the bytes speak against it.
pub fn decode(
    bytes: Cow<'_, [u8]>,
    declared: impl FnOnce(&[u8]) -> Option<&'static Encoding>,
) -> Option<Decoded> {
    let mut bytes = &bytes[..];
    if let Some(charset) = GIVEN.get() {
        return Some(decode_as(charset, bytes));
    }
    match Charset::of_mark(bytes) {
        // The mark may have been put before text in another encoding.
        Some((Charset::Utf8, mark)) => bytes = &bytes[mark..],
        Some((charset, mark)) => return Some(decode_as(charset, &bytes[mark..])),
        None => {}
    }
    let utf8 = simdutf8::basic::from_utf8(bytes).ok();
    if (utf8.is_none() || bytes.contains(&0))
        && let Some(charset) = guess::wide(bytes)
    {
        return Some(decode_as(charset, bytes));
    }
    if looks_binary(bytes) {
        return None;
    }
    match utf8 {
        Some(text) if hz::is_hz(text) => Some(decode_as(Charset::Hz, bytes)),
        Some(text) if guess::is_gbk_by_chance(text) => Some(decode_as(Charset::Gb18030, bytes)),
        Some(text) => {
            Some(Decoded { text: text.to_owned(), encoding: Charset::Utf8.name(), ..Decoded::default() })
        }
        None => {
            let main = guess::chinese_pairs(bytes)
                .or_else(|| guess::is_mostly_utf8(bytes).then_some(Charset::Utf8))
                .unwrap_or_else(|| guess::legacy(bytes, declared(bytes)));
            Some(lines::decode(bytes, main))
        }
    }
}

/// Decodes bytes that somebody says are in `charset`, whatever they look like. Wide characters that are out of step
/// since a byte was lost are put back into it.
pub fn decode_as(charset: Charset, bytes: &[u8]) -> Decoded {
    let bytes = match Charset::of_mark(bytes) {
        Some((marked, mark)) if marked == charset => &bytes[mark..],
        _ => bytes,
    };
    let mut text = String::new();
    let mut bad_bytes = charset.decode_into(bytes, &mut text);
    if matches!(charset, Charset::Utf16Le | Charset::Utf16Be) && lines::is_out_of_step(&text) {
        text.clear();
        bad_bytes = rescue::decode_into(bytes, &[charset], &mut text).bad_bytes;
    }
    Decoded { text, encoding: charset.name(), others: Vec::new(), bad_bytes }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, UTF_8};
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
            assert_eq!(read(&bytes), Decoded { text: PROSE.into(), encoding, ..Decoded::default() });
        }
        let (big5, ..) = BIG5.encode(TRADITIONAL);
        assert_eq!(read(&big5), Decoded { text: TRADITIONAL.into(), encoding: "Big5", ..Decoded::default() });
        let (gb, ..) = GB18030.encode(TRADITIONAL);
        assert_eq!(
            read(&gb),
            Decoded { text: TRADITIONAL.into(), encoding: "gb18030", ..Decoded::default() }
        );
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

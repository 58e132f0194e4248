//! The encodings that text may be in: those of the Encoding Standard, and the three that it leaves out.

use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::hz;

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
    /// With GBK and GB 2312, which are parts of it.
    Gb18030,
    /// With the characters of Hong Kong (HKSCS).
    Big5,
    /// Seven-bit GB 2312 between `~{` and `~}` (RFC 1843).
    Hz,
    /// Another one that the [Encoding Standard](https://encoding.spec.whatwg.org/) defines.
    Other(&'static Encoding),
}

impl Charset {
    /// Those that Chinese text is met in, the commonest first: what one goes through to find the right one.
    pub const CHINESE: [Charset; 8] = [
        Charset::Utf8,
        Charset::Gb18030,
        Charset::Big5,
        Charset::Utf16Le,
        Charset::Utf16Be,
        Charset::Utf32Le,
        Charset::Utf32Be,
        Charset::Hz,
    ];

    /// The encoding of a name, in any spelling that the Encoding Standard, iconv or Python have for it.
    pub fn of_name(name: &str) -> Option<Charset> {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        Some(match plain.as_str() {
            "utf16" | "utf16le" | "ucs2" | "ucs2le" => Charset::Utf16Le,
            "utf16be" | "ucs2be" => Charset::Utf16Be,
            "utf32" | "utf32le" | "ucs4" | "ucs4le" => Charset::Utf32Le,
            "utf32be" | "ucs4be" => Charset::Utf32Be,
            "hz" | "hzgb2312" => Charset::Hz,
            "gb" | "gbk" | "gb2312" | "gb18030" | "cp936" | "cp54936" | "euccn" => Charset::Gb18030,
            "big5" | "big5hkscs" | "hkscs" | "cp950" | "cp951" => Charset::Big5,
            "utf8" | "utf8sig" => Charset::Utf8,
            _ => Charset::standard(Encoding::for_label_no_replacement(name.trim().as_bytes())?),
        })
    }

    /// One of the standard's encodings.
    pub fn standard(encoding: &'static Encoding) -> Charset {
        let known = [
            (UTF_8, Charset::Utf8),
            (UTF_16LE, Charset::Utf16Le),
            (UTF_16BE, Charset::Utf16Be),
            (GBK, Charset::Gb18030),
            (GB18030, Charset::Gb18030),
            (BIG5, Charset::Big5),
        ];
        known
            .iter()
            .find(|(standard, _)| *standard == encoding)
            .map_or(Charset::Other(encoding), |known| known.1)
    }

    /// As the Encoding Standard names it: `UTF-8`, `gb18030`, `Big5`; else as the world does.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Utf8 => UTF_8.name(),
            Charset::Utf16Le => UTF_16LE.name(),
            Charset::Utf16Be => UTF_16BE.name(),
            Charset::Gb18030 => GB18030.name(),
            Charset::Big5 => BIG5.name(),
            Charset::Other(encoding) => encoding.name(),
            Charset::Utf32Le => "UTF-32LE",
            Charset::Utf32Be => "UTF-32BE",
            Charset::Hz => "HZ-GB-2312",
        }
    }

    /// The encoding that a byte-order mark tells, and the length of the mark.
    pub fn of_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
        match bytes {
            [0xff, 0xfe, 0, 0, rest @ ..] if rest.len() % 4 == 0 && is_utf32(rest, u32::from_le_bytes) => {
                Some((Charset::Utf32Le, 4))
            }
            [0, 0, 0xfe, 0xff, ..] => Some((Charset::Utf32Be, 4)),
            [0xef, 0xbb, 0xbf, ..] => Some((Charset::Utf8, 3)),
            [0xff, 0xfe, ..] => Some((Charset::Utf16Le, 2)),
            [0xfe, 0xff, ..] => Some((Charset::Utf16Be, 2)),
            _ => None,
        }
    }

    /// Appends the text of `bytes`, an invalid sequence as U+FFFD; how many of these there were.
    pub fn decode_into(self, bytes: &[u8], text: &mut String) -> usize {
        match self {
            Charset::Utf8 => standard_into(UTF_8, bytes, text),
            Charset::Utf16Le => standard_into(UTF_16LE, bytes, text),
            Charset::Utf16Be => standard_into(UTF_16BE, bytes, text),
            Charset::Gb18030 => standard_into(GB18030, bytes, text),
            Charset::Big5 => standard_into(BIG5, bytes, text),
            Charset::Other(encoding) => standard_into(encoding, bytes, text),
            Charset::Utf32Le => utf32_into(bytes, u32::from_le_bytes, text),
            Charset::Utf32Be => utf32_into(bytes, u32::from_be_bytes, text),
            Charset::Hz => hz::decode_into(bytes, text),
        }
    }
}

fn standard_into(encoding: &'static Encoding, bytes: &[u8], text: &mut String) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut rest, mut bad) = (bytes, 0);
    text.reserve(bytes.len() + bytes.len() / 2 + 16);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, text, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => return bad,
            DecoderResult::OutputFull => text.reserve(rest.len() * 2 + 16),
            DecoderResult::Malformed(..) => {
                bad += 1;
                text.push('\u{fffd}');
            }
        }
    }
}

fn is_utf32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> bool {
    bytes.as_chunks::<4>().0.iter().take(1024).all(|unit| char::from_u32(read(*unit)).is_some())
}

fn utf32_into(bytes: &[u8], read: fn([u8; 4]) -> u32, text: &mut String) -> usize {
    let (units, tail) = bytes.as_chunks::<4>();
    let mut bad = usize::from(!tail.is_empty());
    for unit in units {
        let c = char::from_u32(read(*unit));
        bad += usize::from(c.is_none());
        text.push(c.unwrap_or('\u{fffd}'));
    }
    text.extend((!tail.is_empty()).then_some('\u{fffd}'));
    bad
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_by_every_usual_name() {
        for (name, charset) in [
            ("GBK", Charset::Gb18030),
            ("gb2312", Charset::Gb18030),
            ("CP936", Charset::Gb18030),
            ("big5-hkscs", Charset::Big5),
            ("UTF8", Charset::Utf8),
            ("utf-16", Charset::Utf16Le),
            ("UTF-32BE", Charset::Utf32Be),
            ("hz", Charset::Hz),
        ] {
            assert_eq!(Charset::of_name(name), Some(charset), "{name}");
        }
        assert_eq!(Charset::of_name("shift_jis").map(Charset::name), Some("Shift_JIS"));
        assert_eq!(Charset::of_name("klingon"), None);
        for charset in Charset::CHINESE {
            assert_eq!(Charset::of_name(charset.name()), Some(charset));
        }
    }
}

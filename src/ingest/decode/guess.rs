//! Which encoding bytes are in that no byte-order mark tells.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030};

use super::charset::Charset;
use crate::text::frequency::surprise;

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

/// How much a text surprises as a whole, in tenths of a nat: of several readings of the same bytes, the one
/// with the least is right. A letter beside one of its own script is no surprise any more.
pub fn cost(text: &str) -> u64 {
    const FAMILIAR: u32 = 55;
    let mut total = 0;
    let mut before = Script::Other;
    for c in text.chars() {
        let script = Script::of(c);
        let usual = surprise(c);
        let same = script != Script::Other
            && (script == before || script == Script::Latin && before == Script::Ascii);
        total += u64::from(if same { usual.min(FAMILIAR) } else { usual });
        before = script;
    }
    total
}

/// Alphabets that encodings other than those of Chinese are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Ascii,
    Latin,
    Greek,
    Cyrillic,
    Kana,
    Hangul,
    Other,
}

impl Script {
    fn of(c: char) -> Script {
        match c {
            'a'..='z' | 'A'..='Z' => Script::Ascii,
            '\u{c0}'..='\u{24f}' => Script::Latin,
            '\u{370}'..='\u{3ff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{3041}'..='\u{30ff}' => Script::Kana,
            '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            _ => Script::Other,
        }
    }
}

/// The reading of bytes in no Unicode encoding that surprises least: what the document declares, what the
/// detector guesses, and the two that Chinese was written in.
pub fn legacy(bytes: &[u8], declared: Option<&'static Encoding>) -> Charset {
    /// A declaration is believed where the bytes hardly speak against it; so much for each of a hundred characters.
    const TRUST: u64 = 100;
    let sample = foreign_lines(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let mut best = (u64::MAX, Charset::Gb18030);
    for (at, encoding) in
        [declared, Some(guessed), Some(GB18030), Some(BIG5)].into_iter().flatten().enumerate()
    {
        let charset = Charset::standard(encoding);
        let mut text = String::new();
        charset.decode_into(&sample, &mut text);
        let trusted = declared.is_some() && at == 0;
        let doubt = if trusted { 0 } else { TRUST.min(sample.len() as u64) };
        best = best.min_by_cost((cost(&text) + doubt, charset));
    }
    best.1
}

trait MinByCost {
    fn min_by_cost(self, other: Self) -> Self;
}

impl MinByCost for (u64, Charset) {
    fn min_by_cost(self, other: Self) -> Self {
        if other.0 < self.0 { other } else { self }
    }
}

/// Few characters, all of two bytes, that are valid UTF-8 by chance: GBK has pairs that are a letter of Latin,
/// Greek or Cyrillic there. Where they read far better as Chinese, they are.
pub fn is_gbk_by_chance(text: &str) -> bool {
    const FEW: usize = 40;
    /// How much likelier Chinese is here than a word of Russian, in tenths of a nat.
    const EXPECTED: u64 = 25;
    let mut foreign = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        foreign += 1;
        if c >= '\u{800}' || foreign > FEW {
            return false;
        }
    }
    if foreign == 0 {
        return false;
    }
    let mut chinese = String::new();
    let bad = Charset::Gb18030.decode_into(text.as_bytes(), &mut chinese);
    bad == 0 && cost(&chinese) < cost(text) + EXPECTED
}

/// The commonest characters of a double-byte encoding of Chinese.
struct Common {
    charset: Charset,
    /// Punctuation, full-width forms and the characters of the encoding's first level, which are nine in ten
    /// of those of any text.
    first_level: fn(u8, u8) -> bool,
    /// ， 、 。 的, which no text lacks, and which the other encodings have elsewhere.
    sure: [[u8; 2]; 4],
}

/// GB 2312 has its 3,755 commonest characters in the rows B0 to D7, Big5 its 5,401 in the rows A4 to C6.
const CHINESE: [Common; 2] = [
    Common {
        charset: Charset::Gb18030,
        first_level: |first, second| matches!((first, second), (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe)),
        sure: [[0xa3, 0xac], [0xa1, 0xa2], [0xa1, 0xa3], [0xb5, 0xc4]],
    },
    Common {
        charset: Charset::Big5,
        first_level: |first, second| matches!((first, second), (0xa1..=0xc6, 0x40..=0x7e | 0xa1..=0xfe)),
        sure: [[0xa1, 0x41], [0xa1, 0x42], [0xa1, 0x43], [0xaa, 0xba]],
    },
];

/// The encoding of text that plainly is Chinese: nine in ten of its pairs of bytes are common characters, one
/// in a hundred a sure one, and hardly any is none at all. One pass, where the detector alone reads 16 MB/s.
pub fn chinese_pairs(bytes: &[u8]) -> Option<Charset> {
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
    (0..CHINESE.len()).find(plain).filter(|_| bad * 50 <= pairs).map(|at| CHINESE[at].charset)
}

/// UTF-8 with some damage, such as a character cut in half where the file was cut: far more well-formed
/// multi-byte sequences than bad bytes.
pub fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

/// UTF-16 or UTF-32 without a byte-order mark: the one in which nearly every character is ASCII or Chinese, and
/// of several the one that surprises least. Text in a multi-byte encoding read so lands outside of both.
pub fn wide(bytes: &[u8]) -> Option<Charset> {
    const SAMPLE: usize = 64 * 1024;
    if bytes.len() < 4 {
        return None;
    }
    let head = &bytes[..bytes.len().min(SAMPLE)];
    let mut best = None;
    for charset in [Charset::Utf16Le, Charset::Utf16Be, Charset::Utf32Le, Charset::Utf32Be] {
        let unit = if matches!(charset, Charset::Utf16Le | Charset::Utf16Be) { 2 } else { 4 };
        let mut text = String::new();
        charset.decode_into(&head[..head.len() / unit * unit], &mut text);
        let chars = text.chars().count();
        let plausible = text.chars().filter(|&c| is_plausible(c)).count();
        if chars == 0 || plausible * 20 < chars * 19 {
            continue;
        }
        let mean = cost(&text) / chars as u64;
        if best.is_none_or(|(least, _)| mean < least) {
            best = Some((mean, charset));
        }
    }
    best.map(|(_, charset)| charset)
}

/// Characters that Chinese text is made of: ASCII, Han characters of the basic block, its punctuation and forms.
fn is_plausible(c: char) -> bool {
    matches!(c, ' '..='~' | '\t' | '\n' | '\r'
        | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{2010}'..='\u{2044}')
}

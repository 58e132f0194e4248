//! Text in an encoding that keeps ASCII, read line by line: each in the document's encoding, unless the line says
//! that it is in another, or is damaged.

use memchr::memchr2;

use super::charset::Charset;
use super::decoded::Decoded;
use super::guess::cost;
use super::rescue;

/// Mean surprise of a line's characters beyond ASCII from which on its reading is doubted, in tenths of a nat.
const DOUBTFUL: u64 = 95;

/// Decodes the lines of `bytes`, most of which are in `main`.
pub fn decode(bytes: &[u8], main: Charset) -> Decoded {
    let mut reading =
        Reading { main, text: String::with_capacity(bytes.len() * 3 / 2), bad_bytes: 0, used: Vec::new() };
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = memchr2(b'\n', b'\r', rest).map_or(rest.len(), |at| at + 1);
        reading.line(&rest[..end]);
        rest = &rest[end..];
    }
    reading.used.sort_by_key(|&(_, bytes)| std::cmp::Reverse(bytes));
    let mut names = reading.used.iter().map(|(charset, _)| charset.name());
    Decoded {
        encoding: names.next().unwrap_or(main.name()),
        others: names.collect(),
        text: reading.text,
        bad_bytes: reading.bad_bytes,
    }
}

struct Reading {
    main: Charset,
    text: String,
    bad_bytes: usize,
    /// The encodings met, and the bytes beyond ASCII in each.
    used: Vec<(Charset, usize)>,
}

impl Reading {
    fn line(&mut self, line: &[u8]) {
        let valid = simdutf8::basic::from_utf8(line).ok();
        let foreign = line.iter().filter(|byte| !byte.is_ascii()).count();
        if foreign == 0 {
            // ASCII is valid UTF-8.
            self.text.push_str(valid.unwrap_or_default());
            return;
        }
        if self.main == Charset::Utf8 {
            match valid {
                Some(text) => {
                    self.text.push_str(text);
                    self.count(Charset::Utf8, foreign);
                }
                None => drop(self.rescue(line, None)),
            }
            return;
        }
        let start = self.text.len();
        let bad = self.main.decode_into(line, &mut self.text);
        let read = &self.text[start..];
        // Three bytes that fit together by chance are rare, those of a whole line are none.
        let utf8 = valid.filter(|text| {
            text.chars().any(|c| c >= '\u{800}') && cost(text) + u64::from(rescue::CHANGED) < cost(read)
        });
        if let Some(text) = utf8 {
            self.text.truncate(start);
            self.text.push_str(text);
            self.count(Charset::Utf8, foreign);
            return;
        }
        if self.is_chinese() && (bad > 0 || is_doubtful(read)) {
            let read = self.text.split_off(start);
            if self.rescue(line, (bad == 0).then_some(&read)) {
                return;
            }
            self.text.push_str(&read);
        }
        self.bad_bytes += bad;
        self.count(self.main, foreign);
    }

    fn is_chinese(&self) -> bool {
        [Charset::Gb18030, Charset::Big5].contains(&self.main)
    }

    /// Appends the most likely reading of a line; against one without bad bytes only if it is far likelier: rare
    /// characters alone prove nothing. Whether it did.
    fn rescue(&mut self, line: &[u8], against: Option<&str>) -> bool {
        let mut charsets = vec![self.main];
        let others = [Charset::Utf8, Charset::Gb18030, Charset::Big5];
        charsets.extend(others.into_iter().filter(|&charset| charset != self.main));
        let mut text = String::new();
        let rescued = rescue::decode_into(line, &charsets, &mut text);
        if against.is_some_and(|read| cost(&text) * 10 > cost(read) * 7) {
            return false;
        }
        self.text.push_str(&text);
        self.bad_bytes += rescued.bad_bytes;
        for (&charset, &bytes) in charsets.iter().zip(&rescued.used).filter(|(_, bytes)| **bytes > 0) {
            self.count(charset, bytes);
        }
        true
    }

    fn count(&mut self, charset: Charset, bytes: usize) {
        match self.used.iter_mut().find(|(known, _)| *known == charset) {
            Some((_, all)) => *all += bytes,
            None => self.used.push((charset, bytes)),
        }
    }
}

/// Whether a line reads as nothing that anybody wrote in Chinese.
fn is_doubtful(text: &str) -> bool {
    let foreign = || text.chars().filter(|c| !c.is_ascii());
    let chars = foreign().count() as u64;
    chars >= 2
        && foreign().map(|c| u64::from(crate::text::frequency::surprise(c))).sum::<u64>() > chars * DOUBTFUL
}

/// Whether a stretch of a text reads as nothing that anybody wrote, as wide characters do that have lost a byte.
pub fn is_out_of_step(text: &str) -> bool {
    const STRETCH: usize = 64;
    let mut chars = text.chars().filter(|c| !c.is_whitespace()).peekable();
    while chars.peek().is_some() {
        let (mut count, mut odd) = (0u64, 0);
        for c in chars.by_ref().take(STRETCH) {
            count += 1;
            odd += u64::from(crate::text::frequency::surprise(c));
        }
        if count > 4 && odd > count * DOUBTFUL {
            return true;
        }
    }
    false
}

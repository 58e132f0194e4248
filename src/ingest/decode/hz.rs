//! HZ (RFC 1843): GB 2312 in seven bits, as Chinese was sent through Usenet and mail.

use encoding_rs::GB18030;
use memchr::memmem;

use crate::text::frequency::surprise;

/// Whether ASCII text is HZ: what stands between its marks are pairs that read as Chinese.
pub fn is_hz(ascii: &str) -> bool {
    const ENOUGH: usize = 4096;
    if memmem::find(ascii.as_bytes(), b"~{").is_none() || !ascii.is_ascii() {
        return false;
    }
    let (mut chars, mut odd, mut cost) = (0, 0, 0);
    for shifted in ascii.split("~{").skip(1).take(ENOUGH) {
        let shifted = shifted.split(['\n', '\r']).next().unwrap_or_default();
        let shifted = shifted.split_once("~}").map_or(shifted, |(inside, _)| inside);
        let mut text = String::new();
        odd += pairs_into(shifted.as_bytes(), &mut text);
        chars += text.chars().count();
        cost += text.chars().map(surprise).sum::<u32>() as usize;
    }
    chars > 0 && odd * 20 <= chars && cost < chars * 95
}

/// Appends the text of HZ bytes; how many were invalid.
pub fn decode_into(bytes: &[u8], text: &mut String) -> usize {
    let (mut rest, mut shifted, mut bad) = (bytes, false, 0);
    while let [first, ..] = *rest {
        let taken = match rest {
            [b'~', b'{', ..] if !shifted => {
                shifted = true;
                2
            }
            [b'~', b'}', ..] if shifted => {
                shifted = false;
                2
            }
            [b'~', b'~', ..] if !shifted => {
                text.push('~');
                2
            }
            // A break that only the length of lines in mail made.
            [b'~', b'\n', ..] if !shifted => 2,
            [b'\n' | b'\r', ..] => {
                shifted = false;
                text.push(char::from(first));
                1
            }
            [_, second, ..] if shifted && *second > 0x20 => {
                bad += pairs_into(&rest[..2], text);
                2
            }
            _ => {
                let valid = first.is_ascii() && !shifted;
                bad += usize::from(!valid);
                text.push(if valid { char::from(first) } else { '\u{fffd}' });
                1
            }
        };
        rest = &rest[taken..];
    }
    bad
}

/// Appends the characters of seven-bit pairs; how many are none.
fn pairs_into(bytes: &[u8], text: &mut String) -> usize {
    let mut bad = 0;
    for pair in bytes.chunks(2) {
        let high: Vec<u8> = pair.iter().map(|byte| byte | 0x80).collect();
        let (decoded, malformed) = GB18030.decode_without_bom_handling(&high);
        bad += usize::from(malformed);
        text.push_str(if malformed { "\u{fffd}" } else { &decoded });
    }
    bad
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "Subject: ~{6I?Z~}\n\n~{4SCwLlFpM#:=H}Ll~}~~ 3 days\n";

    #[test]
    fn shifted_pairs_are_read_and_the_rest_is_left() {
        let mut text = String::new();
        assert_eq!(decode_into(MAIL.as_bytes(), &mut text), 0);
        assert_eq!(text, "Subject: 渡口\n\n从明天起停航三天~ 3 days\n");
        assert!(is_hz(MAIL));
    }

    #[test]
    fn shell_and_templates_are_none() {
        assert!(!is_hz("for f in ~{alice,bob}/x; do echo ~{}; done\n"));
        assert!(!is_hz("plain ~ text"));
    }

    #[test]
    fn an_unclosed_shift_ends_with_its_line() {
        let mut text = String::new();
        assert_eq!(decode_into(b"~{6I?Z\nferry", &mut text), 0);
        assert_eq!(text, "渡口\nferry");
    }
}

//! Which bytes are no text at all.

use super::guess::{chinese_pairs, is_mostly_utf8};

/// How much of a file is looked at.
const SAMPLE: usize = 64 * 1024;

/// What files that hold no text begin with, by their formats' own specifications.
const MAGIC: &[&[u8]] = &[
    b"\x7fELF",
    b"\x89PNG\r\n",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\0asm",
    b"wOFF",
    b"wOF2",
    b"OggS",
    b"fLaC",
    b"ID3\x03",
    b"ID3\x04",
    b"RIFF",
    b"PAR1",
    b"\0\0\x01\0",
];

/// Whether bytes are those of an image, an archive, a program or the like.
///
/// Control characters and NULs speak for it but prove nothing: texts are padded with them, man pages strike
/// over with them, logs are coloured with them. Where they are more than one in two hundred, the bytes are
/// text if what is left without them is, and stands in runs as words do and not in scraps.
pub fn looks_binary(bytes: &[u8]) -> bool {
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    let head = &bytes[..bytes.len().min(SAMPLE)];
    let control = head.iter().filter(|&&byte| is_control(byte)).count();
    if control * 200 <= head.len() {
        return false;
    }
    let rest: Vec<u8> = head.iter().copied().filter(|&byte| !is_control(byte)).collect();
    let runs = head.split(|&byte| is_control(byte)).filter(|run| !run.is_empty()).count();
    let foreign = rest.iter().filter(|byte| !byte.is_ascii()).count();
    let chinese = foreign * 4 >= rest.len() && (is_mostly_utf8(&rest) || chinese_pairs(&rest).is_some());
    let ascii = foreign == 0 || foreign * 50 <= rest.len() && is_mostly_utf8(&rest);
    let words = rest.len() / runs.max(1);
    !(chinese && words >= 4 || ascii && words >= 16)
}

/// Neither white space nor what terminals and line printers were told by texts: backspace and escape.
fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, 0x08..=0x0d | 0x1b) || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_images_are_none() {
        assert!(looks_binary(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"));
        assert!(looks_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0"));
        let table: Vec<u8> = (0..4000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(looks_binary(&table));
        let small: Vec<u8> = (0..4000u32).flat_map(|n| (n % 90).to_le_bytes()).collect();
        assert!(looks_binary(&small));
    }

    #[test]
    fn control_characters_alone_prove_nothing() {
        let padded = ["渡口停航三天，乘客改走大桥。".as_bytes(), &[0; 5000]].concat();
        let struck = "粗\u{8}粗体\u{8}体的字和_\u{8}下划线。\n".repeat(40);
        let fielded = "渡口停航三天\u{1}乘客改走大桥\u{1}2021\0\0\n".repeat(40);
        let records = "the ferry is closed for three days\0use the bridge instead\0".repeat(9);
        for text in [&padded[..], struck.as_bytes(), fielded.as_bytes(), records.as_bytes()] {
            assert!(!looks_binary(text));
        }
    }
}

//! Pinyin readings of characters.

use pinyin::ToPinyinMulti;

/// The readings of a character without tones (`zhong`, `chong`), the most common first; empty for
/// characters that have none. `ü` is written `v`.
pub fn readings(c: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain().replace('ü', "v");
        if !readings.contains(&plain) {
            readings.push(plain);
        }
    }
    readings
}

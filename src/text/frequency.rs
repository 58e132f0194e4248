//! How likely a character is in Chinese text: what tells a text that was read rightly from one that was not.

use std::sync::LazyLock;

use super::variant::simplified;

/// How surprising a character is where Chinese is expected, in tenths of a nat (−10 · ln p): a common character
/// some 45, a rare one 120.
///
/// Ideographs follow Zipf's law as Mandelbrot put it, p ∝ 1/(rank + 20), which fits the counts of the list
/// within a tenth; a character has the rank of its simplified form. What the list lacks has the floor of its
/// class, set so that a false reading of a sentence always surprises more than the true one.
pub fn surprise(c: char) -> u32 {
    match c {
        '\u{4e00}'..='\u{9fff}' => u32::from(HAN[c as usize - FIRST]),
        '\t' | '\n' | '\r' | ' ' => 20,
        '!'..='~' => 30,
        '，' | '。' | '、' => 35,
        '\u{3000}' | '“' | '”' | '：' | '；' | '？' | '！' | '（' | '）' | '《' | '》' | '「' | '」'
        | '…' | '—' | '·' => 45,
        '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{203f}' => 60,
        '\u{a0}'..='\u{bf}' | '×' | '÷' | '①'..='⑳' | '□'..='◎' | '★' | '☆' => 60,
        '\u{feff}' | '\u{200b}'..='\u{200f}' => 60,
        '\u{3041}'..='\u{30ff}' | '\u{31a0}'..='\u{31ff}' => 90,
        '\u{c0}'..='\u{2af}' | '\u{370}'..='\u{52f}' | '\u{ac00}'..='\u{d7a3}' => 95,
        '\u{2100}'..='\u{27ff}' | '\u{fe10}'..='\u{fe4f}' | '\u{ff5f}'..='\u{ffef}' => 95,
        '\u{1f300}'..='\u{1faff}' => 95,
        '\0'..='\u{9f}' => 115,
        '\u{fffd}' => 160,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => 140,
        _ => 125,
    }
}

const FIRST: usize = 0x4e00;
const LAST: usize = 0x9fff;

/// What an ideograph costs that the list does not have.
const RARE: u8 = 120;

static HAN: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let mut costs = vec![RARE; LAST - FIRST + 1];
    let listed = include_str!("frequency/common.txt").lines().filter(|line| !line.starts_with('#'));
    for (rank, c) in listed.flat_map(str::chars).enumerate() {
        if let Some(cost) = (c as usize).checked_sub(FIRST).and_then(|at| costs.get_mut(at)) {
            // ln 5 makes the list's probabilities add up to one.
            *cost = (10.0 * (5f64.ln() + (rank as f64 + 20.0).ln())) as u8;
        }
    }
    let forms: Vec<u8> = (FIRST..=LAST)
        .map(|at| {
            let form = char::from_u32(at as u32).map_or(at, |c| simplified(c) as usize);
            form.checked_sub(FIRST).and_then(|at| costs.get(at)).copied().unwrap_or(RARE)
        })
        .collect();
    forms.into_boxed_slice()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(text: &str) -> u32 {
        text.chars().map(surprise).sum::<u32>() / text.chars().count() as u32
    }

    #[test]
    fn chinese_surprises_less_than_what_it_is_misread_as() {
        let read = ["渡口的人都说，那一年的雨下得特别久。", "渡口的人都說，那一年的雨下得特別久。"];
        let misread = ["娓″彛鐨勪汉閮借", "測聆彸囀", "æ¸¡å\u{8f}£ç\u{9a}\u{84}", "锟斤拷"];
        for (right, wrong) in read.iter().flat_map(|right| misread.map(|wrong| (right, wrong))) {
            assert!(mean(right) + 20 < mean(wrong), "{right} {} {wrong} {}", mean(right), mean(wrong));
        }
    }

    #[test]
    fn both_scripts_weigh_the_same() {
        assert_eq!(surprise('体'), surprise('體'));
        assert!(surprise('的') < surprise('堤') && surprise('堤') < surprise('齉'));
    }
}

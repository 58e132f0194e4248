//! One form for characters that a reader takes as the same: simplified and traditional, full and half
//! width, upper and lower case, straight and curly quotes.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The canonical form of a character for matching. One character for one, so that character offsets
/// stay; folding twice changes nothing.
///
/// The first Chinese character asked for reads the table of variants (well under a millisecond).
#[inline]
pub fn fold(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        '\u{3400}'..='\u{9fff}' => SIMPLIFIED.basic[c as usize - FIRST],
        c => fold_mark(c),
    }
}

/// [`fold`] for what stands between the letters of ASCII and the ideographs that every text is made of.
fn fold_mark(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '\u{3000}' | '\u{a0}' => ' ',
        '“' | '”' | '„' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        '・' | '•' | '‧' | '･' => '·',
        '｡' => '。',
        '､' => '、',
        '｢' => '「',
        '｣' => '」',
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => compatibility(c),
        '\u{20000}'..='\u{3ffff}' => SIMPLIFIED.rare.get(&c).copied().unwrap_or(c),
        _ => lower(c),
    }
}

/// The simplified form of a Chinese character as a dictionary has it; every other character as it is. One
/// character for one. Unlike [`fold`] it keeps apart what only a reader who searches takes as the same.
pub fn simplified(c: char) -> char {
    match c {
        '畫' => '画',
        '画' | '甚' | '著' | '覆' | '藉' | '瞭' => c,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => fold(c),
        _ => c,
    }
}

/// Whether the simplified form of a character is another one.
#[inline]
pub fn is_traditional(c: char) -> bool {
    match c {
        '\0'..'\u{3400}' => false,
        '\u{3400}'..='\u{9fff}' => {
            let place = c as usize - FIRST;
            TRADITIONAL[place / 64] >> (place % 64) & 1 == 1
        }
        c => simplified(c) != c,
    }
}

/// A bit for each character from U+3400 to U+9FFF: whole texts are looked through for such a character.
static TRADITIONAL: LazyLock<[u64; (LAST - FIRST) / 64 + 1]> = LazyLock::new(|| {
    let mut bits = [0; (LAST - FIRST) / 64 + 1];
    let changed = ('\u{3400}'..='\u{9fff}').map(|c| simplified(c) != c).enumerate();
    changed.for_each(|(place, changed)| bits[place / 64] |= u64::from(changed) << (place % 64));
    bits
});

/// The lower-case letter where it is a single character (`İ` has two and stays).
fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Compatibility ideographs stand for one unified ideograph each.
fn compatibility(c: char) -> char {
    let unified = std::iter::once(c).nfc().next().unwrap_or(c);
    if unified == c { c } else { fold(unified) }
}

const FIRST: usize = 0x3400;
const LAST: usize = 0x9fff;

/// The forms of Chinese characters: a plain table for U+3400 to U+9FFF, which every text is made of.
struct Simplified {
    basic: Box<[char]>,
    rare: HashMap<char, char>,
}

static SIMPLIFIED: LazyLock<Simplified> = LazyLock::new(|| {
    let mut basic: Box<[char]> = (FIRST as u32..=LAST as u32).filter_map(char::from_u32).collect();
    let mut rare = HashMap::new();
    for line in include_str!("variant/simplified.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut group = line.chars();
        let Some(form) = group.next() else { continue };
        for variant in group {
            match (variant as usize).checked_sub(FIRST).and_then(|at| basic.get_mut(at)) {
                Some(place) => *place = form,
                None => drop(rare.insert(variant, form)),
            }
        }
    }
    Simplified { basic, rare }
});

#[cfg(test)]
mod tests {
    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;

    use super::*;

    fn folded(text: &str) -> String {
        text.chars().map(fold).collect()
    }

    #[test]
    fn traditional_characters_are_those_with_another_form() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_traditional(c), simplified(c) != c, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn traditional_and_simplified_meet() {
        assert_eq!(folded("臺灣鄉鎮發展與後續計畫"), folded("台湾乡镇发展与后续计划"));
        assert_eq!(folded("看著瞭解答覆"), folded("看着了解答复"));
        assert_eq!(folded("爲羣衆修橋舖路，裡裏外外"), folded("为群众修桥铺路，里里外外"));
    }

    #[test]
    fn width_case_and_quotes_meet() {
        assert_eq!(folded("ＡＩ（Ｂ２）　“ＯＫ”"), "ai(b2) \"ok\"");
        assert_eq!(folded("ÉCOLE Ω"), "école ω");
    }

    #[test]
    fn compatibility_and_rare_characters_meet_their_unified_forms() {
        assert_eq!(fold('\u{f92f}'), fold('勞'));
        assert_eq!(fold('\u{2f868}'), fold('\u{36fc}'));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold(fold(c)), fold(c), "U+{:04X}", c as u32);
        }
    }

    /// Characters that OpenCC tells apart only by the phrase they stand in (計畫 becomes 计划, 圖畫 图画), and
    /// variants that it keeps. Text and query may have either, so both get one form.
    const MERGED: [(char, char); 12] = [
        ('舖', '铺'),
        ('著', '着'),
        ('瞭', '了'),
        ('覆', '复'),
        ('画', '划'),
        ('甚', '什'),
        ('藉', '借'),
        ('祇', '只'),
        ('衹', '只'),
        ('妳', '你'),
        ('牠', '它'),
        ('甦', '苏'),
    ];

    #[test]
    fn the_table_is_opencc_s_and_the_merged_pairs() {
        let opencc = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
        // Twice, because a few forms have a simpler one in their turn (薴, 苧, 苎).
        let simplify = |c: char| opencc.convert(&opencc.convert(&c.to_string()));
        for c in ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{2f7ff}') {
            let form = simplify(c).chars().next().unwrap();
            let form = MERGED.iter().find(|pair| pair.0 == form).map_or(form, |pair| pair.1);
            assert_eq!(fold(c), form, "{c}");
        }
    }
}

//! Notes and references: lists behind a text that are part of it, whatever their marks look like elsewhere.

use super::class::is_word;
use super::line::Line;
use super::noise::Noise;

/// What opens a list that belongs to the text though it stands behind its last paragraph, as scholars,
/// offices and bloggers write them.
pub const BACK_MATTER: &[&str] = &[
    "附",
    "附件",
    "附表",
    "附录",
    "附錄",
    "附图",
    "附圖",
    "参考文献",
    "參考文獻",
    "参考资料",
    "參考資料",
    "注",
    "注释",
    "註釋",
    "小结",
    "小結",
    "总结",
    "總結",
    "结语",
    "結語",
    "结论",
    "結論",
    "后记",
    "後記",
];
/// The marks of GB/T 7714 that say what kind of work an entry names.
const KINDS: &[&str] = &[
    "[J]",
    "[M]",
    "[D]",
    "[C]",
    "[N]",
    "[R]",
    "[S]",
    "[P]",
    "[G]",
    "[Z]",
    "[A]",
    "[EB/OL]",
    "[J/OL]",
    "[M/OL]",
    "[DB/OL]",
    "[N/OL]",
    "［J］",
    "［M］",
    "［D］",
    "［C］",
    "［N］",
    "［EB/OL］",
];

/// Unmarks entries that a standard's mark shows to be some, and numbered ones that stand under the head of such a list.
pub fn unmark(lines: &[Line], noise: &mut [Option<Noise>]) {
    let mut listed = false;
    for (line, noise) in lines.iter().zip(noise) {
        if heads_back_matter(line.text) {
            (listed, *noise) = (true, None);
            continue;
        }
        listed &= is_entry(line);
        let named =
            (line.bracketed || line.text.contains('［')) && KINDS.iter().any(|kind| line.text.contains(kind));
        if listed || named {
            *noise = None;
        }
    }
}

/// [1] …, ［2］…, ③…, 4. …
fn is_entry(line: &Line) -> bool {
    let inner = line.text.strip_prefix(['[', '［', '〔']);
    let bracketed = inner.is_some_and(|rest| {
        let figures = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        figures.len() < rest.len() && figures.starts_with([']', '］', '〕'])
    });
    bracketed || line.numbered.is_some() || line.text.starts_with('*')
}

/// Whether a line is a word that stands over such a list, by itself.
pub fn heads_back_matter(text: &str) -> bool {
    let word = text.trim_matches(|c: char| !is_word(c));
    word.chars().count() > 1 && BACK_MATTER.contains(&word)
}

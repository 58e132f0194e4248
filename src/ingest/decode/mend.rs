//! Text that was decoded wrongly once, and stored so: UTF-8 read as GBK (娓″彛), GBK read as Latin-1 (¶É¿Ú) and the
//! like. A line is encoded again as it was misread and decoded as it should have been; what makes it far less
//! surprising as Chinese was the fault, and no Chinese text gets less surprising so.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use encoding_rs::{EncoderResult, WINDOWS_1252};

use super::charset::Charset;
use super::guess::cost;
use super::rescue;

/// An encoding, and the one that it was taken for. UTF-8 read as Big5 loses every second character for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fault {
    was: Charset,
    read_as: Charset,
    name: &'static str,
}

const LATIN: Charset = Charset::Other(WINDOWS_1252);

const FAULTS: [Fault; 6] = [
    Fault { was: Charset::Utf8, read_as: Charset::Gb18030, name: "utf-8 read as gbk" },
    Fault { was: Charset::Utf8, read_as: LATIN, name: "utf-8 read as windows-1252" },
    Fault { was: Charset::Gb18030, read_as: LATIN, name: "gbk read as windows-1252" },
    Fault { was: Charset::Big5, read_as: LATIN, name: "big5 read as windows-1252" },
    Fault { was: Charset::Gb18030, read_as: Charset::Big5, name: "gbk read as big5" },
    Fault { was: Charset::Big5, read_as: Charset::Gb18030, name: "big5 read as gbk" },
];

/// What ， 。 的 、 become by each fault, one of which nearly every sentence has: whether a text need be looked at.
static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = FAULTS.iter().flat_map(|fault| {
        ['，', '。', '的', '、'].into_iter().filter_map(|c| {
            let mut misread = String::new();
            fault.read_as.decode_into(&encode(&c.to_string(), fault.was)?, &mut misread);
            // Behind a character of three bytes the second pair takes part of what follows.
            let mark: String = misread.chars().take_while(|&c| c != '\u{fffd}').take(2).collect();
            (mark.len() >= 3).then_some(mark)
        })
    });
    // A handful of short patterns builds always; without it, only what is short is looked at.
    AhoCorasick::new(marks).ok()
});

/// A text so short is looked at though it has no mark, in bytes.
const SHORT: usize = 2048;

/// Characters that do not fall together by chance: in a line, and in a piece of one. One is enough where the line
/// before had the same fault.
const ENOUGH: usize = 3;
const ENOUGH_INSIDE: usize = 5;

/// The text with its faults undone, and what these were; `None` where there are none.
pub fn undo(text: &str) -> Option<(String, Vec<&'static str>)> {
    // A text may have been through it twice.
    let (mut mended, mut names) = once(text)?;
    if let Some((again, more)) = once(&mended) {
        mended = again;
        names.extend(more);
    }
    names.sort_unstable();
    names.dedup();
    Some((mended, names))
}

fn once(text: &str) -> Option<(String, Vec<&'static str>)> {
    let marked = MARKS.as_ref().is_some_and(|marks| marks.is_match(text));
    if text.is_ascii() || !marked && text.len() > SHORT {
        return None;
    }
    let mut mended = String::with_capacity(text.len());
    let mut names = Vec::new();
    let mut last = None;
    for line in text.split_inclusive('\n') {
        let found = mend(line, last, ENOUGH).or_else(|| mend_pieces(line, last));
        match found {
            Some((line, fault)) => {
                mended.push_str(&line);
                last = Some(fault);
                names.push(fault.name);
            }
            None => mended.push_str(line),
        }
        names.dedup();
    }
    (!names.is_empty()).then_some((mended, names))
}

/// The runs beyond ASCII of a line that was put together of good text and bad.
fn mend_pieces(line: &str, last: Option<Fault>) -> Option<(String, Fault)> {
    if !MARKS.as_ref().is_some_and(|marks| marks.is_match(line)) {
        return None;
    }
    let (mut whole, mut found) = (String::with_capacity(line.len()), None);
    let mut rest = line;
    while !rest.is_empty() {
        let ascii = rest.starts_with(|c: char| c.is_ascii());
        let end = rest.find(|c: char| c.is_ascii() != ascii).unwrap_or(rest.len());
        let mended = if ascii { None } else { mend(&rest[..end], last, ENOUGH_INSIDE) };
        match mended {
            Some((piece, fault)) => {
                whole.push_str(&piece);
                found = Some(fault);
            }
            None => whole.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    found.map(|fault| (whole, fault))
}

/// A piece of text as it was meant, if a fault explains it.
fn mend(text: &str, last: Option<Fault>, enough: usize) -> Option<(String, Fault)> {
    if text.is_ascii() {
        return None;
    }
    let as_it_is = cost(text);
    let chars = text.chars().filter(|c| !c.is_ascii()).count() as u64;
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() as u64;
    if han * 2 > chars && as_it_is < chars * 70 {
        return None;
    }
    let mut best: Option<(u64, String, Fault)> = None;
    for fault in last.into_iter().chain(FAULTS.into_iter().filter(|fault| Some(*fault) != last)) {
        let Some(bytes) = encode(text, fault.read_as) else { continue };
        let mut read = String::new();
        rescue::decode_into(&bytes, &[fault.was], &mut read);
        let cost = cost(&read);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, read, fault));
        }
    }
    let (cost, read, fault) = best?;
    let han = read.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let enough = han >= enough || han > 0 && Some(fault) == last;
    (enough && cost * 10 < as_it_is * 7 && as_it_is - cost >= 60).then_some((read, fault))
}

/// The bytes of a text in an encoding; `None` where it has a character that the encoding lacks. A replacement
/// character is where a byte was lost before.
fn encode(text: &str, charset: Charset) -> Option<Vec<u8>> {
    let encoding = match charset {
        Charset::Utf8 => return Some(text.as_bytes().to_vec()),
        Charset::Gb18030 => encoding_rs::GB18030,
        Charset::Big5 => encoding_rs::BIG5,
        Charset::Other(encoding) => encoding,
        _ => return None,
    };
    let mut encoder = encoding.new_encoder();
    let mut bytes = Vec::with_capacity(text.len() * 2 + 16);
    let mut rest = text;
    loop {
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = &rest[read..];
        match result {
            EncoderResult::InputEmpty => return Some(bytes),
            EncoderResult::OutputFull => bytes.reserve(rest.len() * 2 + 16),
            // What windows-1252 has no letter for came through as the control character of that number.
            EncoderResult::Unmappable(c @ '\u{80}'..='\u{9f}') => bytes.push(c as u8),
            EncoderResult::Unmappable('\u{fffd}') => bytes.push(0xff),
            EncoderResult::Unmappable(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROSE: &str =
        "老磨坊在河的下游，水轮一天到晚地转，面粉落得满地都是白的。\n如今只剩下一个看门的人，他姓孙。\n";
    const TRADITIONAL: &str = "老磨坊在河的下游，水輪一天到晚地轉，麵粉落得滿地都是白的。\n";

    fn misread(text: &str, fault: Fault) -> String {
        let mut wrong = String::new();
        fault.read_as.decode_into(&encode(text, fault.was).expect("its own characters"), &mut wrong);
        wrong
    }

    #[test]
    fn every_fault_is_undone_and_named() {
        for fault in FAULTS {
            let meant = if fault.was == Charset::Big5 { TRADITIONAL } else { PROSE };
            let wrong = misread(meant, fault);
            let (mended, names) = undo(&wrong).unwrap_or_else(|| panic!("{}: {wrong}", fault.name));
            assert_eq!(names, [fault.name], "{wrong}");
            let kept = meant.chars().filter(|&c| mended.contains(c)).count();
            assert!(kept * 10 >= meant.chars().count() * 8, "{}: {mended}", fault.name);
        }
    }

    #[test]
    fn only_the_lines_at_fault_are_changed() {
        let wrong = misread("河堤两边的柳树是十年前种的，那时候水比现在大。", FAULTS[1]);
        let text = format!("{PROSE}{wrong}\nCafé «été» naïve\n");
        let (mended, _) = undo(&text).expect("a fault");
        assert_eq!(
            mended,
            format!("{PROSE}河堤两边的柳树是十年前种的，那时候水比现在大。\nCafé «été» naïve\n")
        );
    }

    #[test]
    fn a_piece_of_a_line_is_mended_within_it() {
        let wrong = misread("渡口停航三天，乘客改走大桥。", FAULTS[1]);
        let (mended, _) = undo(&format!("标题（河阳）: \"{wrong}\"")).expect("a fault");
        assert_eq!(mended, "标题（河阳）: \"渡口停航三天，乘客改走大桥。\"");
    }

    #[test]
    fn what_is_right_stays() {
        let names = "龘靐齉爩 鐘錶 浜崎あゆみ 銆 腔調 ㄅㄆㄇㄈ";
        for text in
            [PROSE, TRADITIONAL, "Über naïve façades — “déjà vu”.\n", "Съешь же ещё этих булок\n", names]
        {
            assert_eq!(undo(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn common_chinese_is_never_changed(text in "[的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切阵刻注够诉孔]{0,60}[，。]?") {
            prop_assert_eq!(undo(&text), None);
        }
    }
}

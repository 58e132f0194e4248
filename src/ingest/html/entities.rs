//! Entities that stand as they were written where their meaning was meant: escaped twice in a page, or left in a
//! text that was taken out of one.

use std::borrow::Cow;
use std::collections::HashMap;

/// Times that a text may have been escaped.
const MOST: usize = 3;

/// A page's text with what its entities mean in their place, if there are several: a text that speaks of one writes
/// it once.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST {
        if !text.contains('&') || find(&text).take(2).count() < 2 {
            break;
        }
        text = Cow::Owned(decoded(&text, |_| true));
    }
    text
}

/// A text that was taken out of a page with what its entities mean in their place; `None` if they are not used
/// there but spoken of, or there are none. In Markdown what they mean must not become a mark, and code stays.
pub fn in_text(text: &str, markdown: bool) -> Option<String> {
    let mut whole: Option<String> = None;
    for _ in 0..MOST {
        let text = whole.as_deref().unwrap_or(text);
        if !text.contains('&') || !are_used(text) {
            break;
        }
        let next = match markdown {
            true => outside_code(text, &|text| decoded(text, |c| !c.is_ascii())),
            false => decoded(text, |_| true),
        };
        if next == text {
            break;
        }
        whole = Some(next);
    }
    whole
}

/// An entity in a text.
#[derive(Debug, Clone, Copy)]
struct Entity<'a> {
    start: usize,
    /// With its `&` and `;`.
    written: &'a str,
    means: char,
}

/// The entities of a text that stand for one character, in their order.
fn find(text: &str) -> impl Iterator<Item = Entity<'_>> {
    /// `&CounterClockwiseContourIntegral;`
    const LONGEST: usize = 34;
    text.match_indices('&').filter_map(|(start, _)| {
        let rest = &text[start..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';')?;
        let written = &rest[..=end];
        let name = &written[1..end];
        let shaped = name.starts_with(|c: char| c == '#' || c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        let mut means = if shaped { meaning(written) } else { Cow::Borrowed("") }.chars().collect::<Vec<_>>();
        let one = means.pop().filter(|_| means.is_empty());
        one.map(|means| Entity { start, written, means })
    })
}

/// What an entity means; a number of windows-1252 as browsers take it.
fn meaning(written: &str) -> Cow<'_, str> {
    let decoded = html_escape::decode_html_entities(written);
    match decoded.chars().next() {
        Some(c @ '\u{80}'..='\u{9f}') => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[c as u8]).0.into_owned().into()
        }
        Some(c) if c == '&' && written != "&amp;" && decoded.len() > 1 => Cow::Borrowed(""),
        _ => decoded,
    }
}

/// The text with those entities decoded whose meaning is wanted. A line stays one line.
fn decoded(text: &str, wanted: impl Fn(char) -> bool) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for entity in find(text).filter(|entity| wanted(entity.means)) {
        out.push_str(&text[from..entity.start]);
        let control = entity.means.is_control() || matches!(entity.means, '\u{2028}' | '\u{2029}');
        out.push(if control { ' ' } else { entity.means });
        from = entity.start + entity.written.len();
    }
    out.push_str(&text[from..]);
    out
}

/// Whether the entities of a text say what they mean. A text about them names each once or twice, between words of
/// its own; a text that has them for what they mean has them in pairs, in rows and inside its words.
fn are_used(text: &str) -> bool {
    const ENOUGH: u32 = 2;
    let mut times: HashMap<&str, u32> = HashMap::new();
    let (mut signs, mut opened, mut end) = (0, false, usize::MAX);
    for entity in find(text) {
        let after = text[entity.start + entity.written.len()..].chars().next();
        let before = text[..entity.start].chars().next_back();
        let count = times.entry(entity.written).or_default();
        *count += 1;
        signs += match entity.means {
            // Nobody who names a character names it by its number.
            c if entity.written.starts_with("&#") && !c.is_ascii() => 2,
            '“' | '‘' | '"' if after.is_some_and(char::is_alphanumeric) && !opened => {
                opened = true;
                0
            }
            '”' | '’' | '"' if opened => 2,
            '&' if after == Some('#') => 2,
            '&' if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphabetic) => 2,
            c if !c.is_ascii() && entity.start == end => 2,
            c if !c.is_ascii() && *count >= 4 => 2,
            _ => 0,
        };
        end = entity.start + entity.written.len();
        if signs >= ENOUGH {
            return true;
        }
    }
    false
}

/// A Markdown text with `change` made to what is no code.
fn outside_code(text: &str, change: &dyn Fn(&str) -> String) -> String {
    let (mut out, mut fence) = (String::with_capacity(text.len()), None);
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        let fenced = fence.is_some();
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if fenced || mark.is_some() || line.starts_with("    ") || line.starts_with('\t') {
            out.push_str(line);
        } else {
            for (at, piece) in line.split('`').enumerate() {
                out.push_str(if at > 0 { "`" } else { "" });
                if at % 2 == 0 { out.push_str(&change(piece)) } else { out.push_str(piece) }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_that_a_text_uses_are_read() {
        for (text, meant) in [
            ("&nbsp;&nbsp;&ldquo;开船了。&rdquo;", "\u{a0}\u{a0}“开船了。”"),
            ("&amp;ldquo;磨坊&amp;rdquo;早就&amp;hellip;&amp;hellip;", "“磨坊”早就……"),
            ("&#27827;&#x5824;两边的柳树", "河堤两边的柳树"),
            ("研发（R&amp;D）投入", "研发（R&D）投入"),
            ("他说&quot;不急&quot;，就走了", "他说\"不急\"，就走了"),
            ("旧网页&#150;&#150;新网页", "旧网页––新网页"),
        ] {
            assert_eq!(in_text(text, false).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn entities_that_a_text_speaks_of_stay() {
        for text in [
            "空格写作 &nbsp; ，小于号写作 &lt; 。",
            "左引号是 &ldquo; ，右引号是 &rdquo; 。",
            "a && b; c & d; &没有;",
            "https://a.cn/?x=1&lt=2&copy=3",
        ] {
            assert_eq!(in_text(text, false), None, "{text}");
        }
    }

    #[test]
    fn markdown_keeps_its_code_and_gets_no_marks() {
        let text = "&nbsp;&nbsp;第一段&#42;不是重点&#42; `&nbsp;`\n```\n&nbsp;&nbsp;\n```\n";
        let meant = "\u{a0}\u{a0}第一段&#42;不是重点&#42; `&nbsp;`\n```\n&nbsp;&nbsp;\n```\n";
        assert_eq!(in_text(text, true).as_deref(), Some(meant));
    }

    #[test]
    fn no_entity_adds_a_line() {
        assert_eq!(in_text("&#27827;一行&#10;还是这一行", false).as_deref(), Some("河一行 还是这一行"));
    }
}

//! Paragraphs broken into rows.

use proptest::prelude::*;
use wenlan::text::layout::{
    Measure, Row, byte_at, column_of, glyphs, row_index, rows, rows_in, stretch_at, stretches,
};
use wenlan::text::table::tab;
use wenlan::text::width::{Ambiguous, graphemes, width};

fn measure(columns: usize) -> Measure {
    Measure { columns, ..Measure::default() }
}

/// What a row looks like: its glyphs at their columns.
fn drawn(text: &str, row: &Row, measure: &Measure) -> String {
    let (mut line, mut used) = (String::new(), 0);
    for glyph in glyphs(text, row, measure) {
        assert!(glyph.column >= used, "{:?} is drawn over what stands before it", glyph.shown);
        line.extend(std::iter::repeat_n(' ', glyph.column - used));
        line.push_str(&glyph.shown);
        used = glyph.column + glyph.width;
    }
    line.truncate(line.trim_end_matches([' ', '\u{3000}']).len());
    line
}

fn set(text: &str, measure: Measure) -> Vec<String> {
    rows(text, &measure).iter().map(|row| drawn(text, row, &measure)).collect()
}

#[test]
fn paragraphs_are_indented_and_filled() {
    let measure = Measure { first_indent: 4, ..measure(12) };
    assert_eq!(
        set("春天来了河水涨了两岸的柳树绿了", measure),
        ["    春天来了", "河水涨了两岸", "的柳树绿了"]
    );
    assert_eq!(set("", measure), [""]);
}

#[test]
fn closing_marks_start_no_row_and_opening_ones_end_none() {
    assert_eq!(set("春天来了河水涨，岸", measure(14)), ["春天来了河水", "涨，岸"]);
    assert_eq!(set("春天来了河水涨。”岸", measure(15)), ["春天来了河水", "涨。”岸"]);
    assert_eq!(set("他说的是《春》", measure(10)), ["他说的是", "《春》"]);
    assert_eq!(set("他说的是“春”", measure(10)), ["他说的是", "“春”"]);
}

#[test]
fn ascii_marks_beside_chinese_obey_as_well() {
    assert_eq!(set("春天来了河水涨,岸", measure(14)), ["春天来了河水", "涨,岸"]);
    assert_eq!(set("春天来了河水涨 ,岸", measure(14)), ["春天来了河水", "涨 ,岸"]);
    assert_eq!(set("他说的是(春)", measure(9)), ["他说的是", "(春)"]);
}

#[test]
fn marks_hang_in_the_margin_where_there_is_one() {
    let hanging = Measure { hang: 2, ..measure(14) };
    assert_eq!(set("春天来了河水涨，两岸绿了", hanging), ["春天来了河水涨，", "两岸绿了"]);
    assert_eq!(set("春天来了河水涨。", hanging), ["春天来了河水涨。"]);
    assert_eq!(set("春天来了河水涨。”岸", hanging), ["春天来了河水", "涨。”岸"], "two marks have no room");
}

#[test]
fn ellipses_and_dashes_are_whole() {
    assert_eq!(set("走啊走……到了", measure(7)), ["走啊", "走……到", "了"]);
    assert_eq!(set("天亮了——出发", measure(7)), ["天亮了", "——出发"]);
}

#[test]
fn numbers_keep_their_units() {
    assert_eq!(set("共有1300万人次参加", measure(12)), ["共有", "1300万人次参", "加"]);
    assert_eq!(set("面积达34.9平方公里以上", measure(14)), ["面积达", "34.9平方公里以", "上"]);
    assert_eq!(set("投资了321755元钱", measure(12)), ["投资了", "321755元钱"]);
    assert_eq!(set("修好了70余口井", measure(10)), ["修好了", "70余口井"]);
    assert_eq!(set("按照新法第35条办理", measure(12)), ["按照新法", "第35条办理"]);
    assert_eq!(set("我们在２０１９年", measure(9)), ["我们在", "２０１９", "年"], "wider than the row");
}

#[test]
fn latin_words_are_whole_where_they_fit() {
    assert_eq!(set("我们使用ratatui来绘制", measure(12)), ["我们使用", "ratatui来绘", "制"]);
    assert_eq!(set("读don’t read的", measure(8)), ["读don’t", "read的"]);
    assert_eq!(set("abcdefghij", measure(4)), ["abcd", "efgh", "ij"]);
}

#[test]
fn rows_break_beside_chinese_quotations() {
    assert_eq!(set("说“你好”他", measure(8)), ["说“你好”", "他"]);
    assert_eq!(set("他们说“你好”", measure(7)), ["他们说", "“你好”"]);
}

#[test]
fn ambiguous_characters_take_two_columns_by_setting() {
    let wide = Measure { ambiguous: Ambiguous::Wide, ..measure(10) };
    assert_eq!(set("说“你好”他", wide), ["说“你好”", "他"]);
    assert_eq!(rows("“好”", &wide)[0].width, 6);
}

#[test]
fn folded_punctuation_is_shown_and_measured_full_width() {
    let full = Measure { full_width: true, ..measure(5) };
    assert_eq!(set("近日,记者", full), ["近", "日，", "记者"]);
    assert_eq!(set("近日,记者", measure(5)), ["近日,", "记者"]);
}

#[test]
fn chinese_and_latin_may_stand_apart() {
    let spaced = Measure { spacing: true, ..measure(12) };
    assert_eq!(set("用GDP衡量的2个省", spaced), ["用 GDP 衡量", "的 2 个省"]);
}

#[test]
fn nothing_in_a_row_controls_the_terminal() {
    assert_eq!(set("红\u{1b}[31m字\u{202e}右\r\n", measure(40)), ["红␛[31m字右␍"]);
}

#[test]
fn clusters_wider_than_the_row_leave_a_mark() {
    assert_eq!(set("中a👨‍👩‍👧", measure(1)), ["?", "a", "?"]);
    assert_eq!(set("?\u{11347}", measure(1)), ["?"]);
    assert_eq!(set("中a", Measure { columns: 0, ..measure(1) }), ["?", "a"]);
}

#[test]
fn rows_of_a_long_paragraph_are_found_near_any_place() {
    let sentences = "河水涨了，两岸的柳树绿了。".repeat(20_000);
    let bare = "河水涨了两岸的柳树绿了".repeat(20_000);
    let latin = "the river rose and the willows turned green ".repeat(20_000);
    for text in [sentences, bare, latin] {
        for measure in [measure(30), Measure { first_indent: 4, ..measure(80) }] {
            let all = rows(&text, &measure);
            for byte in [0, 1, text.len() / 3, text.len() / 2, text.len() - 1, text.len()] {
                let stretch = stretch_at(&text, byte);
                assert!(stretch.len() < 50_000, "a small part is enough");
                let near = rows_in(&text, stretch, &measure);
                assert_eq!(near[row_index(&near, byte)], all[row_index(&all, byte)]);
            }
        }
    }
}

#[test]
fn cells_stand_under_each_other() {
    let shown = |table: [&str; 3], columns: usize| -> Vec<String> {
        let measure = Measure { tab: tab(table, columns, Ambiguous::Narrow), ..measure(columns) };
        let set = |text: &str| {
            let mut line = String::new();
            for glyph in rows(text, &measure).iter().flat_map(|row| glyphs(text, row, &measure)) {
                line.extend(std::iter::repeat_n(' ', glyph.column - width(&line, Ambiguous::Narrow)));
                line += &glyph.shown;
            }
            line
        };
        table.map(set).into()
    };
    assert_eq!(
        shown(["镇\t亩数\t备注", "石门渡\t88\t", "江\t1200\t试种的"], 40),
        ["镇      亩数    备注", "石门渡  88      ", "江      1200    试种的"]
    );
    assert_eq!(
        shown(["镇 | 亩数", "石门渡 | 88", "江 | 1200"], 40),
        ["镇       | 亩数", "石门渡   | 88", "江       | 1200"]
    );
}

/// Characters that the rules treat differently, so that random texts meet all of them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[中文字，。！？）》」』”’…、；：（《「『“‘—,.:;!?()\\[a-c1-9 万亩%第]{0,60}",
        "[中a ,。“”—·①▲\u{301}\u{200d}👧🏽🇨🇳ｱﾞé각\u{200b}\u{3000}]{0,40}",
        "[中文a1 |\t]{0,30}",
        "\\PC{0,40}",
        any::<String>(),
    ]
}

fn measures() -> impl Strategy<Value = Measure> {
    let options = (any::<bool>(), any::<bool>(), any::<bool>());
    (0..24usize, 0..8usize, 0..4usize, options, 0..3usize, 0..9usize).prop_map(
        |(columns, first_indent, indent, on, hang, tab)| {
            let ambiguous = if on.0 { Ambiguous::Wide } else { Ambiguous::Narrow };
            Measure { columns, first_indent, indent, ambiguous, full_width: on.1, spacing: on.2, hang, tab }
        },
    )
}

/// Whether the rules forbid a row to end before and start with these; written without a look at how the
/// layout applies them.
fn forbidden(before: &str, after: &str) -> bool {
    let start = after.chars().next().unwrap_or('a');
    let last = before.chars().next_back().unwrap_or('a');
    let end = before.trim_end_matches([' ', '\u{3000}']).chars().next_back().unwrap_or('a');
    "，。、；：！？）》」』”’… \u{3000}".contains(start)
        || "（《「『“‘([".contains(end)
        || start == '—' && last == '—'
        || ",.:;!?)%".contains(start) && (last == end || !end.is_ascii())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn rows_concatenate_to_the_text(text in text(), measure in measures()) {
        let rows = rows(&text, &measure);
        let mut at = 0;
        for row in &rows {
            prop_assert_eq!(row.bytes.start, at);
            prop_assert!(row.bytes.end > at || text.is_empty());
            at = row.bytes.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn no_row_is_wider_than_the_measure(text in text(), measure in measures()) {
        for row in rows(&text, &measure) {
            prop_assert!(row.width <= measure.columns.max(1) + measure.hang);
            for glyph in glyphs(&text, &row, &measure) {
                prop_assert!(glyph.column + glyph.width <= measure.columns.max(1) + measure.hang);
                prop_assert_eq!(width(&glyph.shown, measure.ambiguous), glyph.width);
            }
        }
    }

    #[test]
    fn clusters_are_never_split(text in text(), measure in measures()) {
        let mut boundaries = vec![0];
        boundaries.extend(graphemes(&text).scan(0, |at, grapheme| { *at += grapheme.len(); Some(*at) }));
        for row in rows(&text, &measure) {
            prop_assert!(boundaries.binary_search(&row.bytes.end).is_ok());
        }
    }

    /// A forbidden start or end happens only where every place in the row is forbidden.
    #[test]
    fn rows_start_and_end_as_they_may(
        text in "[中文字，。！？）》」』”’…、；：（《「『“‘—,.:;!?()a-c1-9 万亩%第]{0,60}",
        columns in 1..30usize,
        hang in 0..3usize,
        wide in any::<bool>(),
    ) {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let measure = Measure { columns, ambiguous, hang, ..Measure::default() };
        for row in rows(&text, &measure) {
            let end = row.bytes.end;
            if end == text.len() || !forbidden(&text[row.bytes.clone()], &text[end..]) {
                continue;
            }
            for (at, _) in text[row.bytes.clone()].char_indices().skip(1) {
                let place = row.bytes.start + at;
                prop_assert!(
                    forbidden(&text[row.bytes.start..place], &text[place..]),
                    "{:?} could have ended at {}", &text[row.bytes], at
                );
            }
        }
    }

    #[test]
    fn columns_and_bytes_lead_to_each_other(text in text(), measure in measures()) {
        for row in rows(&text, &measure) {
            for glyph in glyphs(&text, &row, &measure) {
                prop_assert_eq!(column_of(&text, &row, &measure, glyph.bytes.start), glyph.column);
                for column in glyph.column..glyph.column + glyph.width {
                    let byte = byte_at(&text, &row, &measure, column);
                    prop_assert!(byte >= glyph.bytes.start);
                    prop_assert_eq!(column_of(&text, &row, &measure, byte), glyph.column);
                }
            }
        }
    }

    #[test]
    fn a_row_depends_on_nothing_before_it(text in text(), measure in measures()) {
        let all = rows(&text, &measure);
        for (at, row) in all.iter().enumerate().skip(1) {
            prop_assert_eq!(&rows_in(&text, row.bytes.start..text.len(), &measure)[..], &all[at..]);
        }
    }

    #[test]
    fn stretches_cover_the_text(unit in "[中文。 a,]{1,20}|\\PC{1,10}", times in 1..20_000usize, byte in any::<prop::sample::Index>()) {
        let text = unit.repeat(times.min(200_000 / unit.len()));
        let found: Vec<_> = stretches(&text).collect();
        let ends: Vec<_> = found.iter().map(|stretch| stretch.end).collect();
        prop_assert!(found.iter().skip(1).map(|stretch| stretch.start).eq(ends[..ends.len() - 1].iter().copied()));
        prop_assert_eq!((found[0].start, ends[ends.len() - 1]), (0, text.len()));
        let byte = byte.index(text.len());
        prop_assert!(stretch_at(&text, byte).contains(&byte));
        prop_assert!(found.contains(&stretch_at(&text, byte)));
    }
}

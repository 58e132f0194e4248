//! The interface without a terminal: keys in, screen out.

use std::time::Duration;

use proptest::prelude::*;

use super::stage::{Heap, after, hides, shows};
use wenlan::collection::Progress;
use wenlan::config::Config;
use wenlan::lang::Lang;
use wenlan::search::Results;
use wenlan::state::State;
use wenlan::text::width::Ambiguous;
use wenlan::tui::Options;
use wenlan::tui::app::App;
use wenlan::tui::event::{Effect, Event};
use wenlan::tui::job::{Job, Outcome};
use wenlan::tui::keymap::{self, Keymap};
use wenlan::tui::shelf::Sort;
use wenlan::tui::snapshot::Stage;

#[test]
fn the_first_screen_lists_documents_and_opens_the_first_with_one_section_open() {
    let screen = Heap::new().stage((100, 30)).text();
    shows(&screen, &["2 篇", "河湾镇修堤记", "北山石场的一年", "河湾周报", "2021-03-04"]);
    shows(&screen, &["▾ 勘察", "芦苇长得最高", "▸ 施工", "▸ 验收"]);
    shows(&screen, &["石料从北山运来"]);
    hides(&screen, &["灯一直亮到桥头"]);
}

#[test]
fn fold_keys_are_those_of_vim() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, "<enter>zR"), &["灯一直亮到桥头", "巡查队"]);
    hides(&after(&mut stage, "zM"), &["芦苇长得最高", "灯一直亮到桥头"]);
    shows(&after(&mut stage, "gg]]]]zo"), &["灯一直亮到桥头"]);
    hides(&after(&mut stage, "zc"), &["灯一直亮到桥头"]);
    shows(&after(&mut stage, "<enter>"), &["灯一直亮到桥头"]);
    hides(&after(&mut stage, "<space>"), &["灯一直亮到桥头"]);
    shows(&after(&mut stage, "z2"), &["灯一直亮到桥头"]);
    hides(&after(&mut stage, "z1"), &["灯一直亮到桥头"]);
}

#[test]
fn searching_shows_results_hits_and_opened_sections_and_escape_goes_back() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let before = after(&mut stage, "<enter>jj");
    let found = after(&mut stage, "/桥头");
    shows(&found, &["1 篇 1 处", "结果 1/1", "灯一直亮到桥头", "● 1"]);
    let accepted = after(&mut stage, "<enter>");
    shows(&accepted, &["灯一直亮到桥头", "命中 1/1"]);
    assert_eq!(after(&mut stage, "<esc>"), before);
}

#[test]
fn n_goes_from_hit_to_hit_and_on_to_the_next_document() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let first = after(&mut stage, "/老堤<enter>");
    shows(&first, &["2 篇 2 处"]);
    let next = after(&mut stage, "n");
    assert_ne!(first, next);
    shows(&next, &["命中 1/1"]);
    assert_eq!(after(&mut stage, "N"), first);
}

#[test]
fn a_query_without_results_says_so_and_shows_where_one_was() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let screen = after(&mut stage, "/'桥头鳄鱼");
    shows(&screen, &["没有找到", "▸ 施工"]);
}

#[test]
fn what_lacks_a_word_is_shown_and_says_which() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, "/桥头鳄鱼"), &["缺 鳄鱼", "灯一直亮到桥头"]);
}

#[test]
fn queries_come_back_from_the_history() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    after(&mut stage, "/桥头<enter><esc>");
    shows(&after(&mut stage, "/<c-p>"), &["/ 桥头", "1 篇 1 处"]);
    after(&mut stage, "<esc>/老堤<enter><esc>");
    shows(&after(&mut stage, "/<up>"), &["/ 老堤", "2 篇 2 处"]);
    shows(&after(&mut stage, "<up>"), &["/ 桥头"]);
    // Once on another result, the arrow moves among the results.
    shows(&after(&mut stage, "<esc>/老堤<down><up>"), &["/ 老堤", "结果 1/2"]);
}

#[test]
fn tab_changes_where_a_search_looks() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, "/老堤"), &["2 篇 2 处", "结果 1/2 · 全部"]);
    shows(&after(&mut stage, "<tab>"), &["1 篇 1 处", "· 本文"]);
    shows(&after(&mut stage, "<tab>"), &["没有找到；Tab 换个范围", "· 标题"]);
    shows(&after(&mut stage, "<c-u>石场"), &["1 篇 1 处", "· 标题"]);
    shows(&after(&mut stage, "<tab>"), &["· 全部"]);
    shows(&after(&mut stage, "<c-u>老堤<enter>"), &["正文 1/2"]);
}

#[test]
fn nonsense_in_a_query_gets_a_hint() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, "/titel:石场"), &["没有这个字段"]);
    hides(&after(&mut stage, "<c-u>标题:石场"), &["没有这个字段"]);
    // A field without a word asks for nothing yet.
    let screen = after(&mut stage, "<c-u>标题:");
    shows(&screen, &["/ 标题:", "输入词语"]);
    hides(&screen, &["没有找到"]);
}

#[test]
fn the_list_is_filtered_as_one_types_and_sorted_by_key() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let screen = after(&mut stage, "f石场");
    shows(&screen, &["北山石场的一年", "去年石场只有三台机器"]);
    hides(&screen, &["河湾镇修堤记"]);
    shows(&after(&mut stage, "<esc>"), &["河湾镇修堤记"]);
    shows(&after(&mut stage, "fshichang"), &["北山石场的一年"]);
    shows(&after(&mut stage, "<esc>"), &["河湾镇修堤记"]);
    shows(&after(&mut stage, ","), &["标题↑"]);
    let by_title = stage.text();
    assert!(by_title.find("北山石场的一年") < by_title.find("河湾镇修堤记"), "{by_title}");
}

#[test]
fn the_raw_view_says_what_was_removed_and_why_beside_the_cleaned_text() {
    let heap = Heap::new();
    let screen = after(&mut heap.stage((110, 30)), "r");
    shows(&screen, &[" 河湾镇修堤记", "题署", "│      入春以来"]);
    let narrow = after(&mut heap.stage((70, 30)), "r");
    assert_eq!(narrow.matches("入春以来").count(), 1, "{narrow}");
}

#[test]
fn the_outline_follows_the_reader_and_leads_to_sections() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let screen = after(&mut stage, "t");
    shows(&screen, &["目录", "（导语）", " 勘察", " 施工", " 验收"]);
    let screen = after(&mut stage, "G<enter>");
    shows(&screen, &["▾ 验收", "巡查队"]);
}

#[test]
fn position_folds_and_marks_are_remembered() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let left = after(&mut stage, "<enter>zRGmaB");
    stage.press("q").unwrap();
    assert!(stage.effects.contains(&Effect::Quit));
    let state: State = serde_json::from_str(&serde_json::to_string(stage.state()).unwrap()).unwrap();
    let mut again = heap.stage_with(Options { lang: Lang::Zh, ..Options::default() }, state, (100, 30));
    shows(&again.text(), &["★ 河湾镇修堤记", "巡查队", "灯一直亮到桥头"]);
    again.press("<enter>").unwrap();
    let text_of = |screen: &str| -> Vec<String> {
        screen.lines().skip(1).filter_map(|row| Some(row.split_once('│')?.1.to_owned())).collect()
    };
    assert_eq!(text_of(&again.text()), text_of(&left));
    shows(&after(&mut again, "gg'a"), &["100%"]);
}

#[test]
fn how_things_were_arranged_is_restored_unless_the_settings_say_otherwise() {
    let heap = Heap::new();
    let mut stage = heap.stage((120, 30));
    let left = after(&mut stage, "<enter>5->>,q");
    let state = |stage: &Stage| -> State {
        serde_json::from_str(&serde_json::to_string(stage.state()).unwrap()).unwrap()
    };
    let options = |config| Options { config, lang: Lang::Zh, ..Options::default() };
    let mut again = heap.stage_with(options(Config::default()), state(&stage), (120, 30));
    assert_eq!(after(&mut again, "<enter>"), left);
    let config = Config { measure: 20, side: 30, sort: Sort::Date, ..Config::default() };
    let again = heap.stage_with(options(config), state(&stage), (120, 30));
    shows(&again.text(), &["日期↓"]);
    assert_eq!(again.screen().0[(30, 5)].symbol(), "│");
}

#[test]
fn marks_by_an_uppercase_letter_lead_to_other_documents() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let marked = after(&mut stage, "<enter>zR]]]]mA");
    shows(&marked, &["标记 A"]);
    hides(&after(&mut stage, "<c-n>"), &["石料从北山运来"]);
    shows(&after(&mut stage, "'A"), &["石料从北山运来", "施工"]);
    shows(&after(&mut stage, "<c-o>"), &["去年石场"]);
    shows(&after(&mut stage, "'a"), &["没有标记 a"]);
    let state: State = serde_json::from_str(&serde_json::to_string(stage.state()).unwrap()).unwrap();
    let elsewhere = Heap::new();
    let options = Options { lang: Lang::Zh, ..Options::default() };
    let mut other = elsewhere.stage_with(options, state, (200, 30));
    shows(&after(&mut other, "'A"), &["这次没有打开", "a-river.html"]);
}

#[test]
fn what_is_copied_is_the_paragraph_the_section_or_the_range() {
    let heap = Heap::new();
    let copied = |keys: &str| {
        let mut stage = heap.stage((100, 30));
        stage.press(keys).unwrap();
        match stage.effects.pop() {
            Some(Effect::Copy(text)) => text,
            other => panic!("nothing was copied but {other:?}"),
        }
    };
    assert!(copied("<enter>y").starts_with("入春以来，"));
    assert_eq!(
        copied("<enter>]]y"),
        "勘察\n工程队先量了三天，又请来住在堤边的老人，问清楚哪一段最容易渗水。\n老人说，渗水的地方芦苇长得最高。"
    );
    assert_eq!(copied("<enter>v2ly"), "入春以");
    let citation = copied("<enter>Y");
    shows(&citation, &["入春以来", "《河湾镇修堤记》", "河湾周报", "2021-03-04", "a-river.html:3"]);
}

#[test]
fn ascii_punctuation_beside_chinese_is_shown_and_copied_full_width() {
    let heap = Heap::new();
    heap.page("c.html", "<h1>河湾镇大水记</h1>\n<p>来源：河湾周报 2021-07-01</p>\n<p>后来水退了,人也散了,街上只留下一层细细的黄泥。</p>\n<p>那天水位上升了,大家都来了:共12,345人!</p>\n<p>第二年春天,镇上的人又把堤加高了一尺。</p>");
    let mut stage = heap.stage((100, 30));
    let screen = after(&mut stage, "G<enter>");
    shows(&screen, &["水位上升了，大家都来了：共12,345人！"]);
    stage.press("gg}y").unwrap();
    assert_eq!(stage.effects.pop(), Some(Effect::Copy("那天水位上升了，大家都来了：共12,345人！".into())));
}

#[test]
fn cells_stand_under_each_other_and_code_keeps_its_marks() {
    let heap = Heap::new();
    heap.page("c.html", "<h1>茶园的账</h1><p>来源：河湾周报 2021-07-01</p><p>三个镇的茶园今年都开了园，收成记在下面，后面是记账的程序。</p><table><tr><th>镇</th><th>亩数</th><th>斤</th></tr><tr><td>石门渡</td><td>88</td><td>2100</td></tr><tr><td>江</td><td>1200</td><td>90</td></tr></table><pre>print(账,1)\n  exit()</pre><p>账是村里的会计记的，每年年底贴在茶厂的墙上，谁都能看。</p>");
    let mut stage = heap.stage((100, 30));
    let screen = after(&mut stage, "G<enter>");
    shows(&screen, &["镇      亩数    斤", "石门渡  88      2100", "江      1200    90", "print(账,1)"]);
}

#[test]
fn pending_keys_and_counts_say_what_may_follow() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    shows(&after(&mut stage, "<enter>z"), &["z", "a 展开或折叠本节"]);
    hides(&after(&mut stage, "a"), &["a 展开或折叠本节"]);
    shows(&after(&mut stage, "3"), &[" 3"]);
    let down = after(&mut stage, "j");
    let mut other = heap.stage((100, 30));
    assert_eq!(after(&mut other, "<enter>zajjj"), down);
}

#[test]
fn help_and_palette_know_the_keys_as_the_user_bound_them() {
    let heap = Heap::new();
    let keys = [("<c-t>".into(), "outline".into()), ("t".into(), "none".into())].into();
    let config = Config { keys, ..Config::default() };
    let options = Options { config, lang: Lang::En, ..Options::default() };
    let mut stage = heap.stage_with(options, State::default(), (100, 40));
    let help = after(&mut stage, "?outline");
    shows(&help, &["^t", "Outline"]);
    let palette = after(&mut stage, "<esc>:outl");
    shows(&palette, &["▎ Outline", "^t"]);
    shows(&after(&mut stage, "<enter>"), &["(lead)"]);
}

#[test]
fn narrow_windows_show_one_pane_and_tiny_ones_say_so() {
    let heap = Heap::new();
    let mut stage = heap.stage((50, 20));
    hides(&stage.text(), &["│"]);
    shows(&stage.text(), &["北山石场的一年"]);
    let text = after(&mut stage, "<enter>");
    shows(&text, &["入春以来"]);
    hides(&text, &["北山石场的一年"]);
    shows(&after(&mut stage, "<tab>"), &["北山石场的一年"]);
    assert_eq!(heap.stage((19, 5)).text().trim(), "窗口太小");
    shows(&heap.stage((20, 5)).text(), &["河湾镇"]);
}

#[test]
fn resizing_keeps_the_character_at_the_top() {
    let heap = Heap::new();
    heap.page("a-river.html", &format!("<h1>长文</h1>\n<p>{}</p>\n", "一二三四五六七八九十，".repeat(400)));
    let mut stage = heap.stage((100, 24));
    let top = after(&mut stage, "<enter><c-f><c-f>");
    let place = top.lines().nth(1).unwrap().split('│').nth(1).unwrap().trim().to_owned();
    stage.handle(Event::Resize(60, 24));
    stage.handle(Event::Resize(100, 24));
    let again = stage.text();
    let row = again.lines().nth(1).unwrap();
    assert!(row.contains(&place), "“{place}” left the top row:\n{again}");
}

#[test]
fn the_mouse_scrolls_selects_folds_and_drags_the_divider() {
    use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
    let heap = Heap::new();
    let mut stage = heap.stage((100, 30));
    let event =
        |kind, column, row| Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
    let down = MouseEventKind::Down(MouseButton::Left);
    stage.handle(event(down, 5, 5));
    shows(&stage.text(), &["去年石场只有三台机器"]);
    stage.handle(event(down, 5, 2));
    let screen = stage.text();
    let row = screen.lines().position(|row| row.contains("▸ 施工")).unwrap() as u16;
    stage.handle(event(down, 37, row));
    shows(&stage.text(), &["灯一直亮到桥头"]);
    stage.handle(event(down, 34, 10));
    stage.handle(event(MouseEventKind::Drag(MouseButton::Left), 24, 10));
    assert_eq!(stage.screen().0[(24, 12)].symbol(), "│");
}

#[test]
fn what_cannot_be_read_is_said_in_its_place_and_the_rest_goes_on() {
    let heap = Heap::new();
    std::fs::write(heap.folder.path().join("c.txt"), b"PNG\0\0\0\0\x01").unwrap();
    std::fs::write(heap.folder.path().join("d.txt"), b"").unwrap();
    let mut stage = heap.stage((100, 30));
    shows(&stage.text(), &["4 篇"]);
    let screen = after(&mut stage, "jj");
    shows(&screen, &["c.txt"]);
    shows(&after(&mut stage, "j"), &["（没有正文）"]);
    let empty = tempfile::tempdir().unwrap();
    let options = Options { lang: Lang::Zh, ..Options::default() };
    let nothing = Stage::open(options, State::default(), vec![empty.path().to_owned()], (80, 24));
    shows(&nothing.text(), &["这里没有文档"]);
}

#[test]
fn themes_are_seen_as_one_chooses_and_escape_takes_the_choice_back() {
    let heap = Heap::new();
    let mut stage = heap.stage((100, 40));
    let before = stage.screen().0;
    shows(&after(&mut stage, "T"), &["主题"]);
    stage.press("j").unwrap();
    let cell = |stage: &Stage| stage.screen().0[(2, 0)].style();
    assert_ne!(cell(&stage), before[(2, 0)].style());
    stage.press("<esc>").unwrap();
    assert_eq!(stage.screen().0, before);
    stage.press("Tj<enter>").unwrap();
    assert_ne!(cell(&stage), before[(2, 0)].style());
    assert!(stage.state().view.theme.is_some());
}

#[test]
fn zen_leaves_nothing_but_the_text() {
    let heap = Heap::new();
    let mut stage = heap.stage((60, 20));
    let screen = after(&mut stage, "Z");
    shows(&screen, &["入春以来"]);
    hides(&screen, &["文览", "│", "za"]);
    shows(&after(&mut stage, "z"), &["a 展开或折叠本节"]);
    shows(&after(&mut stage, "<esc><esc>"), &["文览"]);
}

#[test]
fn a_hundred_thousand_paragraphs_scroll_fold_and_resize() {
    let heap = Heap::new();
    let text: String = (0..20_000)
        .map(|n| match n % 50 {
            0 => format!("<h2>第{n}节</h2>\n"),
            _ => format!("<p>这是很长的一本书里的第{n}段，段段都不长。</p>\n"),
        })
        .collect();
    heap.page("a-river.html", &format!("<h1>很长的一本书</h1>\n<p>来源：河湾周报</p>\n{text}"));
    let mut stage = heap.stage((100, 30));
    stage.press("<enter>zRG").unwrap();
    shows(&stage.text(), &["第19999段", "100%"]);
    stage.press("50%").unwrap();
    stage.handle(Event::Resize(80, 24));
    shows(&stage.text(), &["50%"]);
    shows(&after(&mut stage, "zMgg"), &["▸ 第50节"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_key_at_any_size_breaks_the_screen(
        keys in proptest::collection::vec(0usize..KEYS.len(), 0..60),
        width in 1u16..130,
        height in 1u16..40,
        wide: bool,
        text in "(# [一-三]{1,8}\n\n|[一-十，。“”a-z0-9 ]{0,300}\n\n|\t\u{202e}\u{1b}[A-Z]){0,12}",
    ) {
        let heap = Heap::new();
        heap.write("a-river.html", &text);
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let passages = Some(heap.folder.path().join(".kept/passages.jsonl"));
        let options = Options { lang: Lang::Zh, ambiguous, passages, ..Options::default() };
        let mut stage = heap.stage_with(options, State::default(), (100, 30));
        for (at, key) in keys.into_iter().enumerate() {
            stage.press(KEYS[key]).unwrap();
            if key % 5 == 0 {
                stage.handle(Event::Mouse(mouse(key, at, width, height)));
            }
            if at == 20 {
                stage.handle(Event::Resize(width, height));
            }
            let (buffer, cursor) = stage.screen();
            prop_assert!(cursor.is_none_or(|cursor| buffer.area.contains(cursor)));
            prop_assert!(!stage.text().contains('\x1b'));
        }
    }
}

/// Some report of the mouse, anywhere on the screen or a little beside it.
fn mouse(key: usize, at: usize, width: u16, height: u16) -> crossterm::event::MouseEvent {
    use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
    let left = MouseButton::Left;
    let kinds = [
        MouseEventKind::Down(left),
        MouseEventKind::Drag(left),
        MouseEventKind::Up(left),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
    ];
    let (column, row) = ((key * 31 + at * 7) as u16 % (width + 2), (key * 17 + at * 5) as u16 % (height + 2));
    MouseEvent { kind: kinds[(key / 5 + at) % kinds.len()], column, row, modifiers: KeyModifiers::NONE }
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "h",
    "l",
    "<c-d>",
    "<c-u>",
    "<c-f>",
    "<c-b>",
    "<space>",
    "<enter>",
    "<esc>",
    "<tab>",
    "gg",
    "G",
    "3",
    "50%",
    "{",
    "}",
    "(",
    ")",
    "]]",
    "[[",
    "zo",
    "zc",
    "za",
    "zA",
    "zO",
    "zC",
    "zM",
    "zR",
    "zj",
    "zk",
    "z2",
    "zz",
    "zt",
    "zb",
    "ma",
    "'a",
    "<c-o>",
    "gi",
    "/",
    "一",
    "n",
    "N",
    "*",
    "X",
    "f",
    ",",
    ".",
    "b",
    "u",
    "t",
    "r",
    "s",
    "Z",
    "<lt>",
    ">",
    "+",
    "-",
    "v",
    "y",
    "Y",
    ":",
    "?",
    "<up>",
    "<down>",
    "J",
    "K",
    "H",
    "M",
    "L",
    "0",
    "$",
    "<c-e>",
    "<c-y>",
    "<backspace>",
    "w",
    "e",
    "b",
    "B",
    "V",
    "a",
    "A",
    "i",
    "O",
    "P",
    "S",
    "T",
    "gh",
    "gb",
    "gl",
    "gy",
    "<c-a>",
    "<c-c>",
    "<c-x>",
    "<c-r>",
    "：",
    "1",
    "6",
    "is:unread",
    "set measure=12",
    "theme paper",
    "堤",
];

#[test]
fn what_is_indexed_while_an_answer_is_on_its_way_is_looked_for_again() {
    let (options, size) = (Options::default(), ratatui::layout::Rect::new(0, 0, 80, 24));
    let mut app = App::new(options, Keymap::default(), State::default(), Vec::new(), size);
    for key in keymap::parse("/he").unwrap() {
        app.handle(Event::Key(key));
    }
    let asked = |app: &mut App| {
        let mut searches = app.take_effects().into_iter().filter_map(|effect| match effect {
            Effect::Job(Job::Search { generation, .. }) => Some(generation),
            _ => None,
        });
        searches.next_back()
    };
    let generation = asked(&mut app).expect("what was typed is looked for");
    app.handle(Event::Job(Outcome::Progress(Progress::default())));
    assert_eq!(asked(&mut app), None, "an answer is on its way");
    let found = |generation| Outcome::Found { generation, results: Results::default(), took: Duration::ZERO };
    app.handle(Event::Job(found(generation)));
    let again = asked(&mut app).expect("the answer is older than the index");
    app.handle(Event::Job(found(again)));
    assert_eq!(asked(&mut app), None, "nothing has changed since");
}

#[test]
fn a_wrong_encoding_is_overruled_by_a_key() {
    let heap = Heap { folder: tempfile::tempdir().unwrap() };
    // Four characters of Latin letters that are valid UTF-8, and were meant so.
    heap.write("letters.txt", "ÄãÊÇ naïve façade, voilà un café très serré\n");
    let mut stage = heap.stage((100, 30));
    shows(&stage.text(), &["voilà un café"]);
    let screen = after(&mut stage, "<enter>ge");
    shows(&screen, &["按此编码重读：gb18030"]);
    hides(&screen, &["voilà un café"]);
    let screen = after(&mut stage, &"ge".repeat(7));
    shows(&screen, &["按原来的判断：UTF-8", "voilà un café"]);
}

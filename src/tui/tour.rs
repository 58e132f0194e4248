//! Scripts of captions and keys that play themselves, on the terminal until a key takes over or into a
//! recording: the guided tour on the samples, and the user's own on any heap.

mod cast;
mod player;
mod script;

pub use cast::{Take, record};
pub use player::{Control, play};
pub use script::{Scene, Script, ScriptError};

use std::time::Duration;

use crate::lang::Lang;

/// The guided tour: what is said in both languages, the keys pressed while it is said, and for how many seconds
/// it then stays.
const OWN: &[(&str, &str, &str, u64)] = &[
    (
        "这是文览：把服务器上成堆的中文文档，一篇一篇读成作者原来的样子。",
        "This is wenlan: piles of Chinese documents, each shown as its author meant it.",
        "",
        4,
    ),
    (
        "左边是文档列表，标题、来源、日期、长度都从正文里认出；圆点表示未读。",
        "On the left the documents: titles, sources and dates found in the texts; a dot means unread.",
        "jj",
        3,
    ),
    ("Enter 进入正文，j、k 逐行移动。", "Enter goes to the text; j and k move by rows.", "<enter>jjjjjj", 2),
    (
        "]] 到下一个标题，za 展开或折叠这一节。折叠时仍看得到长短和开头。",
        "]] goes to the next heading, za opens or folds it. Folded, it shows its length and first words.",
        "]]]]zazaza",
        3,
    ),
    (
        "zM 全部折叠，只看骨架；zR 全部展开。",
        "zM folds everything down to the bones; zR opens it all.",
        "ggzMzR",
        2,
    ),
    (
        "t 是目录。在目录里移动，正文跟着走；回到正文，目录也跟着走。",
        "t is the outline. Moving in it moves the text, and moving in the text moves it.",
        "tjj<enter>]]",
        2,
    ),
    (
        "/ 搜索，边输入边出结果；拼音首字母也行，每条结果都说明为什么找到。",
        "/ searches as you type; pinyin initials work, and each result says why it was found.",
        "t/wzq",
        4,
    ),
    (
        "Enter 到第一处，n 到下一处，Esc 回到搜索前的位置。",
        "Enter goes to the first hit, n to the next one, Esc back to where you were.",
        "<enter>nnn<esc>",
        3,
    ),
    (
        "这是论坛上存下来的一页。r 对照原文：剔除了什么，为什么剔除。",
        "A page saved from a forum. r shows the raw text beside it: what was removed, and why.",
        "<tab>jjj<enter>r<c-d><c-u>",
        3,
    ),
    (
        "s 是统计：多长、常用哪些词、各在什么地方。每个数字都通向正文。",
        "s counts: how long, which words, where they stand. Every number leads to the text.",
        "rsjj",
        3,
    ),
    (
        "T 挑选配色，边选边看；Z 只留正文。",
        "T picks a theme, seen as one chooses; Z leaves nothing but the text.",
        "sTjjjj<esc>Zjjjj",
        2,
    ),
    (
        ": 打开命令面板，全部命令连同按键都在这里；? 是帮助，也可以搜索。",
        ": opens the palette, with every command and its key; ? is help, and can be searched.",
        "Z:fold<esc>?",
        3,
    ),
    (
        "演示到此结束，请随意试试；q 退出。",
        "That was the tour. The rest is yours to try; q quits.",
        "<esc>gg",
        4,
    ),
];

/// The guided tour in a language.
pub fn tour(lang: Lang) -> Script {
    let scenes = OWN.iter().map(|&(zh, en, keys, seconds)| Scene {
        caption: lang.pick(zh, en).into(),
        // A test presses them all.
        keys: super::keymap::parse(keys).unwrap_or_default(),
        stays: Duration::from_secs(seconds),
    });
    Script { scenes: scenes.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Options;
    use crate::tui::event::{Event, TourStep};
    use crate::tui::keymap;
    use crate::tui::snapshot::Stage;

    fn stage(lang: Lang, size: (u16, u16)) -> Stage {
        Stage::open(Options { lang, ..Options::default() }, Default::default(), Vec::new(), size)
    }

    #[test]
    fn the_tour_plays_to_its_end_and_every_caption_has_room() {
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (80, 24)), (Lang::En, (100, 30))] {
            assert!(OWN.iter().all(|(.., keys, _)| keys.is_empty() || keymap::parse(keys).is_ok()));
            let mut stage = stage(lang, size);
            let first = stage.text();
            for (step, _) in tour(lang).steps() {
                stage.handle(Event::Tour(step.clone()));
                let TourStep::Scene { caption, .. } = step else { continue };
                let screen = stage.text();
                let rows: Vec<&str> = screen.lines().rev().take(2).map(str::trim).collect();
                let shown = format!("{}{}", rows[1], rows[0]).replace(' ', "");
                assert_eq!(shown, caption.replace(' ', ""), "{screen}");
            }
            stage.handle(Event::Tour(TourStep::End));
            assert!(stage.effects.is_empty(), "the tour must not quit or copy: {:?}", stage.effects);
            assert_ne!(stage.text(), first);
        }
    }

    #[test]
    fn the_keys_of_a_scene_are_shown_as_they_belong_together() {
        let mut stage = stage(Lang::Zh, (100, 24));
        stage.handle(Event::Tour(TourStep::Scene { caption: "看".into(), number: (1, 1) }));
        for key in keymap::parse("<enter>]]za/wz<esc>").unwrap() {
            stage.handle(Event::Tour(TourStep::Key(key)));
        }
        let screen = stage.text();
        assert!(screen.contains("看") && screen.contains(" Enter ]] za /wz Esc"), "{screen}");
    }

    #[test]
    fn a_key_ends_the_tour_and_does_nothing_else() {
        let mut stage = stage(Lang::En, (100, 30));
        let before = stage.text();
        let listen = TourStep::Scene { caption: "Listen".into(), number: (1, 2) };
        stage.handle(Event::Tour(listen.clone()));
        assert!(stage.text().contains("Listen"));
        stage.press("q").unwrap();
        assert_eq!((stage.text(), stage.effects.len()), (before, 0));
        stage.handle(Event::Tour(listen));
        assert!(!stage.text().contains("Listen"));
    }
}

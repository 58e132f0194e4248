//! The guided tour: a script of captions and keys that plays itself on the samples until a key is pressed.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::event::{Event, Input, TourStep};
use super::keymap;
use crate::lang::Lang;

/// After a caption, before the keys of its scene.
const READ: Duration = Duration::from_millis(1600);

/// After a key.
const KEY: Duration = Duration::from_millis(500);

/// A scene: what is said, the keys pressed while it is said, and for how many seconds it then stays.
struct Scene {
    zh: &'static str,
    en: &'static str,
    keys: &'static str,
    seconds: u64,
}

const fn scene(zh: &'static str, en: &'static str, keys: &'static str, seconds: u64) -> Scene {
    Scene { zh, en, keys, seconds }
}

const SCRIPT: &[Scene] = &[
    scene(
        "这是文览：把服务器上成堆的中文文档，一篇一篇读成作者原来的样子。",
        "This is wenlan: piles of Chinese documents, each shown as its author meant it.",
        "",
        4,
    ),
    scene(
        "左边是文档列表，标题、来源、日期、长度都从正文里认出；圆点表示未读。",
        "On the left the documents: titles, sources and dates found in the texts; a dot means unread.",
        "jj",
        3,
    ),
    scene(
        "Enter 进入正文，j、k 逐行移动。",
        "Enter goes to the text; j and k move by rows.",
        "<enter>jjjjjj",
        2,
    ),
    scene(
        "]] 到下一个标题，za 展开或折叠这一节。折叠时仍看得到长短和开头。",
        "]] goes to the next heading, za opens or folds it. Folded, it shows its length and first words.",
        "]]]]zazaza",
        3,
    ),
    scene(
        "zM 全部折叠，只看骨架；zR 全部展开。",
        "zM folds everything down to the bones; zR opens it all.",
        "ggzMzR",
        2,
    ),
    scene(
        "t 是目录。在目录里移动，正文跟着走；回到正文，目录也跟着走。",
        "t is the outline. Moving in it moves the text, and moving in the text moves it.",
        "tjj<enter>]]",
        2,
    ),
    scene(
        "/ 搜索，边输入边出结果；拼音首字母也行，每条结果都说明为什么找到。",
        "/ searches as you type; pinyin initials work, and each result says why it was found.",
        "t/wzq",
        4,
    ),
    scene(
        "Enter 到第一处，n 到下一处，Esc 回到搜索前的位置。",
        "Enter goes to the first hit, n to the next one, Esc back to where you were.",
        "<enter>nnn<esc>",
        3,
    ),
    scene(
        "这是论坛上存下来的一页。r 对照原文：剔除了什么，为什么剔除。",
        "A page saved from a forum. r shows the raw text beside it: what was removed, and why.",
        "<tab>jjj<enter>r<c-d><c-u>",
        3,
    ),
    scene(
        "s 是统计：多长、常用哪些词、各在什么地方。每个数字都通向正文。",
        "s counts: how long, which words, where they stand. Every number leads to the text.",
        "rsjj",
        3,
    ),
    scene(
        "T 挑选配色，边选边看；Z 只留正文。",
        "T picks a theme, seen as one chooses; Z leaves nothing but the text.",
        "sTjjjj<esc>Zjjjj",
        2,
    ),
    scene(
        ": 打开命令面板，全部命令连同按键都在这里；? 是帮助，也可以搜索。",
        ": opens the palette, with every command and its key; ? is help, and can be searched.",
        "Z:fold<esc>?",
        3,
    ),
    scene(
        "演示到此结束，请随意试试；q 退出。",
        "That was the tour. The rest is yours to try; q quits.",
        "<esc>gg",
        4,
    ),
];

/// What the tour does in order, each with the pause after it.
fn steps(lang: Lang) -> impl Iterator<Item = (TourStep, Duration)> {
    (1..).zip(SCRIPT).flat_map(move |(number, scene)| {
        let caption = lang.pick(scene.zh, scene.en);
        let mut steps = vec![(TourStep::Scene { caption, number: (number, SCRIPT.len()) }, READ)];
        // A test presses them all.
        let keys = keymap::parse(scene.keys).unwrap_or_default();
        steps.extend(keys.into_iter().map(|key| (TourStep::Key(key), KEY)));
        if let Some(last) = steps.last_mut() {
            last.1 = Duration::from_secs(scene.seconds);
        }
        steps
    })
}

/// Plays the tour into the application's channel, from a thread of its own.
pub fn play(lang: Lang, inputs: Sender<Input>) {
    thread::spawn(move || {
        for (step, pause) in steps(lang) {
            // If nobody listens any more, nobody needs to know.
            if inputs.send(Input::Event(Event::Tour(step))).is_err() {
                return;
            }
            thread::sleep(pause);
        }
        let _ = inputs.send(Input::Event(Event::Tour(TourStep::End)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Options;
    use crate::tui::snapshot::Stage;

    fn stage(lang: Lang, size: (u16, u16)) -> Stage {
        Stage::open(Options { lang, ..Options::default() }, Default::default(), Vec::new(), size)
    }

    #[test]
    fn the_tour_plays_to_its_end_and_every_caption_has_room() {
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (80, 24)), (Lang::En, (100, 30))] {
            assert!(SCRIPT.iter().all(|scene| scene.keys.is_empty() || keymap::parse(scene.keys).is_ok()));
            let mut stage = stage(lang, size);
            let first = stage.text();
            for (step, _) in steps(lang) {
                stage.handle(Event::Tour(step));
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
        stage.handle(Event::Tour(TourStep::Scene { caption: "看", number: (1, 1) }));
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
        let listen = TourStep::Scene { caption: "Listen", number: (1, 2) };
        stage.handle(Event::Tour(listen));
        assert!(stage.text().contains("Listen"));
        stage.press("q").unwrap();
        assert_eq!((stage.text(), stage.effects.len()), (before, 0));
        stage.handle(Event::Tour(listen));
        assert!(!stage.text().contains("Listen"));
    }
}

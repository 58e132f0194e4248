//! The guided tour: a script of captions and keys that plays itself on the samples until a key is pressed.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::event::{Event, TourStep};
use super::keymap;
use super::session::Input;
use crate::lang::Lang;

/// Between two keys that belong together.
const KEY: Duration = Duration::from_millis(450);

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
        "这是文览：把服务器上成堆的中文文档，一篇一篇读成作者原来的样子。按任意键接手。",
        "This is wenlan: piles of Chinese documents, each read as its author meant it. Any key takes over.",
        "",
        5,
    ),
    scene(
        "左边是文档：真实的标题、来源、日期、长度；圆点表示未读。",
        "On the left the documents: real titles, sources, dates, lengths; a dot means unread.",
        "jjkk",
        3,
    ),
    scene("回车进入正文，j、k 逐行移动。", "Enter goes to the text; j and k move by rows.", "<enter>jjjj", 2),
    scene(
        "]] 到下一个标题，za 展开或折叠这一节。",
        "]] goes to the next heading, za opens or folds it.",
        "]]]]zazaza",
        3,
    ),
    scene(
        "zM 全部折叠，只看结构；zR 全部展开。",
        "zM folds everything to its structure; zR opens it all.",
        "zMzR",
        3,
    ),
    scene("t 是目录，随正文走。", "t is the outline; it follows the text.", "t", 3),
    scene(
        "按拼音首字母也能搜索，边输入边出结果。",
        "Search as you type; pinyin initials work too.",
        "<esc>/wzq",
        4,
    ),
    scene(
        "n 到下一处命中，Esc 回到搜索前的位置。",
        "n goes to the next hit, Esc back to where you were.",
        "<enter>nn<esc>",
        3,
    ),
    scene(
        "r 对照原文：剔除了什么，为什么剔除。",
        "r shows the raw text beside it: what was removed, and why.",
        "r<c-d><c-u>r",
        3,
    ),
    scene(
        "s 统计：字数、关键词、各节长短、剔除的比例。",
        "s counts: lengths, keywords, sections, what was removed.",
        "s",
        4,
    ),
    scene(
        ": 打开命令面板，所有命令都在这里，连同它们的按键。",
        ": opens the palette: every command, with its key.",
        "<esc>:fold",
        3,
    ),
    scene("? 是帮助，可以搜索。", "? is help, and can be searched.", "<esc>?", 3),
    scene("演示到此结束。现在轮到您了；q 退出。", "That was the tour. Your turn; q quits.", "<esc>gg", 1),
];

/// Plays the tour into the application's channel, from a thread of its own.
pub fn play(lang: Lang, inputs: Sender<Input>) {
    thread::spawn(move || {
        for scene in SCRIPT {
            let mut steps = vec![(TourStep::Caption(lang.pick(scene.zh, scene.en)), 2 * KEY)];
            let keys = if scene.keys.is_empty() {
                Vec::new()
            } else {
                keymap::parse(scene.keys).unwrap_or_default()
            };
            steps.extend(keys.into_iter().map(|key| (TourStep::Key(key), KEY)));
            if let Some(last) = steps.last_mut() {
                last.1 = Duration::from_secs(scene.seconds);
            }
            for (step, pause) in steps {
                if inputs.send(Input::Event(Event::Tour(step))).is_err() {
                    return;
                }
                thread::sleep(pause);
            }
        }
        // If nobody listens any more, nobody needs to know.
        let _ = inputs.send(Input::Event(Event::Tour(TourStep::End)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Options;
    use crate::tui::snapshot::Stage;

    #[test]
    fn the_tour_plays_to_its_end_on_the_samples() {
        let options = Options { lang: Lang::Zh, ..Options::default() };
        let mut stage = Stage::open(options, Default::default(), Vec::new(), (100, 30));
        let first = stage.text();
        for scene in SCRIPT {
            stage.handle(Event::Tour(TourStep::Caption(scene.zh)));
            let said: String = scene.zh.chars().take(8).collect();
            assert!(stage.text().contains(&said), "{}", stage.text());
            for key in keymap::parse(scene.keys).unwrap_or_default() {
                stage.handle(Event::Tour(TourStep::Key(key)));
            }
        }
        stage.handle(Event::Tour(TourStep::End));
        assert!(stage.effects.is_empty(), "the tour must not quit or copy: {:?}", stage.effects);
        assert_ne!(stage.text(), first);
    }

    #[test]
    fn a_key_ends_the_tour_and_does_nothing_else() {
        let options = Options { lang: Lang::En, ..Options::default() };
        let mut stage = Stage::open(options, Default::default(), Vec::new(), (100, 30));
        let before = stage.text();
        stage.handle(Event::Tour(TourStep::Caption("Listen")));
        assert!(stage.text().contains("Listen"));
        stage.press("q").unwrap();
        assert_eq!((stage.text(), stage.effects.len()), (before, 0));
        stage.handle(Event::Tour(TourStep::Caption("Again")));
        assert!(!stage.text().contains("Again"));
    }
}

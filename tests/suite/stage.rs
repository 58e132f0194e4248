//! A small heap on a stage: keys in, screen out.

use std::path::PathBuf;

use tempfile::TempDir;
use wenlan::lang::Lang;
use wenlan::state::State;
use wenlan::tui::Options;
use wenlan::tui::snapshot::Stage;

pub const RIVER: &str = "\
<h1>河湾镇修堤记</h1>
<p>来源：河湾周报 2021-03-04</p>
<p>入春以来，河湾镇的人都在谈那道老堤。堤是五十年前垒的，去年夏天漫过一次水。</p>
<h2>勘察</h2>
<p>工程队先量了三天，又请来住在堤边的老人，问清楚哪一段最容易渗水。</p>
<p>老人说，渗水的地方芦苇长得最高。</p>
<h2>施工</h2>
<p>石料从北山运来，每天二十车。夜里也不停，灯一直亮到桥头。</p>
<h2>验收</h2>
<p>六月初八，堤上走过了第一支巡查队。</p>
";

const HILL: &str = "\
<h1>北山石场的一年</h1>
<p>去年石场只有三台机器，今年添了五台。老堤用的石料都从这里出，运到河湾要走半天。</p>
";

pub struct Heap {
    pub folder: TempDir,
}

impl Heap {
    pub fn new() -> Heap {
        let heap = Heap { folder: tempfile::tempdir().unwrap() };
        heap.page("a-river.html", RIVER).page("b-hill.html", HILL);
        heap
    }

    /// Writes a web page; its headings are what its tags say.
    pub fn page(&self, name: &str, body: &str) -> &Heap {
        let head = "<!DOCTYPE html><html lang=zh><meta charset=utf-8><body><article>";
        self.write(name, &format!("{head}\n{body}</article></body></html>"))
    }

    pub fn write(&self, name: &str, text: &str) -> &Heap {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        vec![self.folder.path().to_owned()]
    }

    pub fn stage(&self, size: (u16, u16)) -> Stage {
        self.stage_with(Options { lang: Lang::Zh, ..Options::default() }, State::default(), size)
    }

    pub fn stage_with(&self, options: Options, state: State, size: (u16, u16)) -> Stage {
        Stage::open(options, state, self.paths(), size)
    }
}

/// The screen after some keys.
pub fn after(stage: &mut Stage, keys: &str) -> String {
    stage.press(keys).unwrap();
    stage.text()
}

#[track_caller]
pub fn shows(screen: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(screen.contains(wanted), "“{wanted}” is not on the screen:\n{screen}");
    }
}

#[track_caller]
pub fn hides(screen: &str, unwanted: &[&str]) {
    for unwanted in unwanted {
        assert!(!screen.contains(unwanted), "“{unwanted}” is on the screen:\n{screen}");
    }
}

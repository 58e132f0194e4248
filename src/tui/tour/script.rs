//! Scripts as files: a caption a line after `#`, keys below it, `@wait SECONDS` after them.

use std::sync::Arc;
use std::time::Duration;

use crate::lang::Lang;
use crate::tui::event::TourStep;
use crate::tui::keymap::{self, Key, KeyError};

/// After a caption, before the keys of its scene.
const READ: Duration = Duration::from_millis(1600);

/// After a key.
const KEY: Duration = Duration::from_millis(500);

/// How long a scene stays where the script does not say.
const STAYS: Duration = Duration::from_secs(2);

/// A scene: what is said, the keys pressed while it is said, and how long it then stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    pub caption: Arc<str>,
    pub keys: Vec<Key>,
    pub stays: Duration,
}

/// Scenes in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    pub scenes: Vec<Scene>,
}

/// What is wrong with a script, and in which line (1-based).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    pub line: usize,
    pub fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Key(KeyError),
    /// Keys before the first caption.
    NoCaption,
    Wait(String),
    Empty,
}

impl ScriptError {
    /// What is wrong and what would be right.
    pub fn describe(&self, lang: Lang) -> String {
        let what = match (&self.fault, lang) {
            (Fault::Key(error), lang) => error.describe(lang),
            (Fault::NoCaption, Lang::Zh) => "按键之前要有一行“# 说明”".to_owned(),
            (Fault::NoCaption, Lang::En) => "keys need a line “# caption” before them".to_owned(),
            (Fault::Wait(text), Lang::Zh) => format!("“{text}”应写作 @wait 秒数"),
            (Fault::Wait(text), Lang::En) => format!("“{text}” is not @wait SECONDS"),
            (Fault::Empty, Lang::Zh) => "没有一幕；写“# 说明”，下一行写按键".to_owned(),
            (Fault::Empty, Lang::En) => "no scene; write “# caption” and keys in the next line".to_owned(),
        };
        format!("{}: {what}", self.line)
    }
}

impl Script {
    /// Reads a script. Blank lines and those after `//` say nothing.
    ///
    /// # Errors
    ///
    /// The first line that does not read, or that there is no scene.
    pub fn parse(text: &str) -> Result<Script, ScriptError> {
        let mut scenes: Vec<Scene> = Vec::new();
        for (line, text) in (1..).zip(text.lines().map(str::trim)) {
            let wrong = |fault| ScriptError { line, fault };
            if text.is_empty() || text.starts_with("//") {
                continue;
            }
            if let Some(caption) = text.strip_prefix('#') {
                scenes.push(Scene { caption: caption.trim().into(), keys: Vec::new(), stays: STAYS });
                continue;
            }
            let Some(scene) = scenes.last_mut() else { return Err(wrong(Fault::NoCaption)) };
            match text.strip_prefix('@') {
                Some(order) => {
                    let seconds = order.strip_prefix("wait").and_then(|rest| rest.trim().parse::<f64>().ok());
                    let stays = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                    scene.stays = stays.ok_or_else(|| wrong(Fault::Wait(text.to_owned())))?;
                }
                None => scene.keys.extend(keymap::parse(text).map_err(|error| wrong(Fault::Key(error)))?),
            }
        }
        match scenes.is_empty() {
            true => Err(ScriptError { line: 1, fault: Fault::Empty }),
            false => Ok(Script { scenes }),
        }
    }

    /// What happens in order, each step with the pause after it.
    pub fn steps(&self) -> impl Iterator<Item = (TourStep, Duration)> {
        let of = self.scenes.len();
        (1..).zip(&self.scenes).flat_map(move |(number, scene)| {
            let caption = TourStep::Scene { caption: scene.caption.clone(), number: (number, of) };
            let mut steps = vec![(caption, READ)];
            steps.extend(scene.keys.iter().map(|key| (TourStep::Key(*key), KEY)));
            if let Some(last) = steps.last_mut() {
                last.1 = scene.stays;
            }
            steps
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_captions_keys_and_waits() {
        let script = Script::parse("// 一出\n\n# 打开\n<enter>jj\n@wait 0.5\n# 搜索\n/堤\n<esc>\n").unwrap();
        assert_eq!(script.scenes.len(), 2);
        assert_eq!((script.scenes[0].keys.len(), script.scenes[0].stays), (3, Duration::from_millis(500)));
        assert_eq!((&*script.scenes[1].caption, script.scenes[1].keys.len()), ("搜索", 3));
        assert_eq!(script.steps().count(), 2 + 3 + 3);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |text| Script::parse(text).unwrap_err().describe(Lang::En);
        assert!(wrong("jj").starts_with("1: keys need"));
        assert!(wrong("# a\n<nokey>").starts_with("2: "));
        assert!(wrong("# a\n\n@wait long").starts_with("3: “@wait long” is not"));
        assert!(wrong("// nothing").starts_with("1: no scene"));
    }
}

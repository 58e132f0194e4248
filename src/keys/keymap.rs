//! Which keys mean which action: a trie, so that `z` or `]` can wait for what follows and say what may.
//!
//! Notation: keys one after the other, a character for itself, the others by name: `zM`, `]]`, `<c-d>`,
//! `<space>`, `<lt>` for `<`.

use std::collections::BTreeMap;
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action, Group};
use crate::lang::Lang;
use crate::text::likeness::nearest;

/// One key press, without the differences that terminals do not report alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
}

impl Key {
    pub const fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// `Ctrl-C`, which takes back whatever is under way.
    pub const CANCEL: Key = Key { code: KeyCode::Char('c'), ctrl: true, alt: false };

    /// The key that was meant where an input method has given the wide form of its mark.
    pub fn half_width(self) -> Key {
        let KeyCode::Char(wide) = self.code else { return self };
        let listed = WIDE_MARKS.iter().find(|(mark, _)| *mark == wide).map(|(_, plain)| *plain);
        let plain = match wide {
            // The block of full-width forms runs beside ASCII (Unicode, Halfwidth and Fullwidth Forms).
            '！'..='～' => char::from_u32(wide as u32 - '！' as u32 + '!' as u32),
            _ => listed,
        };
        Key { code: KeyCode::Char(plain.unwrap_or(wide)), ..self }
    }

    /// The character it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Key {
        // Shift is in the character already; terminals differ in whether they report it besides.
        Key {
            code: event.code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
        }
    }
}

/// What Chinese input methods give for keys, besides the full-width forms.
const WIDE_MARKS: &[(char, char)] = &[
    ('　', ' '),
    ('。', '.'),
    ('、', '/'),
    ('‘', '\''),
    ('’', '\''),
    ('“', '"'),
    ('”', '"'),
    ('《', '<'),
    ('》', '>'),
    ('【', '['),
    ('】', ']'),
    ('「', '['),
    ('」', ']'),
    ('『', '{'),
    ('』', '}'),
    ('￥', '$'),
    ('¥', '$'),
    ('…', '^'),
    ('—', '_'),
    ('·', '`'),
];

/// Names of keys that are no characters, or that the notation itself needs.
const NAMES: &[(&str, KeyCode)] = &[
    ("lt", KeyCode::Char('<')),
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("s-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

impl fmt::Display for Key {
    /// As help shows it: `^d`, `⏎`, `Tab`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            write!(f, "M-")?;
        }
        if self.ctrl {
            write!(f, "^")?;
        }
        match self.code {
            KeyCode::Char(' ') => write!(f, "Space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::Enter => write!(f, "Enter"),
            KeyCode::Up => write!(f, "↑"),
            KeyCode::Down => write!(f, "↓"),
            KeyCode::Left => write!(f, "←"),
            KeyCode::Right => write!(f, "→"),
            KeyCode::PageUp => write!(f, "PgUp"),
            KeyCode::PageDown => write!(f, "PgDn"),
            KeyCode::BackTab => write!(f, "S-Tab"),
            code => write!(f, "{code}"),
        }
    }
}

/// Keys as one reads them in help: `zM`, `^d`.
pub fn show(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect()
}

/// Why a binding could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.describe(Lang::En))]
pub enum KeyError {
    Key(String),
    Action(String),
}

impl KeyError {
    /// What is wrong and what would be right.
    pub fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (KeyError::Key(key), Lang::Zh) => {
                format!("`{key}` 不是按键；请写一个字符，或 <c-d>、<space>、<enter>、<f5> 这样的名称")
            }
            (KeyError::Key(key), Lang::En) => {
                format!(
                    "`{key}` is not a key; write a character, or a name such as <c-d>, <space>, <enter>, <f5>"
                )
            }
            (KeyError::Action(name), lang) => {
                let near = nearest(name, ACTIONS.iter().map(|info| info.name));
                let near = match (near, lang) {
                    (Some(near), Lang::Zh) => format!("是不是 `{near}`？"),
                    (Some(near), Lang::En) => format!("did you mean `{near}`? "),
                    (None, _) => String::new(),
                };
                match lang {
                    Lang::Zh => format!("没有动作 `{name}`；{near}`wenlan keys` 列出全部"),
                    Lang::En => format!("`{name}` is not an action; {near}`wenlan keys` lists them"),
                }
            }
        }
    }
}

/// Reads the notation.
pub fn parse(text: &str) -> Result<Vec<Key>, KeyError> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '<' {
            let (name, after) = rest[1..].split_once('>').ok_or_else(|| KeyError::Key(rest.to_owned()))?;
            keys.push(named(name)?);
            rest = after;
        } else {
            keys.push(Key::plain(KeyCode::Char(c)));
            rest = &rest[c.len_utf8()..];
        }
    }
    if keys.is_empty() { Err(KeyError::Key(text.to_owned())) } else { Ok(keys) }
}

fn named(name: &str) -> Result<Key, KeyError> {
    let lower = name.to_ascii_lowercase();
    if let Some(&(_, code)) = NAMES.iter().find(|(known, _)| *known == lower) {
        return Ok(Key::plain(code));
    }
    if let Some(number) = lower.strip_prefix('f').and_then(|digits| digits.parse().ok()) {
        return Ok(Key::plain(KeyCode::F(number)));
    }
    let unknown = || KeyError::Key(format!("<{name}>"));
    // What follows `c-` keeps its case: it may be a single character.
    let base = |rest: &str| match rest.chars().next() {
        Some(c) if rest.len() == c.len_utf8() => Ok(Key::plain(KeyCode::Char(c))),
        _ => named(rest),
    };
    match name.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("c-") => Ok(Key { ctrl: true, ..base(&name[2..])? }),
        Some("m-" | "a-") => Ok(Key { alt: true, ..base(&name[2..])? }),
        _ => Err(unknown()),
    }
}

/// What keys mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Action(Action),
    /// A command of the user's own, by its number in [`Keymap::command`].
    Command(usize),
    /// Other keys, by their number in [`Keymap::played`].
    Keys(usize),
}

/// A node of the trie.
#[derive(Debug, Clone, Default)]
pub struct Node {
    action: Option<Meaning>,
    /// In the order of the action table, which is the order in which hints are shown.
    children: Vec<(Key, Node)>,
}

/// What a sequence of keys means so far.
#[derive(Debug)]
pub enum Lookup<'a> {
    Action(Action),
    Command(usize),
    Keys(usize),
    /// The keys begin something; these may follow.
    Prefix(&'a Node),
    Nothing,
}

impl Node {
    /// What may follow: the key, and the action where it ends there.
    pub fn followers(&self) -> impl Iterator<Item = (Key, Option<Meaning>)> + '_ {
        self.children.iter().map(|(key, node)| (*key, node.action))
    }

    fn lookup(&self, keys: &[Key]) -> Lookup<'_> {
        let mut node = self;
        for &key in keys {
            match node.child(key) {
                Some(child) => node = child,
                None => return Lookup::Nothing,
            }
        }
        match node.action {
            Some(Meaning::Action(action)) => Lookup::Action(action),
            Some(Meaning::Command(number)) => Lookup::Command(number),
            Some(Meaning::Keys(number)) => Lookup::Keys(number),
            None if node.children.is_empty() => Lookup::Nothing,
            None => Lookup::Prefix(node),
        }
    }

    /// Takes away what the keys mean, and what longer sequences of them do.
    fn unbind(&mut self, keys: &[Key]) {
        let Some((&first, rest)) = keys.split_first() else {
            *self = Node::default();
            return;
        };
        if let Some((_, node)) = self.children.iter_mut().find(|(key, _)| *key == first) {
            node.unbind(rest);
        }
        self.children.retain(|(_, node)| node.action.is_some() || !node.children.is_empty());
    }

    fn child(&self, key: Key) -> Option<&Node> {
        self.children.iter().find(|(known, _)| *known == key).map(|(_, node)| node)
    }
}

/// Where keys are pressed: the statistics have keys of their own, which elsewhere mean other things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Reader,
    Stats,
}

impl Mode {
    fn of(action: Action) -> Mode {
        if action.info().group == Group::Stats { Mode::Stats } else { Mode::Reader }
    }
}

/// The bindings in force.
#[derive(Debug, Clone)]
pub struct Keymap {
    root: Node,
    /// Keys of the statistics alone; those of `root` hold there too.
    stats: Node,
    /// Commands of the user's own, with the keys that are bound to them.
    commands: Vec<(String, String)>,
    /// Keys that others stand for.
    played: Vec<Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        let mut keymap = Keymap {
            root: Node::default(),
            stats: Node::default(),
            commands: Vec::new(),
            played: Vec::new(),
        };
        for info in ACTIONS {
            for keys in info.keys {
                let meaning = Meaning::Action(info.action);
                keymap.set(&parse(keys).expect("a test reads every default key"), Some(meaning));
            }
        }
        keymap
    }
}

impl Keymap {
    /// Bindings of a configuration, to actions and to programs, over the default ones; and what is wrong in them.
    pub fn of(
        actions: &BTreeMap<String, String>,
        programs: &BTreeMap<String, String>,
    ) -> (Keymap, Vec<KeyError>) {
        let mut keymap = Keymap::default();
        let mut wrong = Vec::new();
        for (keys, meaning) in actions {
            wrong.extend(keymap.bind(keys, meaning).err());
        }
        for (keys, command) in programs {
            wrong.extend(keymap.bind_command(keys, command).err());
        }
        (keymap, wrong)
    }

    /// Binds `keys` to a command of the user's own.
    pub fn bind_command(&mut self, keys: &str, command: &str) -> Result<(), KeyError> {
        let parsed = parse(keys)?;
        self.set(&parsed, Some(Meaning::Command(self.commands.len())));
        self.commands.push((command.to_owned(), show(&parsed)));
        Ok(())
    }

    /// Commands of the user's own, each with its keys.
    pub fn commands(&self) -> &[(String, String)] {
        &self.commands
    }

    /// The keys that a binding stands for.
    pub fn played(&self, number: usize) -> &[Key] {
        self.played.get(number).map_or(&[], Vec::as_slice)
    }

    /// Binds `keys` to the action called `name`, or where that begins with `@` to the keys that follow;
    /// `none` takes their meaning away.
    pub fn bind(&mut self, keys: &str, name: &str) -> Result<(), KeyError> {
        let action = match (name, name.strip_prefix('@')) {
            ("none", _) => None,
            (_, Some(played)) => {
                self.played.push(parse(played)?);
                Some(Meaning::Keys(self.played.len() - 1))
            }
            _ => {
                let action = Action::by_name(name).ok_or_else(|| KeyError::Action(name.to_owned()))?;
                Some(Meaning::Action(action))
            }
        };
        self.set(&parse(keys)?, action);
        Ok(())
    }

    fn set(&mut self, keys: &[Key], action: Option<Meaning>) {
        let mode =
            |meaning| if let Meaning::Action(action) = meaning { Mode::of(action) } else { Mode::Reader };
        let mut node = match action.map(mode) {
            Some(Mode::Reader) => &mut self.root,
            Some(Mode::Stats) => &mut self.stats,
            None => {
                // Where nothing is bound, nothing need be put.
                for layer in [&mut self.root, &mut self.stats] {
                    layer.unbind(keys);
                }
                return;
            }
        };
        for &key in keys {
            // A key that starts a longer sequence cannot also act at once.
            node.action = None;
            let at = node.children.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
                node.children.push((key, Node::default()));
                node.children.len() - 1
            });
            node = &mut node.children[at].1;
        }
        *node = Node { action, children: Vec::new() };
    }

    pub fn lookup(&self, mode: Mode, keys: &[Key]) -> Lookup<'_> {
        match self.stats.lookup(keys) {
            Lookup::Nothing => self.root.lookup(keys),
            found if mode == Mode::Stats => found,
            _ => self.root.lookup(keys),
        }
    }

    /// The keys of an action, as shown to the user; default order first.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut found = Vec::new();
        let mut path = Vec::new();
        let layer = if Mode::of(action) == Mode::Stats { &self.stats } else { &self.root };
        collect(layer, action, &mut path, &mut found);
        let defaults: Vec<String> =
            action.info().keys.iter().filter_map(|keys| parse(keys).ok()).map(|keys| show(&keys)).collect();
        found.sort_by_key(|keys| defaults.iter().position(|known| known == keys).unwrap_or(usize::MAX));
        found
    }

    /// The first key of an action, for hints.
    pub fn key_of(&self, action: Action) -> Option<String> {
        self.keys_of(action).into_iter().next()
    }
}

fn collect(node: &Node, action: Action, path: &mut Vec<Key>, found: &mut Vec<String>) {
    if node.action == Some(Meaning::Action(action)) {
        found.push(show(path));
    }
    for (key, child) in &node.children {
        path.push(*key);
        collect(child, action, path, found);
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_reads_and_means_its_action() {
        let keymap = Keymap::default();
        for info in ACTIONS {
            for keys in info.keys {
                let parsed = parse(keys).unwrap();
                assert!(
                    matches!(keymap.lookup(Mode::of(info.action), &parsed), Lookup::Action(action) if action == info.action),
                    "{keys} is taken by another action than {}",
                    info.name
                );
            }
        }
    }

    #[test]
    fn a_prefix_says_what_may_follow() {
        let keymap = Keymap::default();
        let Lookup::Prefix(node) = keymap.lookup(Mode::Reader, &parse("z").unwrap()) else {
            panic!("z waits")
        };
        let followers: Vec<_> = node.followers().map(|(key, _)| key.to_string()).collect();
        assert!(followers.contains(&"M".to_owned()) && followers.contains(&"a".to_owned()));
        assert!(matches!(keymap.lookup(Mode::Reader, &parse("zq").unwrap()), Lookup::Nothing));
    }

    #[test]
    fn the_statistics_have_keys_of_their_own_over_the_others() {
        let mut keymap = Keymap::default();
        let meant = |keymap: &Keymap, mode, keys| match keymap.lookup(mode, &parse(keys).unwrap()) {
            Lookup::Action(action) => Some(action),
            _ => None,
        };
        assert_eq!(meant(&keymap, Mode::Stats, "f"), Some(Action::StatsFigures));
        assert_eq!(meant(&keymap, Mode::Reader, "f"), Some(Action::Filter));
        assert_eq!(meant(&keymap, Mode::Stats, "j"), Some(Action::Down));
        keymap.bind("<c-x>", "statistics-export").unwrap();
        assert_eq!(meant(&keymap, Mode::Stats, "<c-x>"), Some(Action::StatsExport));
        assert_eq!(meant(&keymap, Mode::Reader, "<c-x>"), None);
    }

    #[test]
    fn a_patch_adds_moves_and_takes_away() {
        let mut keymap = Keymap::default();
        keymap.bind("<c-q>", "interrupt").unwrap();
        keymap.bind("q", "none").unwrap();
        keymap.bind("gx", "raw").unwrap();
        assert_eq!(keymap.keys_of(Action::Interrupt), ["^c", "^q"]);
        assert_eq!(keymap.keys_of(Action::Quit), [""; 0]);
        assert_eq!(keymap.keys_of(Action::Raw), ["r", "gx"]);
        assert_eq!(keymap.bind("q", "quitt"), Err(KeyError::Action("quitt".into())));
        assert_eq!(keymap.bind("<c-", "quit"), Err(KeyError::Key("<c-".into())));
    }
}

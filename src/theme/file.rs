//! Theme files: reading, inheritance, and where they are found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;

use super::color;
use super::{Depth, Theme};
use crate::lang::Lang;

/// The themes that the binary carries, in the order of the picker.
const BUILT_IN: [(&str, &str); 18] = [
    ("terminal", include_str!("../../themes/terminal.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("paper", include_str!("../../themes/paper.toml")),
    ("ink", include_str!("../../themes/ink.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    ("high-contrast-light", include_str!("../../themes/high-contrast-light.toml")),
    ("monochrome", include_str!("../../themes/monochrome.toml")),
    ("sixteen", include_str!("../../themes/sixteen.toml")),
    ("solarized-dark", include_str!("../../themes/solarized-dark.toml")),
    ("solarized-light", include_str!("../../themes/solarized-light.toml")),
    ("gruvbox-dark", include_str!("../../themes/gruvbox-dark.toml")),
    ("gruvbox-light", include_str!("../../themes/gruvbox-light.toml")),
    ("nord", include_str!("../../themes/nord.toml")),
    ("catppuccin-mocha", include_str!("../../themes/catppuccin-mocha.toml")),
    ("catppuccin-latte", include_str!("../../themes/catppuccin-latte.toml")),
    ("dracula", include_str!("../../themes/dracula.toml")),
    ("tokyo-night", include_str!("../../themes/tokyo-night.toml")),
];

/// Only inherited: it has no colours of its own.
const BASE: (&str, &str) = ("base", include_str!("../../themes/base.toml"));

/// A longer chain of inheritance is taken for a circle.
const LONGEST_CHAIN: usize = 8;

/// The themes there are, as this terminal can show them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Themes {
    /// The user's own, `NAME.toml` each. They hide built-in ones of the same name.
    pub folder: Option<PathBuf>,
    pub depth: Depth,
}

/// Why a theme could not be had.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{}", self.describe(Lang::En))]
pub struct ThemeError {
    /// File and line (1-based); `None` where the user asked for the theme.
    place: Option<(PathBuf, usize)>,
    fault: Fault,
}

/// What is wrong with a theme. `known` are the names that there are.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    NoTheme {
        name: String,
        known: String,
    },
    NoStyle {
        name: String,
        known: String,
    },
    NoColor(String),
    /// `on` with nothing behind it.
    NoGround,
    Circle,
    /// As the parser of TOML says.
    Toml(String),
}

impl ThemeError {
    /// Where it is wrong, what is wrong and what would be right.
    pub fn describe(&self, lang: Lang) -> String {
        let what = self.fault.describe(lang);
        match &self.place {
            Some((file, line)) => format!("{}:{line}: {what}", file.display()),
            None => what,
        }
    }
}

impl Fault {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Fault::NoTheme { name, known }, Lang::Zh) => format!("没有主题“{name}”；现有 {known}"),
            (Fault::NoTheme { name, known }, Lang::En) => {
                format!("no theme is called “{name}”; there are {known}")
            }
            (Fault::NoStyle { name, known }, Lang::Zh) => format!("没有样式“{name}”；现有 {known}"),
            (Fault::NoStyle { name, known }, Lang::En) => {
                format!("no style is called “{name}”; there are {known}")
            }
            (Fault::NoColor(word), Lang::Zh) => {
                format!("“{word}”不是颜色；请写 #rrggbb、0-255、终端颜色名，或 [colors] 里的名称")
            }
            (Fault::NoColor(word), Lang::En) => format!(
                "“{word}” is no colour; write #rrggbb, 0-255, a terminal colour or a name from [colors]"
            ),
            (Fault::NoGround, _) => lang.pick("“on”后面要有颜色", "“on” wants a colour after it").to_owned(),
            (Fault::Circle, _) => {
                lang.pick("主题互相继承，成了圈", "themes inherit from one another in a circle").to_owned()
            }
            (Fault::Toml(message), Lang::Zh) => format!("不是正确的 TOML：{message}"),
            (Fault::Toml(message), Lang::En) => format!("not TOML: {message}"),
        }
    }
}

impl Themes {
    /// The names of all themes: the built-in ones, then the user's by name.
    pub fn names(&self) -> Vec<String> {
        let mut own: Vec<String> = self
            .folder
            .iter()
            .filter_map(|folder| folder.read_dir().ok())
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .filter(|name| !BUILT_IN.iter().any(|(built_in, _)| built_in == name))
            .collect();
        own.sort();
        BUILT_IN.iter().map(|(name, _)| name.to_string()).chain(own).collect()
    }

    /// The theme of that name, at this terminal's depth.
    pub fn load(&self, name: &str) -> Result<Theme, ThemeError> {
        let mut chain = vec![self.read(name)?];
        while let Some(file) = chain.last()
            && let Some(inherited) = &file.parsed.inherits
        {
            let at = inherited.span().start;
            if chain.len() == LONGEST_CHAIN {
                return Err(file.wrong(at, Fault::Circle));
            }
            let next = if file.is(inherited.get_ref()) {
                // A user's theme may build on the built-in one that it hides.
                built_in(inherited.get_ref())
            } else {
                self.read(inherited.get_ref())
            };
            chain.push(next.map_err(|error| match error.place {
                None => file.wrong(at, error.fault),
                Some(_) => error,
            })?);
        }
        Ok(Layers::new(&chain).theme()?.at(self.depth))
    }

    fn read(&self, name: &str) -> Result<ThemeFile, ThemeError> {
        let own = self.folder.as_ref().map(|folder| folder.join(format!("{name}.toml")));
        match own.and_then(|path| Some((std::fs::read_to_string(&path).ok()?, path))) {
            Some((text, path)) => ThemeFile::parse(&path, text),
            None => built_in(name).map_err(|_| self.unknown(name)),
        }
    }

    fn unknown(&self, name: &str) -> ThemeError {
        let fault = Fault::NoTheme { name: name.to_owned(), known: self.names().join(", ") };
        ThemeError { place: None, fault }
    }
}

fn built_in(name: &str) -> Result<ThemeFile, ThemeError> {
    match BUILT_IN.iter().chain([&BASE]).find(|(built_in, _)| *built_in == name) {
        Some((name, text)) => ThemeFile::parse(Path::new(&format!("{name}.toml")), text.to_string()),
        None => Err(Themes::default().unknown(name)),
    }
}

/// One file as it stands.
#[derive(Debug)]
struct ThemeFile {
    path: PathBuf,
    text: String,
    parsed: Parsed,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Parsed {
    inherits: Option<Spanned<String>>,
    colors: BTreeMap<String, Spanned<String>>,
    styles: BTreeMap<String, Spanned<String>>,
}

impl ThemeFile {
    fn parse(path: &Path, text: String) -> Result<ThemeFile, ThemeError> {
        let mut file = ThemeFile { path: path.to_owned(), text, parsed: Parsed::default() };
        match toml::from_str(&file.text) {
            Ok(parsed) => file.parsed = parsed,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                return Err(file.wrong(at, Fault::Toml(error.message().to_owned())));
            }
        }
        Ok(file)
    }

    fn is(&self, name: &str) -> bool {
        self.path.file_stem().is_some_and(|stem| stem == name)
    }

    /// The error at a byte of the file.
    fn wrong(&self, at: usize, fault: Fault) -> ThemeError {
        let line = self.text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
        ThemeError { place: Some((self.path.clone(), line)), fault }
    }
}

/// What a chain of files says together: a theme's words over those it inherits, before names are looked
/// up, so that a theme may give a new colour to a style that it inherits.
struct Layers<'a> {
    colors: BTreeMap<&'a str, &'a str>,
    styles: BTreeMap<&'a str, (&'a ThemeFile, &'a Spanned<String>)>,
}

impl<'a> Layers<'a> {
    /// Of a theme and all it inherits, the theme first.
    fn new(chain: &'a [ThemeFile]) -> Layers<'a> {
        let mut layers = Layers { colors: BTreeMap::new(), styles: BTreeMap::new() };
        for file in chain.iter().rev() {
            let Parsed { colors, styles, .. } = &file.parsed;
            layers
                .colors
                .extend(colors.iter().map(|(name, value)| (name.as_str(), value.get_ref().as_str())));
            layers.styles.extend(styles.iter().map(|(name, value)| (name.as_str(), (file, value))));
        }
        layers
    }

    fn theme(&self) -> Result<Theme, ThemeError> {
        let mut theme = Theme::plain();
        let mut slots = theme.slots();
        for (name, (file, value)) in &self.styles {
            let wrong = |fault| file.wrong(value.span().start, fault);
            let Some((_, slot)) = slots.iter_mut().find(|(slot, _)| slot == name) else {
                let known = slots.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                return Err(wrong(Fault::NoStyle { name: name.to_string(), known }));
            };
            **slot = self.style(value.get_ref()).map_err(wrong)?;
        }
        Ok(theme)
    }

    /// `INK on GROUND bold italic`
    fn style(&self, text: &str) -> Result<Style, Fault> {
        let mut style = Style::new();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            if word == "on" {
                style.bg = Some(self.color(words.next().ok_or(Fault::NoGround)?)?);
            } else if let Some(modifier) = modifier(word) {
                style = style.add_modifier(modifier);
            } else {
                style.fg = Some(self.color(word)?);
            }
        }
        Ok(style)
    }

    fn color(&self, name: &str) -> Result<Color, Fault> {
        let value = self.colors.get(name).copied().unwrap_or(name);
        color::parse(value).ok_or_else(|| Fault::NoColor(value.to_owned()))
    }
}

fn modifier(word: &str) -> Option<Modifier> {
    Some(match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underlined" => Modifier::UNDERLINED,
        "reversed" => Modifier::REVERSED,
        "crossed-out" => Modifier::CROSSED_OUT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::color::{contrast, rgb};
    use super::*;

    const DEPTHS: [Depth; 4] = [Depth::True, Depth::Indexed, Depth::Sixteen, Depth::Mono];

    fn themes(depth: Depth) -> impl Iterator<Item = (String, Theme)> {
        let themes = Themes { folder: None, depth };
        themes.names().into_iter().map(move |name| {
            let theme = themes.load(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, theme)
        })
    }

    #[test]
    fn every_text_can_be_read_at_every_depth() {
        for depth in DEPTHS {
            for (name, mut theme) in themes(depth) {
                let text = theme.text;
                for (slot, style) in theme.slots() {
                    let ink = style.fg.or(text.fg).and_then(rgb);
                    let ground = style.bg.or(text.bg).and_then(rgb);
                    // Lines are no text. The terminal's own colours are its user's choice.
                    if let (Some(ink), Some(ground), true) = (ink, ground, slot != "divider") {
                        let ratio = contrast(ink, ground);
                        assert!(ratio >= 4.5, "{name} {slot} {depth:?}: {ratio:.2}");
                    }
                }
            }
        }
    }

    #[test]
    fn ink_and_ground_are_never_mixed_with_the_terminals_own() {
        for depth in DEPTHS {
            for (name, mut theme) in themes(depth) {
                let text = theme.text;
                for (slot, style) in theme.slots() {
                    let own = |color: Option<Color>| color.is_none_or(|color| color == Color::Reset);
                    assert_eq!(
                        own(style.fg.or(text.fg)),
                        own(style.bg.or(text.bg)),
                        "{name} {slot} {depth:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_selected_or_found_is_told_by_more_than_colour() {
        for (name, theme) in themes(Depth::True) {
            for style in [theme.current, theme.hit, theme.hit_current, theme.selection] {
                assert!(!style.add_modifier.is_empty(), "{name}");
            }
            assert_ne!(theme.hit.add_modifier, theme.hit_current.add_modifier, "{name}");
        }
    }

    #[test]
    fn every_theme_file_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
        let embedded = BUILT_IN.iter().chain([&BASE]).map(|(name, _)| format!("{name}.toml"));
        let mut embedded: Vec<_> = embedded.collect();
        let mut files: Vec<_> =
            folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        embedded.sort();
        files.sort();
        assert_eq!(embedded, files);
    }

    fn with_own(files: &[(&str, &str)]) -> (tempfile::TempDir, Themes) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let themes = Themes { folder: Some(folder.path().to_owned()), depth: Depth::True };
        (folder, themes)
    }

    #[test]
    fn a_users_theme_inherits_and_recolours() {
        let mine =
            "inherits = \"dark\"\n[colors]\naccent = \"#ffffff\"\n[styles]\nquote = \"accent on 22\"\n";
        let (_folder, themes) = with_own(&[("mine.toml", mine), ("notes.txt", "no theme")]);
        assert!(themes.names().ends_with(&["mine".to_owned()]));
        let (dark, mine) = (themes.load("dark").unwrap(), themes.load("mine").unwrap());
        assert_eq!(mine.text, dark.text);
        assert_eq!(mine.heading.fg, Some(Color::Rgb(255, 255, 255)));
        assert_eq!((mine.quote.fg, mine.quote.bg), (mine.heading.fg, Some(Color::Indexed(22))));
    }

    #[test]
    fn a_users_theme_may_refine_the_built_in_one_of_its_name() {
        let (_folder, themes) =
            with_own(&[("dark.toml", "inherits = \"dark\"\n[colors]\nink = \"#ffffff\"\n")]);
        assert_eq!(themes.load("dark").unwrap().text.fg, Some(Color::Rgb(255, 255, 255)));
    }

    #[test]
    fn errors_name_file_line_and_what_would_be_right() {
        let wrong = |text: &str| {
            let (_folder, themes) = with_own(&[("mine.toml", text)]);
            themes.load("mine").unwrap_err().to_string()
        };
        let colour = wrong("inherits = \"dark\"\n[styles]\ntext = \"mauve\"\n");
        assert!(colour.contains("mine.toml:3: “mauve” is no colour; write #rrggbb"), "{colour}");
        let style = wrong("[styles]\ntxet = \"red\"\n");
        assert!(style.contains("mine.toml:2: no style is called “txet”; there are text"), "{style}");
        let parent = wrong("\ninherits = \"drak\"\n");
        assert!(parent.contains("mine.toml:2: no theme is called “drak”; there are terminal"), "{parent}");
        let syntax = wrong("[styles\n");
        assert!(syntax.contains("mine.toml:1:"), "{syntax}");
        assert!(
            Themes::default().load("nowhere").unwrap_err().to_string().contains("there are terminal, dark")
        );
    }

    #[test]
    fn a_circle_of_themes_is_an_error() {
        let (_folder, themes) =
            with_own(&[("yin.toml", "inherits = \"yang\"\n"), ("yang.toml", "inherits = \"yin\"\n")]);
        assert!(themes.load("yin").unwrap_err().to_string().contains("circle"));
    }
}

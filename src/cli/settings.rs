//! The settings of a run: defaults, then the configuration file, then the command line.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use directories::ProjectDirs;

use super::args::Cli;
use crate::config::Config;
use crate::heap::Cache;
use crate::ingest;
use crate::lang::Lang;
use crate::stats::StopWords;
use crate::theme::{self, Depth, Themes};

pub struct Settings {
    pub config: Config,
    /// What in the file could not be used, each with the remedy.
    pub problems: Vec<String>,
    /// Where the file is looked for; `None` where the system knows no folder for it.
    pub file: Option<PathBuf>,
    pub lang: Lang,
    pub depth: Depth,
    /// Where documents are kept between runs; `None` keeps nothing.
    pub cache: Option<Cache>,
    /// How documents are read.
    pub ingest: ingest::Options,
}

impl Settings {
    /// Fails only where the command line itself is wrong.
    pub fn gather(cli: &Cli) -> anyhow::Result<Settings> {
        let folder = ProjectDirs::from("", "", "wenlan").map(|folders| folders.config_dir().to_owned());
        let file = cli.config.clone().or_else(|| Some(folder?.join("config.toml")));
        let (mut config, problems) = match &file {
            Some(file) => Config::read(file),
            None => (Config::default(), Vec::new()),
        };
        let in_file = config.theme.clone();
        for argument in &cli.set {
            let set = config.set_argument(argument);
            set.map_err(|mistake| anyhow!("--set {argument}: {}", mistake.describe(language(cli, &config))))?;
        }
        if let Some(theme) = &cli.theme {
            config.theme.clone_from(theme);
        }
        let lang = language(cli, &config);
        let depth = config.colors.unwrap_or_else(|| Depth::detect(|name| std::env::var(name).ok()));
        let adapter = |(pattern, command): (&String, &String)| ingest::Adapter::new(pattern, command);
        let ingest = ingest::Options {
            text_field: cli.text_field.clone(),
            encoding: cli.encoding,
            adapters: config.adapters.iter().map(adapter).collect(),
            texts: None,
        };
        let cache = if cli.no_cache || !config.cache { None } else { Cache::of_user() };
        let problems = problems.iter().map(|problem| problem.describe(lang)).collect();
        let mut settings = Settings { config, problems, file, lang, depth, cache, ingest };
        settings.check_theme(&in_file)?;
        Ok(settings)
    }

    /// Looks for a theme other than the default one; `in_file` is what the file says. All commands hear of
    /// one that is not there, also those that draw no screen.
    fn check_theme(&mut self, in_file: &str) -> anyhow::Result<()> {
        let name = &self.config.theme;
        if name == theme::DEFAULT {
            return Ok(());
        }
        match (self.themes(self.depth).load(name), &self.file) {
            (Ok(_), _) => {}
            (Err(error), Some(file)) if in_file == name.as_str() => {
                self.problems.push(format!("{}: theme: {}", file.display(), error.describe(self.lang)));
                self.config.theme = theme::DEFAULT.to_owned();
            }
            (Err(error), _) => bail!(error.describe(self.lang)),
        }
        Ok(())
    }

    /// The themes there are, for a screen of some depth.
    pub fn themes(&self, depth: Depth) -> Themes {
        let folder = self.file.as_ref().and_then(|file| Some(file.parent()?.join("themes")));
        Themes { folder, depth }
    }

    /// The stop words in `file`, else in the file that the settings name, relative to their folder; `None`
    /// where both leave it to wenlan's own list.
    pub fn stop_words(&self, file: Option<&Path>) -> anyhow::Result<Option<StopWords>> {
        let named = &self.config.stop_words;
        let folder = self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let file = match file {
            Some(file) => file.to_owned(),
            None if named.as_os_str().is_empty() => return Ok(None),
            None => folder.join(named),
        };
        let said = self.lang.pick("停用词表", "the list of stop words");
        StopWords::read(&file).map(Some).with_context(|| format!("{}: {said}", file.display()))
    }
}

/// The command line goes before the settings, these before the locale.
fn language(cli: &Cli, config: &Config) -> Lang {
    cli.lang.unwrap_or_else(|| config.lang.unwrap_or_else(Lang::from_env))
}

//! `wenlan notes`

use anyhow::anyhow;

use super::Status;
use super::args::Notes;
use super::output::Output;
use super::settings::Settings;
use crate::passages;
use crate::print::passages::write;

pub fn run(args: &Notes, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    let homeless = lang.pick("没有主目录，也就没有摘抄", "without a home folder there are no passages");
    let file = args.file.clone().or_else(passages::default_path).ok_or_else(|| anyhow!(homeless))?;
    let (mut kept, broken) = passages::load(&file).map_err(|error| anyhow!("{}: {error}", file.display()))?;
    if broken > 0 {
        let said = lang.pick("读不出的行", "lines that cannot be read");
        eprintln!("wenlan: {}: {said}: {broken}", file.display());
    }
    if let Some(tag) = &args.tag {
        kept.retain(|kept| kept.passage.tags.iter().any(|known| known == tag));
    }
    if let Some(words) = &args.containing {
        kept.retain(|kept| {
            [&kept.passage.quote, &kept.passage.note, &kept.passage.title]
                .iter()
                .any(|text| text.contains(words))
        });
    }
    output.write(&write(&kept, args.format, lang))?;
    output.finish()?;
    Ok(if broken > 0 {
        Status::Failed
    } else if kept.is_empty() {
        Status::NothingFound
    } else {
        Status::Done
    })
}

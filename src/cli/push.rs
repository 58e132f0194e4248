//! `wenlan push`

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::Status;
use super::args::Push;
use super::open::open;
use super::output::Output;
use super::progress::Pushing;
use super::settings::Settings;
use crate::lang::{Lang, grouped};
use crate::remote::{self, Event, Options, Remote, Report};
use crate::text::number::bytes;

/// An engine that is busy for long is spoken of this often.
const REMIND: Duration = Duration::from_secs(5);

pub fn run(args: &Push, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    if args.mapping {
        let mapping = remote::mapping(args.index_shards, args.replicas);
        output.write(&format!("{mapping:#}\n"))?;
        output.finish()?;
        return Ok(Status::Done);
    }
    let said = |fault: remote::Fault| anyhow::anyhow!(fault.describe(lang));
    let remote = Remote::open(&args.target, &settings.config.remotes).map_err(said)?;
    let (heap, problems) = open(&args.paths, settings);
    let mut options = Options {
        shard: args.shard,
        replace: args.replace,
        raw: args.raw,
        dry_run: args.dry_run,
        index_shards: args.index_shards,
        replicas: args.replicas,
        patience: Duration::from_secs(args.patience),
        lang,
        ..Options::default()
    };
    if let Some(threads) = args.threads {
        options.threads = threads.into();
    }
    let progress = Pushing::new(lang);
    let reminded: Mutex<Option<Instant>> = Mutex::new(None);
    let pushed = remote::push(&heap, &remote, &options, &|event| match event {
        Event::Failed(name, why) => progress.say(&format!("wenlan: {name}{}{why}", lang.pick("：", ": "))),
        Event::Waiting(fault, pause) => {
            let Ok(mut reminded) = reminded.lock() else { return };
            if reminded.is_none_or(|last| last.elapsed() >= REMIND) {
                *reminded = Some(Instant::now());
                let wait = lang.pick("稍后再试", "trying again");
                progress.say(&format!(
                    "wenlan: {}; {wait} ({:.1} s)",
                    fault.describe(lang),
                    pause.as_secs_f64()
                ));
            }
        }
        Event::Progress(report) => progress.tick(&report),
    });
    progress.finish();
    let report = pushed.map_err(|fault| {
        let go_on = lang
            .pick("已推送的都在；再次运行即可接着推送", "what was pushed is there; run it again to go on");
        anyhow::anyhow!("{}\n{go_on}", fault.describe(lang))
    })?;
    output.write(&summary(&report, &remote, args.dry_run, lang))?;
    output.finish()?;
    Ok(problems.status_of(&heap, if report.failed > 0 { Status::Failed } else { Status::Done }))
}

/// `5 documents pushed, 2 there already, 0 failed: 1.2 MB in 0.4 s (3.1 MB/s, 12 documents/s)  https://…/laws`
fn summary(report: &Report, remote: &Remote, dry: bool, lang: Lang) -> String {
    let seconds = report.took.as_secs_f64().max(0.001);
    let (read, sent) = (bytes(report.read), bytes(report.sent));
    let speed = bytes((report.read as f64 / seconds) as u64);
    let rate = report.documents as f64 / seconds;
    let (pushed, there, failed) = (grouped(report.pushed), grouped(report.there), grouped(report.failed));
    let name = remote.name();
    match lang {
        Lang::Zh => {
            let pushed = if dry { format!("将推送 {pushed} 篇") } else { format!("推送 {pushed} 篇") };
            format!(
                "{pushed}，已有 {there} 篇，失败 {failed} 篇：读 {read}，发 {sent}，{seconds:.1} 秒（{speed}/s，每秒 {rate:.0} 篇）  {name}\n"
            )
        }
        Lang::En => {
            let pushed = if dry { format!("{pushed} to push") } else { format!("{pushed} pushed") };
            format!(
                "{pushed}, {there} there already, {failed} failed: {read} read, {sent} sent, {seconds:.1} s ({speed}/s, {rate:.0} documents/s)  {name}\n"
            )
        }
    }
}

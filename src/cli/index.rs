//! `wenlan index`

use std::path::PathBuf;

use anyhow::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Status;
use super::args::Index;
use super::open::{Problems, last_paths, read_all, say_notices};
use super::output::Output;
use super::settings::Settings;
use crate::collection::Collection;
use crate::heap::{Cache, Change, Folder, Head, MOST_BYTES};
use crate::lang::{Lang, grouped};
use crate::search;
use crate::text::number::bytes;

pub fn run(args: &Index, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    let cache = settings.cache.as_ref().context(lang.pick(
        "没有缓存可用：去掉 --no-cache，或在配置中设 cache = true",
        "there is no cache to index into: leave out --no-cache, or set cache = true",
    ))?;
    let status = if args.what.status {
        status(args, cache, settings, &mut output)?
    } else if args.what.clear {
        clear(args, cache, settings)?
    } else {
        update(args, cache, settings, &mut output)?
    };
    output.finish()?;
    Ok(status)
}

fn update(args: &Index, cache: &Cache, settings: &Settings, output: &mut Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    let paths = if args.paths.is_empty() { last_paths() } else { args.paths.clone() };
    anyhow::ensure!(
        !paths.is_empty(),
        "{}",
        lang.pick("请指明要索引的文件或文件夹", "name the files or folders to index")
    );
    if args.what.rebuild {
        clear_heap(&paths, cache, settings)?;
    }
    let mut problems = Problems::new(&paths, lang);
    if !args.what.rebuild && Collection::unchanged(&paths, &settings.ingest, Some(cache)).is_some() {
        // Up to date, unless what is on disk has been damaged.
        let folder = cache.known(&paths, &settings.ingest).map(|folder| folder.index());
        if folder.is_some_and(|folder| search::Index::verify(&folder).is_ok()) {
            output.write(&state(&paths, cache, settings))?;
            return Ok(Status::Done);
        }
    }
    let collection = Collection::open(&paths, &settings.ingest, Some(cache));
    if collection.folder().is_some() && !collection.is_writer() {
        problems.say(lang.pick(
            "另一个 wenlan 正在索引这些文档，请等它结束",
            "another wenlan is indexing these documents; wait for it to end",
        ));
        return Ok(Status::Failed);
    }
    collection.recall(&mut |_| ());
    collection.verify();
    collection.refresh(&mut |change| {
        if let Change::Failed(error) = change {
            problems.unread(&error);
        }
    });
    say_notices(&collection, settings);
    collection.learn();
    read_all(&collection, &mut problems, settings);
    Collection::tidy(cache);
    output.write(&state(&paths, cache, settings))?;
    // Why it could not be saved has been said.
    Ok(problems.status(&collection, if collection.is_saved() { Status::Done } else { Status::Failed }))
}

/// Says what is kept of the heap under the paths, or of all heaps.
fn status(args: &Index, cache: &Cache, settings: &Settings, output: &mut Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    let folders = match args.paths.as_slice() {
        [] => cache.folders(),
        paths => cache.known(paths, &settings.ingest).into_iter().collect(),
    };
    let mut heaps: Vec<(Folder, Head)> =
        folders.into_iter().filter_map(|folder| Head::read(&folder).map(|head| (folder, head))).collect();
    heaps.sort_by(|a, b| a.1.roots.cmp(&b.1.roots));
    for (folder, head) in &heaps {
        output.write(&line(folder, head, lang))?;
        if !args.paths.is_empty() {
            let saved = Timestamp::try_from(head.saved).context("the time of the last change")?;
            let saved = saved.to_zoned(TimeZone::system()).strftime("%F %H:%M");
            let (said, place) = (lang.pick("更新于", "saved"), folder.path().display());
            output.write(&format!("{said} {saved}  {place}  {}\n", bytes(folder.bytes())))?;
        }
    }
    let (all, most) = (bytes(cache.bytes()), bytes(MOST_BYTES));
    output.write(&match lang {
        Lang::Zh => format!("缓存共 {all}，上限 {most}\n"),
        Lang::En => format!("the cache takes {all} of {most} at most\n"),
    })?;
    Ok(if heaps.is_empty() { Status::NothingFound } else { Status::Done })
}

fn clear(args: &Index, cache: &Cache, settings: &Settings) -> anyhow::Result<Status> {
    match args.paths.as_slice() {
        [] => cache.clear().context("the cache folder")?,
        paths => clear_heap(paths, cache, settings)?,
    }
    Ok(Status::Done)
}

fn clear_heap(paths: &[PathBuf], cache: &Cache, settings: &Settings) -> anyhow::Result<()> {
    let Some(folder) = cache.known(paths, &settings.ingest) else { return Ok(()) };
    folder.clear().with_context(|| folder.path().display().to_string())
}

/// One line on what is kept of a heap now.
fn state(paths: &[PathBuf], cache: &Cache, settings: &Settings) -> String {
    let known = cache.known(paths, &settings.ingest);
    let head = known.as_ref().and_then(Head::read);
    known.zip(head).map(|(folder, head)| line(&folder, &head, settings.lang)).unwrap_or_default()
}

/// `10,000 documents, 130.1 MB, index 61.2 MB (0.47 of the text)  /data/crawl`
fn line(folder: &Folder, head: &Head, lang: Lang) -> String {
    let index = folder.index_bytes();
    let share = index as f64 / head.bytes.max(1) as f64;
    let (documents, size) = (lang.counted(head.documents, "篇", "document"), bytes(head.bytes));
    let index = bytes(index);
    let missing = head.documents - head.settled;
    let missing = match (missing, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!("（{} 篇未索引）", grouped(missing)),
        (_, Lang::En) => format!(" ({} not indexed)", grouped(missing)),
    };
    let roots: Vec<String> = head.roots.iter().map(|root| root.display().to_string()).collect();
    let roots = roots.join(" ");
    match lang {
        Lang::Zh => {
            format!("{documents}{missing}，{size}，索引 {index}（原文的 {share:.2}）  {roots}\n")
        }
        Lang::En => {
            format!("{documents}{missing}, {size}, index {index} ({share:.2} of the text)  {roots}\n")
        }
    }
}

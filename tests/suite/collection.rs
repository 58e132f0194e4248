//! Heaps that are kept between runs: each test opens one as several runs of the program would.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use tempfile::TempDir;
use wenlan::collection::{Collection, Notice};
use wenlan::heap::{Cache, Change, Heap, Recall};
use wenlan::ingest::Options;
use wenlan::search::{Query, Scope};

/// A folder of documents, and a cache beside it.
struct Place {
    documents: TempDir,
    cache: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { documents: TempDir::new().unwrap(), cache: TempDir::new().unwrap() };
        for (name, word) in [("a.txt", "银杏"), ("b.txt", "渡口"), ("c/d.txt", "磨坊")] {
            place.write(name, word);
        }
        place
    }

    fn path(&self) -> &Path {
        self.documents.path()
    }

    /// Writes a document about something, dated long ago: what changed just now is read again to be sure.
    fn write(&self, name: &str, word: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let again = fs::exists(&path).unwrap();
        fs::write(&path, format!("关于{word}\n\n　　镇上的老人常常讲起{word}的故事，孩子们听得很认真。\n"))
            .unwrap();
        let ago = Duration::from_secs(if again { 500 } else { 1000 });
        let file = fs::File::options().append(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - ago).unwrap();
    }

    fn cache(&self) -> Cache {
        Cache::at(self.cache.path())
    }

    fn folder(&self) -> PathBuf {
        let folder = self.cache().known(&[self.path().to_owned()], &Options::default());
        folder.expect("the heap is known").path().to_owned()
    }

    fn open(&self) -> Collection {
        Collection::open(&[self.path().to_owned()], &Options::default(), Some(&self.cache()))
    }

    /// A run of the program from start to end: what was remembered, and how many documents it read.
    fn run(&self) -> (Collection, Recall, usize) {
        let collection = self.open();
        let (recall, read) = catch_up(&collection);
        (collection, recall, read)
    }
}

fn catch_up(collection: &Collection) -> (Recall, usize) {
    let recall = collection.recall(&mut |_| ());
    collection.refresh(&mut |_| ());
    collection.learn();
    let read = std::sync::Mutex::new(0);
    collection.work_all(&|_| *read.lock().unwrap() += 1);
    (recall, read.into_inner().unwrap())
}

/// The names of the documents that hold a word.
fn found(collection: &Collection, word: &str) -> BTreeSet<String> {
    let results = collection.search(&Query::parse(&format!("'{word}")), &Scope::Heap, 100);
    let names = results.documents.iter().map(|found| {
        let source = collection.heap().source(found.document).expect("what is found is in the heap");
        source.name().rsplit('/').next().unwrap().to_owned()
    });
    names.collect()
}

fn one(name: &str) -> BTreeSet<String> {
    BTreeSet::from([name.to_owned()])
}

#[test]
fn a_known_heap_can_be_listed_and_searched_before_anything_is_read() {
    let place = Place::new();
    assert_eq!((place.run().1, place.run().1), (Recall::Nothing, Recall::Whole));
    fs::remove_dir_all(place.path()).unwrap();
    fs::create_dir(place.path()).unwrap();
    let known = place.open();
    known.recall(&mut |_| ());
    let titles: Vec<_> =
        known.heap().ids().map(|id| known.heap().summary(id).unwrap().title.clone()).collect();
    assert_eq!(titles, ["关于银杏", "关于渡口", "关于磨坊"]);
    assert_eq!(found(&known, "渡口的故事"), one("b.txt"));
}

#[test]
fn only_what_changed_is_read_and_what_is_gone_is_not_found() {
    let place = Place::new();
    assert_eq!(place.run().2, 3);
    assert_eq!(place.run().2, 0);
    place.write("b.txt", "石桥");
    place.write("e.txt", "水车");
    fs::remove_file(place.path().join("a.txt")).unwrap();
    fs::rename(place.path().join("c/d.txt"), place.path().join("c/f.txt")).unwrap();
    let (collection, _, read) = place.run();
    assert_eq!(read, 3, "one changed, one new, one under a new name");
    for (word, names) in [("石桥", one("b.txt")), ("水车", one("e.txt")), ("磨坊", one("f.txt"))] {
        assert_eq!(found(&collection, word), names);
    }
    for word in ["渡口", "银杏"] {
        assert_eq!(found(&collection, word), BTreeSet::new());
    }
    drop(collection);
    assert_eq!(found(&place.run().0, "石桥"), one("b.txt"));
}

#[test]
fn a_heap_is_the_same_however_its_path_is_spelled() {
    let place = Place::new();
    place.run();
    let spelled = place.path().join("c/..");
    let collection =
        Collection::open(std::slice::from_ref(&spelled), &Options::default(), Some(&place.cache()));
    assert_eq!(catch_up(&collection), (Recall::Whole, 0));
    let names: Vec<_> =
        collection.heap().ids().map(|id| collection.heap().source(id).unwrap().name()).collect();
    assert_eq!(names[0], spelled.join("a.txt").display().to_string());
    let files = collection.search(&Query::parse("file:c/d"), &Scope::Heap, 10);
    assert_eq!(files.total_documents, 1);
}

#[test]
fn an_unchanged_heap_is_searched_without_its_catalogue() {
    let place = Place::new();
    let paths = [place.path().to_owned()];
    let unchanged = || Collection::unchanged(&paths, &Options::default(), Some(&place.cache()));
    assert!(unchanged().is_none(), "it is not known yet");
    drop(place.run());
    let known = unchanged().expect("nothing has changed");
    assert_eq!(found(&known, "渡口"), one("b.txt"));
    place.write("a.txt", "渡口");
    assert!(unchanged().is_none(), "a file has changed");
    let (collection, ..) = place.run();
    assert_eq!(found(&collection, "渡口").len(), 2);
    fs::remove_file(place.path().join("a.txt")).unwrap();
    assert!(unchanged().is_none(), "a file is gone");
}

/// What a process leaves that was killed after it had written the index and before the catalogue.
#[test]
fn a_run_that_ended_between_index_and_catalogue_is_repaired() {
    let place = Place::new();
    place.run();
    let catalogue = place.folder().join("catalogue");
    let before = fs::read(&catalogue).unwrap();
    place.write("a.txt", "石桥");
    place.write("0.txt", "水车");
    fs::remove_file(place.path().join("b.txt")).unwrap();
    place.run();
    fs::write(&catalogue, before).unwrap();
    // Another document gets the number that the lost catalogue had given to 0.txt.
    fs::remove_file(place.path().join("0.txt")).unwrap();
    place.write("1.txt", "风车");

    let (collection, ..) = place.run();
    for (word, names) in [("石桥", one("a.txt")), ("风车", one("1.txt")), ("磨坊", one("d.txt"))] {
        assert_eq!(found(&collection, word), names, "{word}");
    }
    for word in ["银杏", "渡口", "水车"] {
        assert_eq!(found(&collection, word), BTreeSet::new(), "{word}");
    }
    assert_eq!(collection.index().len(), 3);
}

#[test]
fn a_process_that_is_killed_loses_no_document() {
    let place = Place::new();
    for number in 0..300 {
        place.write(&format!("{number}.txt"), &format!("第{number}棵树"));
    }
    let index = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wenlan"));
        command.arg("index").arg(place.path()).env("XDG_CACHE_HOME", place.cache.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
    };
    for delay in [1, 30, 60, 120, 240, 500] {
        let mut process = index();
        thread::sleep(Duration::from_millis(delay));
        process.kill().expect("it can be killed");
        process.wait().expect("it ends");
        place.write("7.txt", &format!("第{delay}次"));
    }
    assert!(index().wait().expect("it ends").success());
    let cache = Cache::at(place.cache.path().join("wenlan/heaps"));
    let known = Collection::unchanged(&[place.path().to_owned()], &Options::default(), Some(&cache));
    let known = known.expect("the last run came to its end");
    assert_eq!(known.index().len(), 303);
    for (word, name) in [("第299棵树", "299.txt"), ("第500次", "7.txt"), ("磨坊", "d.txt")] {
        assert_eq!(found(&known, word), one(name));
    }
    assert_eq!(found(&known, "第240次"), BTreeSet::new());
}

/// Locks that wait for each other would hold this test up for ever.
#[test]
fn what_is_known_can_be_written_down_while_it_changes() {
    let place = Place::new();
    let (collection, ..) = place.run();
    let (heap, folder) = (collection.heap(), collection.folder().expect("it is kept"));
    let id = heap.ids().next().expect("a document");
    let over = AtomicBool::new(false);
    let written = thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                heap.unsettle(id);
            }
        });
        let written: Vec<_> = (0..20).map(|_| heap.remember(&folder, None)).collect();
        over.store(true, Ordering::Relaxed);
        written
    });
    assert!(written.iter().all(Result::is_ok), "{written:?}");
    drop(collection);
    assert_eq!(place.run().2, 1, "the one that was left to do");
}

#[test]
fn a_second_process_reads_what_the_first_has_written() {
    let place = Place::new();
    let (first, ..) = place.run();
    let second = place.open();
    assert!(first.is_writer() && !second.is_writer());
    second.recall(&mut |_| ());
    assert_eq!(found(&second, "渡口"), one("b.txt"));

    place.write("b.txt", "石桥");
    place.write("e.txt", "水车");
    catch_up_again(&first);
    let mut changes = Vec::new();
    second.keep_in_step(&mut |change| changes.push(matches!(change, Change::Changed(_) | Change::Found(_))));
    assert_eq!(changes, [true, true]);
    assert_eq!(found(&second, "石桥"), one("b.txt"));
    assert_eq!(found(&second, "水车"), one("e.txt"));
    assert!(!second.is_writer());

    drop(first);
    place.write("f.txt", "磨坊");
    catch_up_again(&second);
    assert!(second.is_writer(), "it has taken the first one's place");
    assert_eq!(found(&second, "磨坊").len(), 2);
    drop(second);
    assert_eq!(place.run().2, 0, "and has saved it");
}

fn catch_up_again(collection: &Collection) {
    collection.keep_in_step(&mut |_| ());
    collection.learn();
    collection.work_all(&|_| ());
}

#[test]
fn a_damaged_index_is_noticed_and_made_anew() {
    let place = Place::new();
    let flip = |bytes: &mut Vec<u8>| *bytes.last_mut().unwrap() ^= 1;
    let damages: [fn(&mut Vec<u8>); 3] = [flip, |bytes| bytes.truncate(bytes.len() / 2), Vec::clear];
    for damage in damages {
        place.run();
        let files = fs::read_dir(place.folder().join("index")).unwrap().map(|file| file.unwrap().path());
        let segment = files.into_iter().find(|path| path.extension().is_some_and(|e| e == "segment"));
        let segment = segment.expect("the index has a segment");
        let mut bytes = fs::read(&segment).unwrap();
        damage(&mut bytes);
        fs::write(&segment, bytes).unwrap();

        let collection = place.open();
        collection.recall(&mut |_| ());
        collection.verify();
        let notices = collection.take_notices();
        assert!(matches!(notices.as_slice(), [Notice::IndexDamaged(_)]), "{notices:?}");
        collection.work_all(&|_| ());
        assert_eq!(found(&collection, "渡口"), one("b.txt"));
        drop(collection);
        assert_eq!(place.run().2, 0);
    }
}

#[test]
fn without_a_cache_folder_everything_works_in_memory() {
    let place = Place::new();
    let file = place.cache.path().join("no-folder");
    fs::write(&file, "").unwrap();
    let cache = Cache::at(file.join("heaps"));
    let collection = Collection::open(&[place.path().to_owned()], &Options::default(), Some(&cache));
    let notices = collection.take_notices();
    assert!(matches!(notices.as_slice(), [Notice::NoCache(_)]), "{notices:?}");
    catch_up(&collection);
    assert_eq!(found(&collection, "渡口"), one("b.txt"));
    assert!(collection.progress().is_over());
}

#[test]
fn the_text_of_a_compressed_archive_is_kept() {
    let place = Place { documents: TempDir::new().unwrap(), cache: TempDir::new().unwrap() };
    let archive = place.path().join("a.jsonl.gz");
    let pack = |words: &[&str], age: u64| {
        let lines: String = words
            .iter()
            .map(|word| format!("{{\"title\": \"关于{word}\", \"text\": \"镇上的人常常讲起{word}。\"}}\n"))
            .collect();
        let mut file = flate2::write::GzEncoder::new(fs::File::create(&archive).unwrap(), Default::default());
        file.write_all(lines.as_bytes()).unwrap();
        file.finish().unwrap().set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    };
    pack(&["银杏", "渡口"], 1000);
    assert_eq!(place.run().2, 2);
    let (known, recall, read) = place.run();
    assert_eq!((recall, read), (Recall::Whole, 0));
    assert_eq!(found(&known, "渡口"), one("a.jsonl.gz#2"));
    drop(known);

    // Even where nothing is left to unpack.
    fs::rename(&archive, place.path().join("elsewhere")).unwrap();
    let known = place.open();
    known.recall(&mut |_| ());
    let texts = known.heap().ids().map(|id| known.heap().raw(id).unwrap().text);
    assert_eq!(texts.collect::<Vec<_>>(), ["镇上的人常常讲起银杏。", "镇上的人常常讲起渡口。"]);
    drop(known);

    // What is kept is only kept for the archive as it was, and nothing depends on its being there.
    pack(&["银杏", "磨坊"], 500);
    assert_eq!(found(&place.run().0, "磨坊"), one("a.jsonl.gz#2"));
    fs::remove_dir_all(place.folder().join("texts")).unwrap();
    let (again, ..) = place.run();
    assert!(again.take_notices().is_empty());
    assert_eq!(found(&again, "磨坊"), one("a.jsonl.gz#2"));
    assert_eq!(found(&again, "渡口"), BTreeSet::new());
}

/// A disk is as good as full for a process whose files may not grow.
#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing() {
    let place = Place::new();
    let index = |most: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {most}; exec \"$0\" --lang en index \"$1\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_wenlan")]).arg(place.path());
        command.env("XDG_CACHE_HOME", place.cache.path()).output().expect("the program runs")
    };
    let cache = Cache::at(place.cache.path().join("wenlan/heaps"));
    let kept = || Collection::unchanged(&[place.path().to_owned()], &Options::default(), Some(&cache));
    assert!(index("unlimited").status.success());
    place.write("a.txt", "石桥");
    let full = index("1");
    let said = String::from_utf8_lossy(&full.stderr);
    assert!(said.contains("not saved") && !full.status.success(), "{said}");
    assert!(kept().is_none(), "what has changed is still to be read");
    let known = Collection::open(&[place.path().to_owned()], &Options::default(), Some(&cache));
    known.recall(&mut |_| ());
    assert_eq!(found(&known, "渡口"), one("b.txt"), "what was there before is there");
    drop(known);
    assert!(index("unlimited").status.success());
    assert_eq!(found(&kept().expect("all is saved"), "石桥"), one("a.txt"));
}

#[test]
fn a_small_heap_is_answered_for_without_being_kept() {
    let place = Place::new();
    let paths = [place.path().to_owned()];
    let collection = Collection::for_once(&paths, &Options::default(), Some(&place.cache()), &mut |_| ());
    collection.learn();
    collection.work_all(&|_| ());
    assert_eq!(found(&collection, "渡口"), one("b.txt"));
    assert!(place.cache().known(&paths, &Options::default()).is_none());
}

/// What happens to a folder between two runs.
#[derive(Debug, Clone)]
enum Fate {
    Write(u8, u8),
    Remove(u8),
    Rename(u8, u8),
    /// The run comes to its end, or is cut off between index and catalogue.
    Run(bool),
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => (0..6u8, 0..4u8).prop_map(|(file, word)| Fate::Write(file, word)),
        1 => (0..6u8).prop_map(Fate::Remove),
        1 => (0..6u8, 0..6u8).prop_map(|(from, to)| Fate::Rename(from, to)),
        2 => any::<bool>().prop_map(Fate::Run),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_between_runs_the_last_one_finds_what_is_there(fates in prop::collection::vec(fate(), 1..12)) {
        const WORDS: [&str; 4] = ["银杏", "渡口", "磨坊", "石桥"];
        let place = Place { documents: TempDir::new().unwrap(), cache: TempDir::new().unwrap() };
        let file = |number: u8| place.path().join(format!("{number}.txt"));
        for fate in fates {
            match fate {
                Fate::Write(number, word) => {
                    // Each time of the file is another, or the change could not be seen without reading.
                    let age = fs::metadata(file(number)).ok().and_then(|meta| meta.modified().ok());
                    place.write(&format!("{number}.txt"), WORDS[usize::from(word)]);
                    if let Some(age) = age {
                        let written = fs::File::options().append(true).open(file(number)).unwrap();
                        written.set_modified(age + Duration::from_millis(10)).unwrap();
                    }
                }
                Fate::Remove(number) => _ = fs::remove_file(file(number)),
                Fate::Rename(from, to) => _ = fs::rename(file(from), file(to)),
                Fate::Run(whole) => {
                    let known = place.cache().known(&[place.path().to_owned()], &Options::default());
                    let catalogue = known.map(|folder| folder.path().join("catalogue"));
                    let before = catalogue.as_ref().and_then(|catalogue| fs::read(catalogue).ok());
                    place.run();
                    if let (false, Some(catalogue), Some(before)) = (whole, catalogue, before) {
                        fs::write(catalogue, before).unwrap();
                    }
                }
            }
        }
        let (collection, ..) = place.run();
        let fresh = Heap::open(&[place.path().to_owned()]).0;
        for word in WORDS {
            let there: BTreeSet<String> = fresh
                .ids()
                .filter(|&id| fresh.document(id).unwrap().0.blocks.iter().any(|block| block.text.contains(word)))
                .map(|id| fresh.source(id).unwrap().name().rsplit('/').next().unwrap().to_owned())
                .collect();
            prop_assert_eq!(found(&collection, word), there, "{}", word);
        }
    }
}

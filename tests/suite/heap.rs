//! A heap that is read while its folder changes.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use wenlan::document::Reason;
use wenlan::heap::{Cache, Change, Heap, Recall};
use wenlan::ingest::Options;

fn write(dir: &TempDir, name: &str, text: &str) {
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Sets a file's time, since two writes in a test may fall into one tick of the file system's clock.
fn age(dir: &TempDir, name: &str, seconds: u64) {
    let file = fs::File::options().append(true).open(dir.path().join(name)).expect("a file");
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).expect("a time");
}

fn live(path: &Path) -> Heap {
    let heap = Heap::live(&[path.to_path_buf()], &Options::default());
    changes(&heap);
    heap
}

/// Refreshes the heap and says what changed: a sign and the document's file name before or after.
fn changes(heap: &Heap) -> Vec<String> {
    let before: Vec<(_, String)> = heap.ids().map(|id| (id, file_name(heap, id))).collect();
    let mut said = Vec::new();
    heap.refresh(&mut |change| {
        said.push(match change {
            Change::Found(id) => format!("+{}", file_name(heap, id)),
            Change::Changed(id) => format!("~{}", file_name(heap, id)),
            Change::Renamed(id) => format!(">{}", file_name(heap, id)),
            Change::Gone(id) => {
                let (_, name) = before.iter().find(|(old, _)| *old == id).expect("it was there");
                format!("-{name}")
            }
            Change::Failed(error) => format!("!{error}"),
        });
    });
    said
}

fn file_name(heap: &Heap, id: wenlan::document::DocId) -> String {
    let name = heap.source(id).expect("a document").name();
    name.rsplit('/').next().expect("a name").to_owned()
}

fn names(heap: &Heap) -> Vec<String> {
    heap.ids().map(|id| file_name(heap, id)).collect()
}

fn text(heap: &Heap, id: wenlan::document::DocId) -> String {
    let (document, _) = heap.document(id).expect("a document");
    document.blocks.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn a_heap_keeps_in_step_with_its_folder() {
    let dir = TempDir::new().expect("a folder");
    for name in ["a.txt", "c.txt", "d.txt"] {
        write(&dir, name, &format!("这是{name}的正文，写得够长，所以会留下来。"));
        age(&dir, name, 100);
    }
    let heap = live(dir.path());
    assert_eq!(names(&heap), ["a.txt", "c.txt", "d.txt"]);
    assert_eq!(changes(&heap), Vec::<String>::new());

    let ids: Vec<_> = heap.ids().collect();
    assert!(text(&heap, ids[1]).contains("正文"));
    write(&dir, "b.txt", "新来的一篇，也有一句完整的话。");
    write(&dir, "c.txt", "改写过的内容，和原来的不一样了。");
    fs::rename(dir.path().join("d.txt"), dir.path().join("0.txt")).expect("a rename");
    fs::remove_file(dir.path().join("a.txt")).expect("a removal");
    let mut said = changes(&heap);
    said.sort();
    assert_eq!(said, ["+b.txt", "-a.txt", ">0.txt", "~c.txt"]);
    assert_eq!(names(&heap), ["0.txt", "b.txt", "c.txt"]);

    assert!(text(&heap, ids[1]).contains("改写过"));
    assert_eq!(file_name(&heap, ids[2]), "0.txt");
    assert!(heap.document(ids[0]).is_err());
    assert_eq!(heap.len(), 3);
}

#[test]
fn only_an_archive_that_changed_is_listed_anew() {
    let dir = TempDir::new().expect("a folder");
    write(&dir, "a.jsonl", "{\"text\": \"第一条\"}\n{\"text\": \"第二条\"}\n");
    age(&dir, "a.jsonl", 100);
    let heap = live(dir.path());
    assert_eq!(names(&heap), ["a.jsonl#1", "a.jsonl#2"]);
    assert_eq!(changes(&heap), Vec::<String>::new());
    write(&dir, "a.jsonl", "{\"text\": \"第一条\"}\n{\"text\": \"改了的\"}\n{\"text\": \"第三条\"}\n");
    assert_eq!(changes(&heap), ["~a.jsonl#1", "~a.jsonl#2", "+a.jsonl#3"]);
    let last = heap.ids().last().expect("three documents");
    assert_eq!(text(&heap, last), "第三条");
}

#[test]
fn a_path_named_twice_counts_once() {
    let dir = TempDir::new().expect("a folder");
    write(&dir, "a.txt", "正文");
    let (heap, errors) = Heap::open(&[dir.path().into(), dir.path().join("a.txt")]);
    assert_eq!((heap.len(), errors.len()), (1, 0));
}

#[test]
fn the_store_answers_without_reading() {
    let dir = TempDir::new().expect("a folder");
    write(&dir, "a.txt", "只有一句话的正文。");
    let (heap, _) = Heap::open(&[dir.path().into()]);
    let id = heap.ids().next().expect("a document");
    assert!(heap.peek(id).is_none() && heap.summary(id).is_none());
    let cleaned = heap.document(id).expect("a document");
    fs::remove_file(dir.path().join("a.txt")).expect("a removal");
    assert_eq!(heap.peek(id), Some(cleaned.clone()));
    assert_eq!(heap.summary(id), Some(cleaned.1));
}

/// Eight pages of one site: its own words stand on all of them.
fn site(dir: &TempDir) {
    for page in 0..8 {
        let text = format!(
            "青槐在线欢迎您的来访\n\n第{page}个故事\n\n　　这是第{page}个故事的正文，讲的是镇上第{page}户人家一年里的\
             收成和打算，还有他们的老屋。\n\n　　后来的{page}年里，日子一天一天好起来了，镇上的人都说想不到。\n"
        );
        write(dir, &format!("{page}.txt"), &text);
    }
}

#[test]
fn lines_that_stand_on_every_page_of_a_site_are_removed() {
    let dir = TempDir::new().expect("a folder");
    site(&dir);
    let (heap, _) = Heap::open(&[dir.path().into()]);
    for id in heap.ids() {
        let (document, _) = heap.document(id).expect("a document");
        let removed = document.removed.iter().find(|piece| piece.text.contains("青槐在线"));
        assert_eq!(removed.map(|piece| piece.reason), Some(Reason::Repeated), "{document:#?}");
    }
}

#[test]
fn a_short_document_loses_the_sentences_of_its_site_and_a_copy_keeps_its_own() {
    let dir = TempDir::new().expect("a folder");
    let chrome = "白鹭镇的人自己写的镇志。\n欢迎你把老照片带来给我们看。";
    for page in 0..6 {
        let own = format!("第{page}户人家搬走了，门前的树还在。");
        write(
            &dir,
            &format!("{page}.txt"),
            &format!("{chrome}\n\n镇志第{page}页\n\n{own}\n\n镇上的茶馆每天开门，来坐坐吧。\n"),
        );
    }
    for copy in ["a", "b", "c", "d"] {
        write(
            &dir,
            &format!("copy-{copy}.txt"),
            "渡口的规矩\n\n先下后上，老人先坐。\n\n风大不开船，谁来也不开。\n",
        );
    }
    let (heap, _) = Heap::open(&[dir.path().into()]);
    for id in heap.ids() {
        let text = text(&heap, id);
        match file_name(&heap, id).strip_prefix("copy-") {
            Some(_) => assert!(text.contains("老人先坐") && text.contains("谁来也不开"), "{text}"),
            None => assert!(text.contains("门前的树还在") && !text.contains("老照片"), "{text}"),
        }
    }
}

#[test]
fn the_same_heap_is_cleaned_the_same_however_it_was_opened() {
    let dir = TempDir::new().expect("a folder");
    site(&dir);
    let by_folder = Heap::open(&[dir.path().into()]).0;
    let files: Vec<_> = (0..8).rev().map(|page| dir.path().join(format!("{page}.txt"))).collect();
    let by_file = Heap::open(&files).0;
    let step_by_step = live(dir.path());
    let early = step_by_step.document(step_by_step.ids().next().expect("a document")).expect("a document");
    assert!(step_by_step.learn());
    let documents = |heap: &Heap| {
        let mut all: Vec<_> =
            heap.ids().map(|id| (file_name(heap, id), heap.document(id).expect("one").0)).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    assert_eq!(documents(&by_folder), documents(&by_file));
    assert_eq!(documents(&by_folder), documents(&step_by_step));
    assert_ne!(documents(&by_folder)[0].1, early.0);
    assert!(!step_by_step.learn());
}

#[test]
fn the_samples_never_change() {
    let heap = Heap::samples();
    let before = heap.len();
    assert_eq!(changes(&heap), Vec::<String>::new());
    assert_eq!(heap.len(), before);
}

/// Opens the heap of a folder as a run of the program does, and ends the run.
fn run(cache: &Cache, dir: &TempDir) -> (Recall, Vec<String>, Vec<String>) {
    let paths = [dir.path().to_path_buf()];
    let folder = cache.folder(&paths, &Options::default()).expect("a folder").expect("a heap on disk");
    let heap = Heap::live(&paths, &Options::default());
    let mut remembered = Vec::new();
    let recall = heap.recall(&folder, &mut |ids| {
        remembered.extend(ids.iter().filter_map(|&id| Some(heap.summary(id)?.title.clone())));
    });
    let changed = changes(&heap);
    heap.learn();
    for id in heap.ids() {
        heap.document(id).expect("a document");
    }
    heap.remember(&folder, None).expect("a catalogue");
    (recall, remembered, changed)
}

#[test]
fn a_known_heap_is_remembered_and_only_what_changed_is_read_anew() {
    let (dir, kept) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let cache = Cache::at(kept.path());
    write(&dir, "a.txt", "甲的故事\n\n　　这是甲的故事，一句完整的话，写得够长。\n");
    write(&dir, "b.txt", "乙的故事\n\n　　这是乙的故事，一句完整的话，写得够长。\n");
    write(&dir, "c.jsonl", "{\"title\": \"丙的故事\", \"text\": \"这是丙的故事，一句完整的话。\"}\n");
    for name in ["a.txt", "b.txt", "c.jsonl"] {
        age(&dir, name, 100);
    }
    let (recall, remembered, changed) = run(&cache, &dir);
    assert_eq!((recall, remembered.len()), (Recall::Nothing, 0));
    assert_eq!(changed, ["+a.txt", "+b.txt", "+c.jsonl#1"]);

    write(&dir, "b.txt", "丁的故事\n\n　　这是丁的故事，一句完整的话，写得够长。\n");
    let (recall, remembered, changed) = run(&cache, &dir);
    assert_eq!(recall, Recall::Whole);
    assert_eq!(remembered, ["甲的故事", "乙的故事", "丙的故事"]);
    assert_eq!(changed, ["~b.txt"]);
    assert_eq!(run(&cache, &dir).1, ["甲的故事", "丁的故事", "丙的故事"]);
}

#[test]
fn a_damaged_catalogue_is_noticed_and_made_anew() {
    let (dir, kept) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let cache = Cache::at(kept.path());
    for name in ["a.txt", "b.txt", "c.txt"] {
        write(&dir, name, &format!("{name}\n\n　　这是一句完整的话，写得够长，不会有错。\n"));
        age(&dir, name, 100);
    }
    run(&cache, &dir);
    let folder = cache.folder(&[dir.path().into()], &Options::default()).expect("a folder").expect("a heap");
    let file = folder.path().join("catalogue");
    let whole = fs::read(&file).expect("a catalogue");
    let mut flipped = whole.clone();
    let last = flipped.len() - 20;
    flipped[last] ^= 1;
    for damaged in [&flipped[..], &whole[..whole.len() / 2], b"", b"nonsense\n"] {
        fs::write(&file, damaged).expect("a file");
        assert_eq!(run(&cache, &dir).0, Recall::Damaged);
        let (recall, remembered, changed) = run(&cache, &dir);
        assert_eq!((recall, remembered.len(), changed.len()), (Recall::Whole, 3, 0));
    }
}

#[test]
fn one_process_writes_at_a_time_and_old_heaps_are_forgotten() {
    let (dir, kept) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let cache = Cache::at(kept.path());
    let folder = |name: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(&path).expect("a folder");
        cache.folder(&[path], &Options::default()).expect("a folder").expect("a heap")
    };
    let (one, two) = (folder("one"), folder("two"));
    let lock = one.lock().expect("a lock");
    assert!(lock.is_some());
    assert!(one.lock().expect("an answer").is_none());
    for folder in [&one, &two] {
        fs::write(folder.path().join("index"), [0; 1000]).expect("a file");
    }
    assert!(cache.bytes() >= 2000);
    cache.prune(0);
    assert!(one.path().exists() && !two.path().exists());
    drop(lock);
    assert!(one.lock().expect("a lock").is_some());
    cache.clear().expect("a removal");
    assert_eq!(cache.bytes(), 0);
}

#[test]
fn changes_are_noticed_while_the_heap_is_open() {
    let dir = TempDir::new().expect("a folder");
    write(&dir, "a.txt", "甲");
    write(&dir, "sub/b.txt", "乙");
    let heap = live(dir.path());
    let (noticed, notices) = std::sync::mpsc::channel();
    let watch = heap.watch(None, move || noticed.send(()).expect("the test waits")).expect("a watch");
    let wait = || notices.recv_timeout(Duration::from_secs(30)).expect("a notice");

    write(&dir, "sub/c.txt", "丙");
    wait();
    assert_eq!(changes(&heap), ["+c.txt"]);

    // An editor writes beside the file and puts the new one in its place.
    write(&dir, ".a.tmp", "甲，改过的");
    fs::rename(dir.path().join(".a.tmp"), dir.path().join("a.txt")).expect("a rename");
    wait();
    assert_eq!(changes(&heap), ["~a.txt"]);
    drop(watch);
}

//! The real thing: a cluster of three OpenSearch nodes on loopback, out of its Maven packages.
//!
//! It takes some minutes and a gigabyte and a half of memory, so it runs only where `WENLAN_CLUSTER` is set, as
//! `.ci/run` does; without Java 17 or Maven it says that it was skipped.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{configure, said, wenlan};

/// The ports of the nodes begin behind this one.
const PORTS: u16 = 19700;
const NODES: u16 = 3;
/// A node, or the cluster after one is lost, may take so long to be ready.
const PATIENCE: Duration = Duration::from_secs(150);

/// Nodes that end with the test, whatever comes.
struct Cluster {
    nodes: Vec<Child>,
    folder: tempfile::TempDir,
}

impl Cluster {
    /// `None`, and a word why, where there can be none.
    fn start() -> Option<Cluster> {
        if std::env::var_os("WENLAN_CLUSTER").is_none() {
            eprintln!("skipped: WENLAN_CLUSTER is not set");
            return None;
        }
        let there = |command: &str| {
            let run =
                Command::new(command).arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            run.is_ok_and(|status| status.success())
        };
        if !there("java") || !there("mvn") {
            eprintln!("skipped: no Java or no Maven here");
            return None;
        }
        let mut cluster = Cluster { nodes: Vec::new(), folder: tempfile::tempdir().unwrap() };
        for number in 1..=NODES {
            let log = File::create(cluster.folder.path().join(format!("{number}.log"))).unwrap();
            let node = Command::new("sh")
                .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/remote/start"))
                .args([cluster.folder.path().to_str().unwrap(), &number.to_string(), &NODES.to_string()])
                .env("WENLAN_PORTS", PORTS.to_string())
                .stdin(Stdio::piped())
                .stdout(log.try_clone().unwrap())
                .stderr(log)
                .spawn();
            cluster.nodes.push(node.unwrap());
            if number == 1 {
                // The jars are fetched once.
                let complete = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/opensearch/complete");
                until("the engine's packages", || complete.exists());
            }
        }
        until("the cluster", || health(1).is_some_and(|health| health["number_of_nodes"] == NODES));
        Some(cluster)
    }

    /// Kills a node as a failing machine does.
    fn lose(&mut self, number: usize) {
        let node = &mut self.nodes[number - 1];
        node.kill().unwrap();
        node.wait().unwrap();
    }

    /// The settings of an index on all nodes.
    fn remote(&self, index: &str) -> String {
        let urls: Vec<String> =
            (1..=NODES).map(|number| format!("\"http://127.0.0.1:{}\"", PORTS + number)).collect();
        format!("[remotes.it]\nurl = [{}]\nindex = \"{index}\"\ntimeout = 10\n", urls.join(", "))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A node ends when its input does.
        self.nodes.iter_mut().for_each(|node| drop(node.stdin.take()));
        for node in &mut self.nodes {
            let ends = Instant::now() + Duration::from_secs(5);
            while Instant::now() < ends && node.try_wait().is_ok_and(|status| status.is_none()) {
                thread::sleep(Duration::from_millis(50));
            }
            let _ = node.kill();
            let _ = node.wait();
        }
    }
}

fn health(number: u16) -> Option<Value> {
    ask(number, "/_cluster/health")
}

fn ask(number: u16, path: &str) -> Option<Value> {
    let url = format!("http://127.0.0.1:{}{path}", PORTS + number);
    let text = ureq::get(url).call().ok()?.body_mut().read_to_string().ok()?;
    serde_json::from_str(&text).ok()
}

fn until(what: &str, is: impl Fn() -> bool) {
    let ends = Instant::now() + PATIENCE;
    while !is() {
        assert!(Instant::now() < ends, "{what} did not come");
        thread::sleep(Duration::from_millis(250));
    }
}

/// A heap of our own: reports of many days and rivers, by several papers, one in traditional characters.
fn reports(folder: &Path, count: usize) {
    let rivers = ["清溪河", "白沙江", "龙潭湖", "北郊水库"];
    let papers = ["临江晚报", "水利日报", "长堤周刊"];
    for at in 0..count {
        let (river, paper) = (rivers[at % 4], papers[at % 3]);
        let (year, month, day) = (2015 + at % 8, at % 12 + 1, at % 28 + 1);
        let mut text = format!("{river}第{at}次巡查记\n{year}-{month:02}-{day:02} 来源：{paper}\n\n");
        for section in 1..=6 {
            text.push_str(&format!(
                "{}、第{section}段\n巡查员沿着{river}走了{section}公里，测得水位{}.{}米，记下编号A{at}B{section}。",
                ["一", "二", "三", "四", "五", "六"][section - 1],
                at % 9 + 1,
                section
            ));
            text.push_str(if at % 5 == 0 {
                "河長說，堤岸無恙。\n"
            } else {
                "河长说，堤岸无恙。\n"
            });
        }
        std::fs::write(folder.join(format!("{river}-{at}.txt")), text).unwrap();
    }
}

/// The files that a search finds, by their names in the heap.
fn found(home: &Path, query: &str, place: &str, root: &str) -> BTreeSet<String> {
    let output = wenlan(home, &["search", query, place, "--files-only"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{query}: {output:?}");
    let name = |line: &str| line.rsplit_once(root).map_or(line, |(_, name)| name).to_owned();
    said(&output).0.lines().map(name).collect()
}

/// Queries whose answers are the same wherever the documents are kept.
const QUERIES: [&str; 22] = [
    "巡查",
    "堤岸无恙",
    "'河长",
    "'河長",
    "\"走了3公里\"",
    "河",
    "title:清溪河",
    "in:第三段",
    "source:临江",
    "file:龙潭湖-1",
    "date:2017",
    "date:2016..2018-06 水位",
    "巡查 -白沙江",
    "清溪河|白沙江",
    "'A13B2",
    "'a13",
    "'13B",
    "水位4.2米",
    "qingxihe",
    "beijiao",
    "bei郊",
    "shuiwei",
];

#[test]
fn a_cluster_takes_gives_and_finds_what_local_heaps_do_also_without_one_of_its_nodes() {
    let Some(mut cluster) = Cluster::start() else { return };
    let home = tempfile::tempdir().unwrap();
    let heap = tempfile::tempdir().unwrap();
    let folder = heap.path().join("heap");
    std::fs::create_dir(&folder).unwrap();
    reports(&folder, 600);
    add_statutes(&folder);
    let paths = folder.to_str().unwrap();
    let here = said(&wenlan(home.path(), &["list", "--no-cache", paths])).0.lines().count();
    // The same text twice is one document of an index.
    let documents = here - twins(&folder);
    configure(home.path(), &cluster.remote("heap"));

    // A push that is killed in its middle, and one that loses a node, come to the same as one that is not.
    let mut push = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(["push", "--index-shards", "3", "--replicas", "1", "--threads", "1", paths, "remote:it"])
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("the index", || ask(1, "/heap/_count").is_some_and(|count| count["count"].as_u64().is_some()));
    push.kill().unwrap();
    push.wait().unwrap();
    // Both copies of every shard are there: one may be lost.
    until("the second copies", || health(1).is_some_and(|health| health["status"] == "green"));
    let pushing = thread::spawn({
        let (home, paths) = (home.path().to_owned(), paths.to_owned());
        move || wenlan(&home, &["push", &paths, "remote:it"])
    });
    thread::sleep(Duration::from_secs(1));
    cluster.lose(3);
    let pushed = pushing.join().unwrap();
    assert_eq!(pushed.status.code(), Some(0), "{pushed:?}");
    let again = said(&wenlan(home.path(), &["push", paths, "remote:it"])).0;
    assert!(again.starts_with("0 pushed") && again.contains(" 0 failed"), "{again}");
    let count = ask(1, "/heap/_count").unwrap()["count"].as_u64().unwrap() as usize;
    assert_eq!(count, documents, "nothing is lost and nothing doubled");

    let listed = said(&wenlan(home.path(), &["list", "remote:it"])).0;
    assert_eq!(listed.lines().count(), documents);
    for query in QUERIES {
        let remote = found(home.path(), query, "remote:it", "#heap/");
        let local = found(home.path(), query, paths, "/heap/");
        assert!(!local.is_empty(), "{query} should find something");
        let differ: Vec<_> = remote.symmetric_difference(&local).take(5).collect();
        assert!(differ.is_empty(), "{query}: {} there, {} here: {differ:?}", remote.len(), local.len());
    }
    let name = "remote:it#heap/清溪河-0.txt";
    let here = wenlan(home.path(), &["show", folder.join("清溪河-0.txt").to_str().unwrap(), "--removed"]);
    let there = wenlan(home.path(), &["show", name, "--removed"]);
    assert_eq!(said(&there).0, said(&here).0);

    // With two nodes lost there is no cluster any more: that is said, and nothing hangs.
    cluster.lose(2);
    let started = Instant::now();
    let output = wenlan(home.path(), &["search", "巡查", "remote:it"]);
    let (_, error) = said(&output);
    assert!(output.status.code() == Some(0) || error.starts_with("wenlan: http://127.0.0.1"), "{output:?}");
    assert!(started.elapsed() < PATIENCE, "it hung");
}

/// Puts real statutes beside, where they are to be had.
fn add_statutes(folder: &Path) {
    let Some(corpora) = std::env::var_os("WENLAN_CORPORA") else {
        eprintln!("without real documents: WENLAN_CORPORA is not set");
        return;
    };
    let archive = PathBuf::from(corpora).join("heap/just-laws.tar.gz");
    let unpacked = Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(folder).status();
    if !unpacked.is_ok_and(|status| status.success()) {
        eprintln!("without real documents: {} could not be unpacked", archive.display());
    }
}

/// Files whose content another file has as well.
fn twins(folder: &Path) -> usize {
    let (mut seen, mut twins, mut folders) = (BTreeSet::new(), 0, vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => twins += usize::from(!seen.insert(std::fs::read(entry.path()).unwrap())),
            }
        }
    }
    twins
}

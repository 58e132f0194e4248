//! No figure of the cleaner falls below the baseline (`tests/eval/README.md`).

use std::io::Write;
use std::path::PathBuf;

use crate::eval::gate::Baseline;
use crate::eval::matching::{grams, matching};
use crate::eval::report::{Corpus, Report, Scores};
use crate::eval::squeeze::{han, squeeze};
use crate::eval::{Half, Setup, evaluate};

#[test]
fn no_figure_falls_below_the_baseline() {
    let report = evaluate(&Setup {
        corpora: std::env::var_os("WENLAN_CORPORA").map(PathBuf::from),
        program: env!("CARGO_BIN_EXE_wenlan").into(),
        ..Setup::default()
    })
    .expect("what is there can be measured");
    for skipped in &report.skipped {
        // Past the test harness, which hides what a passing test prints.
        let _ = writeln!(std::io::stderr(), "skipped: {skipped}");
    }
    let complaints = Baseline::load().expect("the baseline is JSON").complaints(&report);
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// A report of one corpus with two figures, of which the second should be low.
fn report(digest: &str, f1: f64, leak: f64) -> Report {
    let scores = Scores {
        form: "text",
        part: None,
        half: Half::Look,
        pages: 1,
        figures: [("text_f1", f1), ("leak", leak)].into(),
        pinned: true,
    };
    let corpus = Corpus {
        name: "some".into(),
        digest: Some(digest.into()),
        scores: vec![scores],
        ..Corpus::default()
    };
    Report { corpora: vec![corpus], ..Report::default() }
}

fn pinned(report: &Report) -> Baseline {
    let mut baseline = Baseline::default();
    assert_eq!(baseline.update(report, None), [""; 0]);
    baseline
}

#[test]
fn the_gate_lets_noise_pass_and_names_what_fell() {
    let baseline = pinned(&report("a", 0.9, 0.1));
    assert_eq!(baseline.complaints(&report("a", 0.8997, 0.1003)), [""; 0]);
    let fallen = baseline.complaints(&report("a", 0.898, 0.102));
    assert_eq!(
        fallen,
        [
            "some: text/look/leak is 0.1020, pinned at most 0.1005",
            "some: text/look/text_f1 is 0.8980, pinned at least 0.8995"
        ]
    );
    assert!(baseline.complaints(&report("b", 0.9, 0.1))[0].contains("not the corpus that was pinned"));
    assert!(Baseline::default().complaints(&report("a", 0.9, 0.1))[0].contains("not in the baseline"));
}

#[test]
fn an_update_raises_and_never_lowers_without_a_reason() {
    let mut baseline = pinned(&report("a", 0.9, 0.1));
    baseline.update(&report("a", 0.95, 0.1003), None);
    assert!(baseline.complaints(&report("a", 0.94, 0.1)).len() == 1);
    // What rose is pinned; what fell within the tolerance stays where it was.
    assert!(baseline.complaints(&report("a", 0.95, 0.1008)).len() == 1);
    let before = baseline.clone();
    assert_eq!(baseline.update(&report("a", 0.93, 0.1), None).len(), 1);
    assert_eq!(baseline, before);
    assert_eq!(baseline.update(&report("a", 0.93, 0.1), Some("captions were counted twice")), [""; 0]);
    assert_eq!(baseline.complaints(&report("a", 0.93, 0.1)), [""; 0]);
    assert_eq!(baseline.lowered.len(), 1);
    assert_eq!(baseline.lowered[0].reason, "captions were counted twice");
    assert_eq!(baseline.update(&report("b", 0.5, 0.5), None), [""; 0], "another corpus is pinned as it is");
    assert_eq!(baseline.complaints(&report("b", 0.5, 0.5)), [""; 0]);
}

/// The expected numbers are those of Python's `difflib.SequenceMatcher` without its heuristic for junk.
#[test]
fn characters_in_common_are_counted_in_matching_blocks() {
    assert_eq!(matching("渡口停航三天", "渡口停航三天"), 6);
    assert_eq!(matching("渡口停航三天，乘客改走大桥", "乘客改走大桥，渡口停航三天"), 6);
    assert_eq!(matching("abxcdyabcd", "abcdabxcd"), 5);
    assert_eq!(matching("水位水位下降", "水位下降水位水位"), 4);
    assert_eq!(matching("", "渡口"), 0);
}

#[test]
fn grams_weigh_what_is_there_against_what_should_be() {
    assert_eq!(grams("渡口停航", "渡口停航"), [1.0; 3]);
    // Two grams in common: half of the four, and both of the two.
    assert_eq!(grams("渡口停航三天", "口停航三"), [0.5, 1.0, 2.0 / 3.0]);
    assert_eq!(grams("渡口", "大桥"), [0.0; 3]);
}

#[test]
fn texts_are_compared_without_what_renderers_add() {
    assert_eq!(squeeze("　　▲ 渡 口\u{200b}——ＡＢＣ-1\r"), "渡口ABC1");
    assert_eq!(han("第12章 渡口〇㐀"), 5);
}

//! The report as tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::loss::{LIMITS, Loss};
use crate::eval::report::{Corpus, Report, Scores};
use crate::eval::rules::Rules;

/// Prints everything, with so many of the worst documents of each corpus.
pub fn report(report: &Report, worst: usize, with_rules: bool) {
    for corpus in &report.corpora {
        println!("\n# {}\n", corpus.name);
        scores(corpus);
        if let Some(loss) = &corpus.loss {
            print_loss(loss);
        }
        if let Some(cases) = &corpus.cases {
            let count = |wanted: &str| cases.verdicts.values().filter(|verdict| *verdict == wanted).count();
            println!("{} of {} pass", count("PASS"), cases.verdicts.len());
            for verdict in ["PASS", "PARTLY", "FAIL"] {
                let numbers = cases.verdicts.iter().filter(|(_, said)| *said == verdict);
                let numbers: Vec<String> = numbers.map(|(number, _)| number.to_string()).collect();
                println!("{verdict:<7} {}", numbers.join(" "));
            }
        }
        for worst in corpus.worst.iter().take(worst) {
            println!("  {}: {}", worst.name, worst.said);
        }
    }
    if with_rules {
        rules(&report.rules);
    }
    println!();
    for skipped in &report.skipped {
        println!("skipped: {skipped}");
    }
}

/// A table for each part: a row a figure, a column a form and half.
fn scores(corpus: &Corpus) {
    let parts: BTreeSet<&Option<String>> = corpus.scores.iter().map(|scores| &scores.part).collect();
    for part in parts {
        let columns: Vec<&Scores> = corpus.scores.iter().filter(|scores| &scores.part == part).collect();
        print!("{:<16}", part.as_deref().unwrap_or("all"));
        for scores in &columns {
            print!(" {:>16}", format!("{} {}", scores.form, scores.half.name()));
        }
        print!("\n{:<16}", "pages");
        columns.iter().for_each(|scores| print!(" {:>16}", scores.pages));
        println!();
        let names: BTreeSet<&str> =
            columns.iter().flat_map(|scores| scores.figures.keys().copied()).collect();
        for name in names {
            print!("{name:<16}");
            for scores in &columns {
                let figure = scores.figures.get(name).map_or("-".into(), |value| format!("{value:.4}"));
                print!(" {figure:>16}");
            }
            println!();
        }
        println!();
    }
}

fn print_loss(loss: &Loss) {
    let figures = loss.figures();
    let lost = figures.get("lost").copied().unwrap_or_default();
    print!("{} documents", loss.documents);
    if loss.one_in > 1 {
        print!(" (one in {})", loss.one_in);
    }
    println!(", {} not read; {:.3} % of {} Han characters lost", loss.unread, lost * 100.0, loss.han);
    for ((_, limit), documents) in LIMITS.iter().zip(loss.over) {
        println!("  more than {:>2.0} %: {documents} documents", limit * 100.0);
    }
    let mut rules: Vec<_> = loss.rules.iter().collect();
    rules.sort_by_key(|(name, rule)| (std::cmp::Reverse(rule.lost), *name));
    if !rules.is_empty() {
        println!("  {:<24} {:>10} {:>8} {:>8} {:>8}", "rule", "lost", "> 2 %", "> 15 %", "> 50 %");
    }
    for (name, rule) in rules.iter().take(12) {
        let [a, b, c] = rule.over;
        println!("  {name:<24} {:>10} {a:>8} {b:>8} {c:>8}", rule.lost);
    }
}

fn rules(rules: &Rules) {
    println!("\n# rules\n");
    println!("{:<28} {:>9} {:>9} {:>16} {:>16}", "rule", "lines", "documents", "right, look", "right, score");
    let sorted: BTreeMap<_, _> =
        rules.iter().map(|(name, rule)| ((usize::MAX - rule.lines, name), rule)).collect();
    for ((_, name), rule) in sorted {
        let precision = |[right, all]: [usize; 2]| match all {
            0 => "-".into(),
            _ => format!("{:.3} of {all}", right as f64 / all as f64),
        };
        println!(
            "{name:<28} {:>9} {:>9} {:>16} {:>16}",
            rule.lines,
            rule.documents,
            precision(rule.look),
            precision(rule.score)
        );
    }
}

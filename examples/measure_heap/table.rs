//! The table: a row a thing that was measured, a column a heap.

use std::time::Duration;

/// A goal and whether it was reached.
pub struct Goal {
    said: String,
    reached: bool,
}

impl Goal {
    pub fn most(most: f64, value: f64, unit: &str) -> Option<Goal> {
        let said = format!("at most {most} {unit}");
        most.is_finite().then_some(Goal { said, reached: value <= most })
    }

    pub fn least(least: f64, value: f64, unit: &str) -> Option<Goal> {
        Some(Goal { said: format!("at least {least} {unit}"), reached: value >= least })
    }
}

#[derive(Default)]
pub struct Table {
    heaps: Vec<String>,
    /// What was measured, and what the heaps have for it.
    rows: Vec<(String, Vec<String>)>,
    missed: Vec<String>,
}

impl Table {
    /// Begins with another heap.
    pub fn heap(&mut self, name: String) {
        self.heaps.push(name);
    }

    pub fn row(&mut self, what: &str, value: String, goal: Option<Goal>) {
        let at = self.heaps.len().saturating_sub(1);
        if let Some(goal) = goal.filter(|goal| !goal.reached) {
            let heap = self.heaps.last().map_or("", String::as_str);
            self.missed.push(format!("{heap}: {what}: {value}, should be {}", goal.said.trim_end()));
        }
        let row = match self.rows.iter().position(|(known, _)| known == what) {
            Some(row) => row,
            None => {
                self.rows.push((what.to_owned(), Vec::new()));
                self.rows.len() - 1
            }
        };
        let cells = &mut self.rows[row].1;
        cells.resize(at, String::new());
        cells.push(value);
    }

    /// A time beside that of a plain tool; the goal is a ratio.
    pub fn beside(&mut self, what: &str, time: Duration, other: Duration, tool: &str, most: Option<f64>) {
        let ratio = time.as_secs_f64() / other.as_secs_f64();
        let goal = most.and_then(|most| Goal::most((most * 100.0).round() / 100.0, ratio, "times that"));
        let what = format!("{what} (×: to {tool})");
        self.row(&what, format!("{} ({ratio:.2} ×)", milliseconds(time)), goal);
    }

    /// Times of keys: their median and 99th percentile, in milliseconds, and what they should be at most.
    pub fn times(&mut self, what: &str, times: &[Duration], most: [f64; 2]) {
        let [median, slowest] = [0.5, 0.99].map(|share| percentile(times, share));
        let reached = median <= most[0] && slowest <= most[1];
        let goal = Goal { said: format!("at most {} / {} ms", most[0], most[1]), reached };
        self.row(what, format!("{median:.1} / {slowest:.1} ms"), Some(goal));
    }

    pub fn print(&self) {
        println!("| what | {} |", self.heaps.join(" | "));
        println!("|---|{}", "---:|".repeat(self.heaps.len()));
        for (what, cells) in &self.rows {
            println!("| {what} | {} |", cells.join(" | "));
        }
        for missed in &self.missed {
            println!("\nmissed: {missed}");
        }
    }
}

/// In milliseconds; 0 of none.
pub fn percentile(times: &[Duration], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = (times.len().saturating_sub(1) as f64 * share) as usize;
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

pub fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    if milliseconds < 20.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}

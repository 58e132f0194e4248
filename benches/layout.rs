//! How fast text is laid out, measured and folded.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use wenlan::text::layout::{Measure, glyphs, rows, rows_in, stretch_at};
use wenlan::text::variant::fold;
use wenlan::text::width::{Ambiguous, width};

fn main() {
    divan::main();
}

const PARAGRAPH: &str = "今年以来，全镇新修水渠12.5公里，惠及农户3,400余户。“水到了田头，心里就踏实了！”\
    村民说——往年这个时候还在排队等水……镇农技站（2019年设立）用GIS绘图，把每块田都标在了地图上。";

fn text(bytes: usize) -> String {
    PARAGRAPH.repeat(bytes / PARAGRAPH.len())
}

fn measure(columns: usize) -> Measure {
    Measure { columns, first_indent: 4, full_width: true, ..Measure::default() }
}

#[divan::bench(args = [40, 80, 200])]
fn rows_of_a_megabyte(bencher: Bencher, columns: usize) {
    let text = text(1 << 20);
    bencher.counter(BytesCount::of_str(&text)).bench(|| rows(black_box(&text), &measure(columns)));
}

#[divan::bench]
fn glyphs_of_a_screen(bencher: Bencher) {
    let text = text(6000);
    let measure = measure(80);
    let rows = rows(&text, &measure);
    bencher.bench(|| rows.iter().map(|row| glyphs(black_box(&text), row, &measure).count()).sum::<usize>());
}

/// The rows around a place in one paragraph of 50 MB.
#[divan::bench]
fn jump_into_fifty_megabytes(bencher: Bencher) {
    let text = text(50 << 20);
    let middle = text.len() / 2;
    bencher.bench(|| rows_in(&text, stretch_at(&text, black_box(middle)), &measure(80)));
}

#[divan::bench]
fn width_of_a_megabyte(bencher: Bencher) {
    let text = text(1 << 20);
    bencher.counter(BytesCount::of_str(&text)).bench(|| width(black_box(&text), Ambiguous::Narrow));
}

#[divan::bench]
fn fold_a_megabyte(bencher: Bencher) {
    let text = text(1 << 20);
    let bytes = BytesCount::of_str(&text);
    bencher.counter(bytes).bench(|| black_box(&text).chars().map(fold).filter(|&c| c == '的').count());
}

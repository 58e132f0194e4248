//! Numbers as they are shown.

/// A number of bytes in a unit (powers of ten) that leaves one to three digits before the point: `12.3 MB`.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut value = number as f64 / 1e3;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1e3;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_in_the_unit_that_suits() {
        let shown = [0, 940, 999_949, 999_950, 130_200_000, 5_000_000_000].map(bytes);
        assert_eq!(shown, ["0.0 kB", "0.9 kB", "999.9 kB", "1.0 MB", "130.2 MB", "5.0 GB"]);
    }
}

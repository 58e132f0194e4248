//! Numbers in Arabic and Chinese digits, as they stand before units: 321755, 1,280, 6.7亿, 400余万, 三百余,
//! 二〇一七, 两万五.

use super::units;
use crate::text::class::han_digit;

/// A number at the start of a run of characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    pub value: f64,
    /// Characters it takes.
    pub len: usize,
    pub form: Form,
    /// 余, 多 or 几 say that it is not exact.
    pub vague: bool,
    /// The magnitude (万, 亿…) that was multiplied in, 1 without.
    pub magnitude: f64,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Arabic digits; how many before the decimal point, and whether there is one.
    Arabic { digits: usize, decimal: bool },
    /// One Chinese digit, 二 to 九 or 两.
    Digit,
    /// Chinese digits one after another: 二〇一七.
    Positional,
    /// Chinese with 十, 百, 千…
    Chinese,
    /// Magnitudes alone: 百, 千万; a number only beside a word that says so (近百名, 千余亩).
    Bare,
}

/// The number with which `chars` (folded) begin.
pub fn number(chars: &[char]) -> Option<Number> {
    if chars.first()?.is_ascii_digit() { arabic(chars) } else { chinese(chars) }
}

impl Number {
    pub fn has_point(&self) -> bool {
        matches!(self.form, Form::Arabic { decimal: true, .. })
    }
}

/// The magnitudes with which `chars` begin, multiplied, and how many there are: 万 before 元.
pub fn magnitudes(chars: &[char]) -> (f64, usize) {
    let factors: Vec<f64> = (0..chars.len()).map_while(|at| magnitude_at(chars, at)).collect();
    (factors.iter().product(), factors.len())
}

/// Factors of ten that multiply a number before them.
fn magnitude(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 1e1,
        '百' | '佰' => 1e2,
        '千' | '仟' => 1e3,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    })
}

fn is_vague(c: char) -> bool {
    matches!(c, '余' | '多')
}

/// A magnitude, unless a unit begins there: in 5千克 the 千 belongs to the unit.
fn magnitude_at(chars: &[char], at: usize) -> Option<f64> {
    let factor = magnitude(*chars.get(at)?)?;
    units::longest(&chars[at..]).is_none().then_some(factor)
}

fn arabic(chars: &[char]) -> Option<Number> {
    let (plain, mut len) = decimal(chars);
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let decimal_point = plain.contains('.');
    let mut vague = false;
    let mut factor = 1.0;
    let mut at = len + usize::from(chars.get(len) == Some(&' '));
    loop {
        match chars.get(at) {
            // 20来个, 10几个: only before a unit.
            Some('来' | '几') if units::longest(&chars[at + 1..]).is_some() => vague = true,
            Some(&c) if is_vague(c) && !vague => vague = true,
            // 21个亿
            Some('个') if matches!(chars.get(at + 1), Some('万' | '亿')) => {}
            Some(_) => match magnitude_at(chars, at) {
                Some(more) => factor *= more,
                None => break,
            },
            None => break,
        }
        at += 1;
        len = at;
    }
    let scale = factor.log10().round() as i32;
    // Through text, so that 6.7亿 is exactly 670000000.
    let mut value: f64 = format!("{plain}e{scale}").parse().ok()?;
    // 1亿2000万, 3万5千
    if factor > 1.0
        && !vague
        && chars.get(len).is_some_and(char::is_ascii_digit)
        && let Some(rest) = arabic(&chars[len..])
        && rest.value < factor
        && rest.magnitude < factor
        && rest.magnitude > 1.0
    {
        value += rest.value;
        len += rest.len;
        vague = rest.vague;
    }
    Some(Number {
        value,
        len,
        form: Form::Arabic { digits, decimal: decimal_point },
        vague,
        magnitude: factor,
    })
}

/// The digits of a plain number without separators, and the characters it takes. A comma separates
/// thousands only where groups of three follow, since crawled text has it for the Chinese comma too.
fn decimal(chars: &[char]) -> (String, usize) {
    let run = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut len = run(0);
    if (1..=3).contains(&len) && chars[0] != '0' {
        while chars.get(len) == Some(&',') && run(len + 1) == 3 {
            len += 4;
        }
    }
    let fraction = if chars.get(len) == Some(&'.') { run(len + 1) } else { 0 };
    if fraction > 0 {
        len += 1 + fraction;
    }
    (chars[..len].iter().filter(|&&c| c != ',').collect(), len)
}

fn chinese(chars: &[char]) -> Option<Number> {
    // 数百, 几十: some hundreds count as one, the least there can be.
    if let ['数' | '几', rest @ ..] = chars {
        magnitude_at(rest, 0)?;
        let some = chinese(rest)?;
        return Some(Number { len: some.len + 1, form: Form::Chinese, vague: true, ..some });
    }
    let mut total = 0.0; // closed by 万 or 亿
    let mut section = 0.0; // below 万
    let mut pending: Option<u32> = None;
    let mut last = f64::INFINITY; // the last factor, for 三百五
    let mut zero = false;
    let mut vague = false;
    let (mut factors, mut any_digit) = (0, false);
    let mut largest = 1.0;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if let Some(value) = han_digit(c) {
            if pending.is_some() || (vague && at > 0) {
                if factors > 0 {
                    break;
                }
                return positional(chars);
            }
            any_digit = true;
            if value == 0 {
                zero = true;
            } else {
                pending = Some(value);
            }
        } else if let Some(factor) = magnitude_at(chars, at) {
            if factor >= 1e4 {
                let count = section + f64::from(pending.take().unwrap_or(0));
                let bare = count == 0.0 && total == 0.0;
                if count == 0.0 && total > 0.0 {
                    total *= factor; // 一万亿
                } else {
                    total += if bare { factor } else { count * factor };
                }
                section = 0.0;
            } else if factor >= last && last < 1e4 {
                return None; // 三百千 is no number
            } else {
                section += f64::from(pending.take().unwrap_or(1)) * factor;
            }
            (last, zero) = (factor, false);
            largest = f64::max(largest, factor);
            factors += 1;
        } else if (is_vague(c) || matches!(c, '几' | '来')) && at > 0 && !vague && pending.is_none() {
            vague = true;
        } else {
            break;
        }
        at += 1;
    }
    let ones = match pending {
        // 两万五, 三百五: the digit stands one place below, unless a zero says otherwise.
        Some(value) if factors > 0 && !zero && (100.0..f64::INFINITY).contains(&last) => {
            f64::from(value) * last / 10.0
        }
        Some(value) => f64::from(value),
        None => 0.0,
    };
    if at == 0 || (factors == 0 && pending.is_none()) {
        return None;
    }
    let form = match (factors, han_digit(chars[0])) {
        (0, _) => Form::Digit,
        (_, None) if chars[0] != '十' && chars[0] != '拾' && !any_digit => Form::Bare,
        _ => Form::Chinese,
    };
    let mut value = total + section + ones;
    let mut len = at;
    // 三点五
    if chars.get(at) == Some(&'点') && !vague {
        let fraction: String = chars[at + 1..]
            .iter()
            .map_while(|&c| han_digit(c))
            .filter_map(|d| char::from_digit(d, 10))
            .collect();
        if !fraction.is_empty() {
            value = format!("{value}.{fraction}").parse().ok()?;
            len += 1 + fraction.len();
            if let Some(factor) = magnitude_at(chars, len) {
                (value, largest) = (value * factor, factor);
                len += 1;
            }
        }
    }
    Some(Number { value, len, form, vague, magnitude: largest })
}

/// 二〇一七: four digits that can be a year; or two neighbours, 五六, which mean about that many and count as the
/// lower; either may be followed by a magnitude (三四十).
fn positional(chars: &[char]) -> Option<Number> {
    let digits: Vec<u32> = chars.iter().map_while(|&c| han_digit(c)).collect();
    match digits.as_slice() {
        [_, _, _, _] => {
            let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
            (1000..2100).contains(&value).then_some(Number {
                value: f64::from(value),
                len: 4,
                form: Form::Positional,
                vague: false,
                magnitude: 1.0,
            })
        }
        &[low, high] if high == low + 1 && low > 0 => {
            let factor = magnitude_at(chars, 2);
            Some(Number {
                value: f64::from(low) * factor.unwrap_or(1.0),
                len: 2 + usize::from(factor.is_some()),
                form: if factor.is_some() { Form::Chinese } else { Form::Digit },
                vague: true,
                magnitude: factor.unwrap_or(1.0),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(text: &str) -> Option<(f64, usize)> {
        let chars: Vec<char> = text.chars().collect();
        number(&chars).map(|number| (number.value, number.len))
    }

    #[test]
    fn arabic_numbers() {
        for (text, expected, len) in [
            ("321755元", 321_755.0, 6),
            ("1,280,000元", 1_280_000.0, 9),
            ("6.7亿元", 670_000_000.0, 4),
            ("400余万元", 4_000_000.0, 5),
            ("1.2万亿元", 1.2e12, 5),
            ("34.9亩", 34.9, 4),
            ("1亿2000万元", 120_000_000.0, 7),
            ("5千克", 5.0, 1),
            ("3千人", 3000.0, 2),
            ("2019,300", 2019.0, 4),
            ("1700余名", 1700.0, 5),
            ("20来个", 20.0, 3),
            ("21个亿", 2.1e9, 4),
        ] {
            assert_eq!(value(text), Some((expected, len)), "{text}");
        }
    }

    #[test]
    fn chinese_numbers() {
        for (text, expected, len) in [
            ("三百余亩", 300.0, 3),
            ("二十年", 20.0, 2),
            ("十二名", 12.0, 2),
            ("两万五千人", 25_000.0, 4),
            ("两万五", 25_000.0, 3),
            ("一千零三户", 1003.0, 4),
            ("三十多万元", 300_000.0, 4),
            ("二〇一七年", 2017.0, 4),
            ("一万亿元", 1e12, 3),
            ("三亿四千万元", 340_000_000.0, 5),
            ("三点五亿元", 350_000_000.0, 4),
            ("五六十人", 50.0, 3),
            ("百余名", 100.0, 2),
            ("数十万元", 100_000.0, 3),
            ("几百人", 100.0, 2),
            ("十几年", 10.0, 2),
            ("十来个", 10.0, 2),
            ("三万六千亩", 36_000.0, 4),
            ("两亩", 2.0, 1),
        ] {
            assert_eq!(value(text), Some((expected, len)), "{text}");
        }
        assert_eq!(value("三百千"), None);
        assert_eq!(value("三三两两"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[一二两三十百千万亿零〇余多点0-9.,来元千克 ]{1,24}") {
            let chars: Vec<char> = text.chars().collect();
            if let Some(number) = number(&chars) {
                prop_assert!(number.len >= 1 && number.len <= chars.len());
                prop_assert!(number.value.is_finite() && number.value >= 0.0);
            }
        }
    }
}

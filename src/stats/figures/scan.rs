//! Reads a text from left to right for quantities: numbers, units, ranges, fractions, and what only looks like one.

use std::cell::OnceCell;
use std::ops::Range;

use super::number::{self, Form, Number};
use super::units::{self, Unit};
use super::{Kind, Quantity, date};
use crate::text::class::han_digit;
use crate::text::segment::cut;
use crate::text::variant::fold;

/// Words before a number that belong to the figure; the longest first.
const BEFORE: &[&str] = &[
    "不低于",
    "不少于",
    "不超过",
    "超过",
    "将近",
    "接近",
    "大约",
    "不足",
    "不到",
    "至少",
    "约",
    "近",
    "超",
    "逾",
];
/// Words of which the last character is one of [`BEFORE`] without meaning it.
const NOT_BEFORE: &[&str] = &[
    "最近", "附近", "邻近", "靠近", "临近", "新近", "远近", "亲近", "贴近", "逼近", "节约", "契约", "合约",
    "条约", "公约", "预约", "履约", "签约", "违约", "高超", "反超", "赶超",
];
/// Words after the unit that belong to the figure.
const AFTER: &[&str] = &["以上", "以下", "以内", "左右", "上下", "不等"];
/// What is named by a number of points, in the language of politics, and counts none: 八项规定, 三个代表.
const SLOGANS: &[&str] = &[
    "规定", "代表", "意识", "自信", "全面", "维护", "确立", "务必", "结合", "坚持", "基本", "文明", "伟大",
    "一", "重大", "总", "代", "不", "多",
];
/// Where one of these stands before a number, the number says which one, not how many.
const RANK: &str = "第№";
const RANGE: &[&str] = &["——", "—", "–", "-", "~", "～", "至", "到"];
/// Signs and codes (ISO 4217) of currencies before a number; the longest first.
const CURRENCY: &[(&str, &str)] = &[
    ("US$", "美元"),
    ("HK$", "港元"),
    ("NT$", "新台币"),
    ("A$", "澳元"),
    ("C$", "加元"),
    ("S$", "新元"),
    ("RMB", "元"),
    ("CNY", "元"),
    ("USD", "美元"),
    ("HKD", "港元"),
    ("EUR", "欧元"),
    ("JPY", "日元"),
    ("GBP", "英镑"),
    ("¥", "元"),
    ("￥", "元"),
    ("$", "美元"),
    ("＄", "美元"),
    ("€", "欧元"),
    ("£", "英镑"),
    ("₩", "韩元"),
];

pub struct Scan<'a> {
    text: &'a str,
    /// Folded characters, and where each begins in the text.
    pub chars: Vec<char>,
    starts: Vec<usize>,
    /// The segmenter's words; made when first asked for.
    words: OnceCell<Vec<Range<usize>>>,
}

pub enum Step {
    Found(Quantity, usize),
    /// Nothing begins before this character.
    Skip(usize),
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Scan<'a> {
        let (starts, chars) = text.char_indices().map(|(at, c)| (at, fold(c))).unzip();
        Scan { text, chars, starts, words: OnceCell::new() }
    }

    /// The byte at which a character begins.
    fn byte(&self, at: usize) -> usize {
        self.starts.get(at).copied().unwrap_or(self.text.len())
    }

    fn starts_with(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(n, c)| self.chars.get(at + n) == Some(&c))
    }

    fn ends_with(&self, end: usize, word: &str) -> bool {
        let len = word.chars().count();
        end >= len && self.starts_with(end - len, word)
    }

    /// What begins at a character.
    pub fn at(&self, at: usize) -> Step {
        let c = self.chars[at];
        if let Some(step) = self.fraction(at).or_else(|| self.written_fraction(at)) {
            return step;
        }
        if !c.is_ascii_digit() && han_digit(c).is_none() && !"十百千万亿拾佰仟数几".contains(c) {
            return Step::Skip(at + 1);
        }
        let Some(first) = number::number(&self.chars[at..]) else { return Step::Skip(self.digits_end(at)) };
        if self.is_named(at) {
            return Step::Skip(self.digits_end(at).max(at + first.len));
        }
        if let Some(step) = self.year_of_the_era(at, &first).or_else(|| self.days(at, &first)) {
            return step;
        }
        let exact = !self.has_before(at) && !self.ends_with(at, "长达");
        if exact && let Some(date) = date::date(&self.chars[at..]) {
            return self.date(at, date);
        }
        self.quantity(at, first)
    }

    /// The end of the digits, dots and commas that begin at `at`, so that no part of them is a number.
    fn digits_end(&self, at: usize) -> usize {
        let tail = self.chars[at..].iter().enumerate();
        let inside = |(n, c): (usize, &char)| {
            let next = self.chars.get(at + n + 1);
            c.is_ascii_digit() || (matches!(c, '.' | ',') && next.is_some_and(char::is_ascii_digit))
        };
        at + tail.take_while(|&(n, c)| inside((n, c))).count()
    }

    /// Whether the number at `at` is part of a name or a rank: PM2.5, G107, 第12位, 0371-6655.
    fn is_named(&self, at: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).map(|at| self.chars[at]);
        let Some(mut last) = before(1) else { return false };
        if last == ' '
            && let Some(c) = before(2)
        {
            last = c;
            return RANK.contains(last);
        }
        // What grows in the negative (-3.5%) is a number; what follows letters or digits is part of a name.
        match last {
            '-' | '_' | '/' => before(2).is_some_and(|c| c.is_ascii_alphanumeric()),
            '.' | ':' => before(2).is_some_and(|c| c.is_ascii_digit()),
            '前' => {
                // 前10名 are the best ten; 前6个月 are six months.
                let end = self.digits_end(at);
                matches!(self.chars.get(end), Some('名' | '位' | '强'))
            }
            c => c.is_ascii_alphabetic() || RANK.contains(c),
        }
    }

    /// Where the approximating word before a number begins.
    fn before(&self, at: usize) -> usize {
        if NOT_BEFORE.iter().any(|word| self.ends_with(at, word)) {
            return at;
        }
        BEFORE.iter().find(|word| self.ends_with(at, word)).map_or(at, |word| at - word.chars().count())
    }

    fn has_before(&self, at: usize) -> bool {
        self.before(at) < at
    }

    fn after(&self, at: usize) -> usize {
        AFTER.iter().find(|word| self.starts_with(at, word)).map_or(at, |word| at + word.chars().count())
    }

    fn found(&self, start: usize, end: usize, value: f64, unit: &str, kind: Kind) -> Step {
        self.found_from(start, end, (value, None), unit, kind)
    }

    /// A figure that may be a range.
    fn found_from(
        &self,
        start: usize,
        end: usize,
        (value, to): (f64, Option<f64>),
        unit: &str,
        kind: Kind,
    ) -> Step {
        let (start, end) = (self.before(start), self.after(end));
        let bytes = self.byte(start)..self.byte(end);
        Step::Found(Quantity { value, to, unit: unit.to_owned(), kind, bytes }, end)
    }

    /// Where the sign or word begins that makes a number with this unit negative: -15℃, 零下15度, 负3%. A dash
    /// after a letter, a digit or a closing mark joins.
    fn negative(&self, at: usize, kind: Kind) -> Option<usize> {
        if kind == Kind::Power && self.ends_with(at, "零下") {
            return Some(at - 2);
        }
        if !matches!(kind, Kind::Power | Kind::Share | Kind::Money) {
            return None;
        }
        let sign = self.chars[at.checked_sub(1)?];
        let joins = at.checked_sub(2).is_some_and(|before| {
            let c = self.chars[before];
            c.is_ascii_alphanumeric() || han_digit(c).is_some() || "%℃度元)]\"年月日第".contains(c)
        });
        let either = sign == '负' && self.ends_with(at - 1, "正");
        (matches!(sign, '-' | '−' | '负') && !joins && !either).then(|| at - 1)
    }

    /// Days that are counted, not dated: 十五日内, 提前三十日, 60日. In Chinese digits a day of the month is
    /// written behind its month; statutes write their terms so.
    fn days(&self, at: usize, number: &Number) -> Option<Step> {
        let end = at + number.len;
        if self.chars.get(end) != Some(&'日') || number.has_point() || number.value < 1.0 {
            return None;
        }
        // 155日元, 数万日本人
        if self.chars.get(end + 1).is_some_and(|next| "元圆本系".contains(*next)) || number.magnitude >= 1e4
        {
            return None;
        }
        let after = |word: &&str| self.starts_with(end + 1, word);
        let before = |word: &&str| self.ends_with(at, word);
        // The end of a stretch of dates (8月17日至23日), or a day of a month that was named.
        let dated = ["月", "至", "到", "、", "-", "—", "~", "每月", "农历", "初"].iter().any(before);
        let within = ["内", "以内", "之内", "以上", "以下", "不等", "左右", "的期限"].iter().any(after);
        let termed = [
            "满",
            "届满",
            "提前",
            "期限为",
            "延长",
            "至少",
            "少于",
            "不超过",
            "超过",
            "不得超过",
            "拘留",
            "为期",
            "期为",
        ];
        let termed = termed.iter().any(before);
        // 在会议召开十五日前; 于15日前 names a day.
        let around = after(&"前后");
        let ahead = ["前", "之前", "以前", "后", "之后", "以后"].iter().any(after) && !around;
        // News name days in Arabic digits (25日前完成), statutes count them from an event (召开15日前).
        let event = ["起", "召开", "开始", "施行", "届满", "举行", "期满", "进境", "生效", "到期"];
        let event = event.iter().any(before);
        let named = ["于", "在", "自", "从", "截至", "截止", "今", "昨", "明", "本", "当"].iter().any(before);
        let counted = match number.form {
            Form::Arabic { .. } => within || termed || number.value > 31.0 || (ahead && event),
            Form::Chinese => within || termed || number.value > 31.0 || ahead || !named,
            Form::Digit => within || termed || (ahead && !named),
            Form::Positional | Form::Bare => false,
        };
        let begins = self.begins_word(at);
        (counted && !dated && begins).then(|| self.found(at, end + 1, number.value, "日", Kind::Duration))
    }

    fn date(&self, at: usize, date: date::Date) -> Step {
        let end = at + date.len;
        let bytes = self.byte(at)..self.byte(end);
        let unit = date.unit.to_owned();
        Step::Found(Quantity { value: date.value, to: date.to, unit, kind: Kind::Date, bytes }, end)
    }

    /// 公元763年, 公元前221年, 民国101年
    fn year_of_the_era(&self, at: usize, number: &Number) -> Option<Step> {
        const ERAS: [(&str, f64, f64); 3] =
            [("公元前", -1.0, 0.0), ("公元", 1.0, 0.0), ("民国", 1.0, 1911.0)];
        let (_, sign, first) = ERAS.iter().find(|(word, ..)| self.ends_with(at, word))?;
        let end = at + number.len;
        (self.chars.get(end) == Some(&'年')).then(|| {
            let value = first + sign * number.value;
            self.date(at, date::Date { value, to: None, unit: "年", len: number.len + 1 })
        })
    }

    /// 2/3以上, 1/5的: a page, a score or a date is not followed by these.
    fn written_fraction(&self, at: usize) -> Option<Step> {
        let digits = |from: usize| {
            let tail = self.chars.get(from..)?;
            let text: String = tail.iter().take_while(|c| c.is_ascii_digit()).collect();
            (1..=2).contains(&text.len()).then_some(())?;
            Some((text.parse::<u32>().ok()?, from + text.len()))
        };
        let (numerator, slash) = digits(at)?;
        let (denominator, end) = digits(slash + 1)?;
        let fits = self.chars[slash] == '/'
            && (1..denominator).contains(&numerator)
            && self.chars.get(end).is_some_and(|c| "的以左多强弱".contains(*c))
            && !self.is_named(at);
        let value = format!("{:.10}", f64::from(numerator) * 100.0 / f64::from(denominator)).parse().ok()?;
        fits.then(|| self.found(at, end, value, "%", Kind::Share))
    }

    /// 百分之九十五, 三分之二, 八成
    fn fraction(&self, at: usize) -> Option<Step> {
        let rest = &self.chars[at..];
        let (numerator_at, base) = if self.starts_with(at, "百分之") {
            (at + 3, 100.0)
        } else if self.starts_with(at, "千分之") {
            (at + 3, 1000.0)
        } else {
            let denominator = number::number(rest).filter(|number| number.value >= 2.0)?;
            let end = at + denominator.len;
            if self.chars.get(end) == Some(&'成') && (2.0..10.0).contains(&denominator.value) {
                let next = self.chars.get(end + 1);
                // 3成企业 and 超过六成企业 count, where 六成企业 may be anything.
                let said = matches!(denominator.form, Form::Arabic { .. }) || self.has_before(at);
                let closed = next.is_none_or(|c| match said {
                    true => !"为立功就员果品长本交绩熟都人年".contains(*c),
                    false if han_digit(*c).is_some() => self.closes(end + 2),
                    false => {
                        !c.is_alphanumeric() || c.is_ascii_digit() || "以左的多是用在由来新到至".contains(*c)
                    }
                });
                return closed.then(|| {
                    let end = end + usize::from(next == Some(&'多'));
                    // 三成五
                    let half = next.and_then(|&c| han_digit(c)).filter(|_| self.closes(end + 2));
                    let (value, end) = match half {
                        Some(half) => (denominator.value * 10.0 + f64::from(half), end + 2),
                        None => (denominator.value * 10.0, end + 1),
                    };
                    self.found(at, end, value, "%", Kind::Share)
                });
            }
            if !self.starts_with(end, "分之") {
                return None;
            }
            (end + 2, denominator.value)
        };
        let numerator = number::number(self.chars.get(numerator_at..)?)?;
        let value = format!("{:.10}", numerator.value * 100.0 / base).parse().ok()?;
        Some(self.found(at, numerator_at + numerator.len, value, "%", Kind::Share))
    }

    fn quantity(&self, at: usize, first: Number) -> Step {
        // 1.2019年 is item 1 and then a year.
        if let Form::Arabic { digits, decimal: true } = first.form
            && let Some(date) = date::date(&self.chars[at + digits + 1..])
            && date.len >= 5
            && date.value >= 1000.0
        {
            return self.date(at + digits + 1, date);
        }
        let mut number = first;
        let mut end = at + first.len;
        let mut value = first.value;
        let mut to = None;
        if let Some((upper, upper_end)) = self.range(end) {
            // In 3—5万元 both ends are tens of thousands.
            if first.magnitude == 1.0 {
                value *= upper.magnitude;
            }
            if upper.value < value && !self.ends_with(at, "零下") {
                return Step::Skip(end);
            }
            to = Some(upper.value);
            (number, end) = (upper, upper_end);
            // 2016—2020年, 1—4月, 3至5日
            if let Some(date) = date::date(&self.chars[end - number.len..])
                && matches!(date.unit, "年" | "月" | "日")
            {
                let len = end - number.len + date.len - at;
                let date = date::Date { value, to: Some(date.value), unit: date.unit, len };
                return self.date(at, date);
            }
        }
        let unit_at = end + usize::from(self.chars.get(end) == Some(&' '));
        match (self.unit(unit_at), self.currency(at)) {
            (Some((unit, unit_end)), _) => {
                let Some(kind) = unit.kind else { return Step::Skip(unit_end) };
                if self.says_nothing(at, unit_end, &number, unit) {
                    return Step::Skip(unit_at);
                }
                if let Some(start) = self.negative(at, kind) {
                    // 零下10至5℃: the sign is that of both ends.
                    let (low, high) = match to {
                        Some(to) => (-to.max(value), Some(-to.min(value))),
                        None => (-value, None),
                    };
                    return self.found_from(start, unit_end, (low, high), unit.name, kind);
                }
                if to.is_none()
                    && let Some((part, end)) = self.rest(unit, unit_end)
                {
                    let (name, kind) =
                        if unit.name == "块" { ("元", Kind::Money) } else { (unit.name, kind) };
                    return self.found(at, end, value + part, name, kind);
                }
                let (name, end) = self.per(unit.name, unit_end);
                if to.is_none()
                    && name == unit.name
                    && let Some((upper, end)) = self.upper(unit, value, end)
                {
                    return self.found_from(at, end, (value, Some(upper)), unit.name, kind);
                }
                self.found_from(at, end, (value, to), &name, kind)
            }
            (None, Some(name)) => {
                let bytes = self.byte(at - name.1)..self.byte(end);
                let quantity = Quantity { value, to, unit: name.0.to_owned(), kind: Kind::Money, bytes };
                Step::Found(quantity, end)
            }
            (None, None) => {
                if let Some((unit, factor, end)) = self.bracketed(at, end)
                    && let Some(kind) = unit.kind
                {
                    return self.found(at, end, value * factor, unit.name, kind);
                }
                // 粉丝10万, 3000多村民: a number of that form says how many without a unit.
                if self.stands_alone(at, &number, end) {
                    return self.found(at, end, value, "", Kind::Count);
                }
                Step::Skip(end.max(self.digits_end(at)))
            }
        }
    }

    /// The unit that begins at a character, and where it ends. Where it may be the beginning of another
    /// word, the segmenter says whether it is.
    fn unit(&self, at: usize) -> Option<(&'static Unit, usize)> {
        let found = units::longest(self.chars.get(at..)?)?;
        let end = at + found.len;
        (!found.doubtful || self.begins_word(end)).then_some((found.unit, end))
    }

    /// What is said in a smaller unit, or in none, behind a metre or a piece of money, and where it ends: 1米75,
    /// 3块5毛, 3块5.
    fn rest(&self, unit: &Unit, at: usize) -> Option<(f64, usize)> {
        match unit.name {
            "米" => self.tenths(at),
            "元" | "块" => {
                let digit =
                    number::number(self.chars.get(at..)?).filter(|n| n.value < 10.0 && !n.has_point())?;
                let end = at + digit.len;
                match self.chars.get(end) {
                    Some('毛' | '角') => Some((digit.value / 10.0, end + 1)),
                    // 3块5 is said, 3元5 is not.
                    next if unit.name == "块" && next.is_none_or(|c| !c.is_alphanumeric()) => {
                        Some((digit.value / 10.0, end))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The upper end of a range that has the unit at both ends, and where it ends: 10%至15%, 3米—5米.
    fn upper(&self, unit: &Unit, lower: f64, end: usize) -> Option<(f64, usize)> {
        let (upper, upper_end) = self.range(end)?;
        let (other, unit_end) =
            self.unit(upper_end + usize::from(self.chars.get(upper_end) == Some(&' ')))?;
        (other.name == unit.name && upper.value > lower).then_some((upper.value, unit_end))
    }

    /// What stands behind a metre, and where it ends: 1米4, 1米75.
    fn tenths(&self, at: usize) -> Option<(f64, usize)> {
        let end = self.digits_end(at);
        let digits: String = self.chars[at..end].iter().collect();
        let apart = self.chars.get(end).is_none_or(|c| !c.is_alphanumeric() || "的多高长宽".contains(*c));
        let fits = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        (fits && apart).then_some(())?;
        Some((format!("0.{digits}").parse().ok()?, end))
    }

    /// The unit that stands in brackets beside a number, the magnitude that it brings, and where the figure
    /// ends: 1200(平方米); 投资额（万元）：860.
    fn bracketed(&self, at: usize, end: usize) -> Option<(&'static Unit, f64, usize)> {
        if self.chars.get(end) == Some(&'(') {
            let (unit, factor, close) = self.in_brackets(end + 1)?;
            return Some((unit, factor, close + 1));
        }
        let before = self.chars[..at].iter().rposition(|c| !matches!(c, ':' | ' '))?;
        if self.chars[before] != ')' {
            return None;
        }
        let open = self.chars[..before].iter().rposition(|&c| c == '(')?;
        let (unit, factor, close) = self.in_brackets(open + 1)?;
        (close == before).then_some((unit, factor, end))
    }

    /// A unit with its magnitude from `at` to a closing bracket.
    fn in_brackets(&self, at: usize) -> Option<(&'static Unit, f64, usize)> {
        let (factor, taken) = number::magnitudes(self.chars.get(at..)?);
        let (unit, close) = self.unit(at + taken)?;
        (self.chars.get(close) == Some(&')')).then_some((unit, factor, close))
    }

    /// Whether a text or a clause ends before a character, or goes on with a word that follows figures.
    fn closes(&self, at: usize) -> bool {
        self.chars.get(at).is_none_or(|c| !c.is_alphanumeric() || "的以左".contains(*c))
    }

    /// The upper end of a range after a number that ends at `end`: the number, and where it ends.
    fn range(&self, end: usize) -> Option<(Number, usize)> {
        let mark = RANGE.iter().find(|mark| self.starts_with(end, mark))?;
        let start = end + mark.chars().count();
        let upper = number::number(self.chars.get(start..)?)?;
        Some((upper, start + upper.len))
    }

    /// The currency that stands before a number, and the characters that it takes: ¥, HK$, USD.
    fn currency(&self, at: usize) -> Option<(&'static str, usize)> {
        let blank = usize::from(at > 0 && self.chars[at - 1] == ' ');
        let (sign, name) = CURRENCY.iter().find(|(sign, _)| {
            let start = (at - blank).checked_sub(sign.chars().count());
            start.is_some_and(|start| {
                let text = &self.text[self.byte(start)..self.byte(at - blank)];
                let apart = start == 0 || !self.chars[start - 1].is_ascii_alphabetic();
                text.eq_ignore_ascii_case(sign) && apart
            })
        })?;
        Some((name, sign.chars().count() + blank))
    }

    /// 元/平方米, 公斤/亩
    fn per(&self, unit: &str, end: usize) -> (String, usize) {
        if self.chars.get(end) == Some(&'/')
            && let Some((other, end)) = self.unit(end + 1)
            && other.kind.is_some()
        {
            return (format!("{unit}/{}", other.name), end);
        }
        (unit.to_owned(), end)
    }

    /// Chinese digits with a unit behind them that are an idiom, part of a word, or an article.
    fn says_nothing(&self, at: usize, end: usize, number: &Number, unit: &Unit) -> bool {
        match number.form {
            Form::Arabic { digits, decimal } => !decimal && digits > 1 && self.chars[at] == '0',
            Form::Digit if unit.idiomatic || self.is_slogan(at, end) => true,
            // 一块钱 is a sum.
            Form::Digit if unit.kind == Some(Kind::Money) && self.ends_with(end, "钱") => false,
            // 一 is an article; 一两 is a number.
            Form::Digit if number.value < 2.0 && !number.vague => true,
            // (万元), 单位：万元: the magnitude of a table, no figure.
            Form::Bare if ["(", ":", "成千上"].iter().any(|before| self.ends_with(at, before)) => true,
            Form::Bare => {
                let said = number.vague
                    || self.has_before(at)
                    || self.ends_with(at, "上")
                    || self.ends_with(at, "达")
                    || self.after(end) > end;
                let money = unit.kind == Some(Kind::Money) && number.value > 1000.0;
                // 百万亩, 千万吨; 万亩 may be a manner of speaking.
                let measured =
                    matches!(unit.kind, Some(Kind::Area | Kind::Weight | Kind::Power | Kind::Volume));
                !(said || money || measured && number.value > 1e5)
            }
            Form::Digit | Form::Positional | Form::Chinese => self.is_inside_word(at, end),
        }
    }

    /// “三个一批”, 四个全面
    fn is_slogan(&self, at: usize, end: usize) -> bool {
        self.ends_with(at, "\"") || SLOGANS.iter().any(|word| self.starts_with(end, word))
    }

    /// Whether the segmenter sees a longer word across the figure's beginning or end: 三门峡, 五台山.
    fn is_inside_word(&self, at: usize, end: usize) -> bool {
        let (start, end) = (self.byte(at), self.byte(end));
        self.word_at(start).is_some_and(|word| word.start < start || word.end > end)
    }

    /// Whether one of the segmenter's words begins at a character.
    fn begins_word(&self, at: usize) -> bool {
        let byte = self.byte(at);
        self.word_at(byte).is_none_or(|word| word.start == byte)
    }

    fn word_at(&self, byte: usize) -> Option<&Range<usize>> {
        let words = self.words.get_or_init(|| cut(self.text, false));
        words.get(words.partition_point(|word| word.end <= byte))
    }

    /// A number without a unit that still says how many: with 万 or 亿, or Arabic with 余 or 多 after
    /// hundreds, and what follows is a noun or nothing.
    fn stands_alone(&self, at: usize, number: &Number, end: usize) -> bool {
        let large = match number.form {
            Form::Arabic { .. } => number.magnitude >= 1e4 || (number.vague && number.value >= 100.0),
            Form::Chinese => number.magnitude >= 1e4 && number.value >= 2e4 && !self.is_inside_word(at, end),
            Form::Digit | Form::Positional | Form::Bare => false,
        };
        let next = self.chars.get(end);
        // 11.8万60周岁以上老人: two numbers, since a decimal goes on with none.
        let apart = |c: char| !c.is_ascii_alphanumeric() || (c.is_ascii_digit() && number.has_point());
        large && self.chars[at] != '0' && next.is_none_or(|&c| apart(c) && !"号分级时点届年月日-".contains(c))
    }
}

//! What stands where a name or a source would and names nobody.

/// Words that content systems and pages fill in for want of a name, and buttons that stand beside one.
const NOBODY: &[&str] = &[
    // Nobody is known.
    "佚名",
    "未知",
    "不详",
    "無名",
    "无名",
    "匿名",
    "匿名用户",
    "匿名用戶",
    "网友",
    "網友",
    "none",
    "null",
    "undefined",
    "unknown",
    "anonymous",
    // The site itself, whoever it is.
    "本站",
    "本网",
    "本网站",
    "本站原创",
    "本站整理",
    "网络",
    "網路",
    "互联网",
    "网上",
    "网络整理",
    "小编",
    "编辑",
    "编辑部",
    "管理员",
    "系统管理员",
    "网站管理员",
    "站长",
    "admin",
    "administrator",
    "webmaster",
    "editor",
    "root",
    "guest",
    "微信公众平台",
    // How the text came about.
    "原创",
    "原創",
    "转载",
    "转帖",
    "综合",
    "综合整理",
    "整理",
    // Buttons.
    "关闭",
    "關閉",
    "返回",
    "打印",
    "收藏",
    "分享",
    "关注",
    "举报",
    "打赏",
    "私信",
    "发私信",
    "发消息",
    "加好友",
    "回复",
    "引用",
];

/// Openings of phrases that lead to a name and are none: 来自网络, 农历四月初七.
const OPENINGS: &[&str] = &[
    "来自",
    "來自",
    "转自",
    "摘自",
    "农历",
    "農曆",
    "阴历",
    "来源于",
    "网友",
    "我来说",
    "发自",
    "分类于",
    "属于",
    "被",
];

/// Endings of the words that stand before a date or a name: 编辑于, 发布于, 本帖最后由.
const ENDINGS: &[&str] = &["由", "于", "於", "时间", "時間", "日期"];

/// Whether a value, as it stands where a name or a source is expected, names nobody.
pub fn is_nobody(value: &str) -> bool {
    is_filler(value) || is_code(value.trim())
}

/// The same for names that figures may end: FX168 is a site.
pub fn is_filler(value: &str) -> bool {
    let value = value.trim();
    NOBODY.iter().any(|word| word.eq_ignore_ascii_case(value))
        || OPENINGS.iter().any(|opening| value.starts_with(opening))
        || ENDINGS.iter().any(|ending| value.ends_with(ending))
}

/// 104521, SN064: the number of an editor or an account.
fn is_code(value: &str) -> bool {
    let digits = value.trim_start_matches(|c: char| c.is_ascii_uppercase() || matches!(c, '_' | '-'));
    let letters = value.len() - digits.len();
    letters <= 4 && digits.len() > letters.min(1) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_codes_and_phrases_name_nobody() {
        for value in
            ["佚名", "Admin", " 本站 ", "来自网络", "农历四月初七", "编辑于", "104521", "SN064", "A_12"]
        {
            assert!(is_nobody(value), "{value}");
        }
        for value in ["沈怀瑜", "青河日报", "HBDN", "36氪", "A1", "rainydog7", "于小满"] {
            assert!(!is_nobody(value), "{value}");
        }
    }
}

//! Offices by which people are called in reports and speeches: the usual ones of government, schools and firms.

/// Each follows a name (周局长) or stands before it (局长周宁), perhaps with the body it is of.
pub const OFFICES: &[&str] = &[
    "书记",
    "主任",
    "局长",
    "省长",
    "市长",
    "县长",
    "区长",
    "州长",
    "镇长",
    "乡长",
    "村长",
    "厅长",
    "部长",
    "厂长",
    "校长",
    "院长",
    "所长",
    "处长",
    "科长",
    "队长",
    "主席",
    "总理",
    "检察长",
    "经理",
    "总经理",
    "董事长",
    "发言人",
];

/// Endings of the names of places, and of the parts of offices, schools and firms.
const BODIES: &[&str] = &[
    "县", "市", "省", "镇", "乡", "村", "局", "科", "处", "室", "办", "委", "会", "部", "组", "队", "站",
    "所", "院", "校", "厂", "公司", "中心", "支部", "縣", "鎮", "鄉", "處", "辦", "會", "組", "隊", "廠",
];

/// 水政科, 扶溪县, 组委会: whether a word is the name of a place or body. A person's name may end alike, so this
/// is for words that do not begin with a surname.
pub fn is_body(word: &str) -> bool {
    word.chars().count() >= SHORTEST_BODY && BODIES.iter().any(|end| word.ends_with(end))
}

/// Shortest name of a body, in characters.
const SHORTEST_BODY: usize = 3;

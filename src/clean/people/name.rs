//! What a Chinese personal name looks like.

use crate::clean::class::{HanSet, is_han};
use crate::clean::origin;
use crate::text::nobody::is_nobody;

/// The hundred-odd commonest surnames and the usual double ones (Ministry of Public Security, name reports).
static SURNAMES: HanSet = HanSet::of(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丛华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽邢巫匡狄惠阚应葛璩张陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸範賈鄒龍賀顧龔邵萬錢嚴湯喬賴蘭顏魯畢聶齊莊楼岳佟仝晁亓冼缪逄邝佘蔺岑荀宓郗邰胥莘逯竺庾鞠戎阙訾蒯濮扈厉仲麦桑虞卞歐",
);

/// The usual surnames of two characters.
const DOUBLE: &[&str] = &[
    "欧阳", "歐陽", "司徒", "司马", "司馬", "上官", "诸葛", "諸葛", "尉迟", "皇甫", "慕容", "令狐", "端木",
    "夏侯", "公孙", "长孙", "宇文", "申屠", "东方", "轩辕", "乐正", "独孤", "南宫", "西门",
];

/// Whether a word can be a Chinese personal name.
pub fn is_name(word: &str) -> bool {
    let chars = word.chars().count();
    if word.contains('·') {
        return (4..=16).contains(&chars) && word.chars().all(|c| is_han(c) || c == '·');
    }
    (2..=4).contains(&chars)
        && word.chars().all(is_han)
        && (chars < 4
            || word.starts_with(is_surname)
            || DOUBLE.iter().any(|surname| word.starts_with(surname)))
        && !NOT_NAMES.contains(&word)
        && !is_nobody(word)
}

pub fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// Words of bylines that have a name's length.
pub const NOT_NAMES: &[&str] = &[
    "文图",
    "图文",
    "摄影",
    "报道",
    "本报",
    "本网",
    "本刊",
    "讯",
    "记者",
    "通讯员",
    "实习生",
    "编辑",
    "来源",
    "时间",
    "作者",
    "发布",
    "日期",
    "北京",
    "上海",
    "广州",
    "深圳",
    "天津",
    "重庆",
    "原标题",
    "责编",
    "字号",
    "打印",
    "分享",
    "未知",
    "佚名",
    "网络",
    "转载",
    "原创",
    "综合",
    "整理",
    "新华社",
    "中新社",
    "点击",
    "浏览",
    "评论",
    "发表",
    "查看",
    "正文",
    "新闻",
    "文字",
    "图片",
    "供图",
    "资料",
    "资料图",
    "图片报道",
    "受访者",
    "来自网络",
    "关闭",
    "等人",
    "人气",
    "整合",
    "排行",
    "推荐",
    "视频",
    "拍摄",
    "专题",
    "副刊",
    "政务",
    "媒体",
    "湃客",
    "受访专家",
    "单位",
    "简介",
    // Columns of papers, behind 记者.
    "手记",
    "观察",
    "调查",
    "日记",
    "来信",
    "连线",
    "提问",
    "感言",
    "见闻",
    // What may stand alone under a title.
    "自序",
    "序言",
    "后记",
    "引子",
    "楔子",
    "题记",
    "导语",
    "摘要",
    "前言",
    "引言",
    "目录",
    "简介",
    "概述",
    "编者按",
    "通知",
    "公告",
    // Places and sites that begin like a surname.
    "江苏",
    "江西",
    "江南",
    "安徽",
    "宁夏",
    "宁波",
    "温州",
    "常州",
    "金华",
    "金融界",
    "华声",
    "华夏",
    "商都",
    "齐鲁",
];

/// A word of two or three characters that may be a person's name where one is expected.
pub fn may_be_person(word: &str) -> bool {
    word.chars().count() <= 3 && is_name(word) && !origin::is_interface(word) && !origin::is_outlet(word)
}

/// A word that is certainly a person: two or three characters behind a usual surname.
pub fn is_person(word: &str) -> bool {
    let chars = word.chars().count();
    let double = || chars >= 3 && DOUBLE.iter().any(|surname| word.starts_with(surname));
    (chars <= 3 && word.starts_with(is_surname) || double()) && is_name(word)
}

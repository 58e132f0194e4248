//! Authors under names of their own choosing, and titles by what the page's window is called.

use wenlan::clean::clean;
use wenlan::document::Document;
use wenlan::ingest::Raw;

const STORY: &str = "渡口的石阶一共四十七级，最下面的三级常年泡在水里，长满了青苔，只有枯水的冬天才看得见。
摆渡的老人说，从前赶集的日子，船要来回跑上六十趟，如今一天也等不到几个人，他还是天亮就把船解开。
去年修了大桥，汽车从头顶上开过去，桥影落在水面上，他的船就在桥影里慢慢地走，像是不知道有这么一座桥。";

fn read(head: &str) -> Document {
    clean(&Raw { text: format!("{head}\n{STORY}\n"), ..Raw::default() }, None)
}

fn authors(document: &Document) -> Vec<&str> {
    document.meta.authors.iter().map(|person| person.name.as_str()).collect()
}

#[test]
fn who_posted_is_told_by_the_words_around_name_and_time() {
    for line in [
        "夜航的人 于 2016-11-13 21:20 发布",
        "发布于2016年11月13日由夜航的人",
        "posted @ 2016-11-13 21:20 夜航的人 阅读(812) 评论(5)",
        "楼主：夜航的人 时间：2016-11-13 21:20:00 点击：2033 回复：41",
        "[ 作者：夜航的人 转贴自：县文化馆 点击数：208 更新时间：2016-11-13 文章录入：admin ]",
    ] {
        let document = read(&format!("渡口的石阶\n{line}"));
        assert_eq!(authors(&document), ["夜航的人"], "{line}");
        assert!(
            document.meta.published.is_some_and(|date| date.to_string().starts_with("2016-11-13")),
            "{line}"
        );
    }
}

#[test]
fn what_names_nobody_is_no_author_and_no_source() {
    for line in [
        "2016-11-13 21:20 来源：未知 作者：佚名",
        "2016年11月13日 星期日 农历十月十四",
        "作者：admin 编辑：SN064 2016-11-13",
    ] {
        let document = read(&format!("渡口的石阶\n{line}"));
        assert!(authors(&document).is_empty() && document.meta.editors.is_empty(), "{line}");
        assert_eq!(document.meta.source, None, "{line}");
    }
}

#[test]
fn the_window_s_name_tells_the_title_and_whose_page_it_is() {
    let document = read(
        "渡口的石阶一共四十七级_夜航的人的博客\n首页\n夜航的人\n渡口的石阶一共四十七级\n2016-11-13 21:20",
    );
    assert_eq!(document.meta.title.as_deref(), Some("渡口的石阶一共四十七级"));
    assert_eq!(authors(&document), ["夜航的人"]);
}

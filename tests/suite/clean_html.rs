//! HTML in, document out: what the tags of a page say, and what they cannot be trusted with.

use std::sync::Arc;

use wenlan::clean::clean;
use wenlan::document::Document;
use wenlan::ingest::{Format, Origin, Source, load};

/// Paragraphs of an article about a ferry, each in its own `<p>`.
const FERRY: &str = "<p>　　天亮以前，老邱已经把渡船擦过一遍，缆绳盘在船头，等着第一个过河的人。</p>\
                     <p>　　这条河他撑了三十九年，水位高一尺低一尺，看一眼对岸的石阶就知道。</p>\
                     <p>　　下游的大桥明年通车，到那时候，渡口就要关了，船会送到镇上的博物馆去。</p>";

fn read(html: &str) -> Document {
    let origin = Origin::Stdin(Arc::from(html.as_bytes()));
    let source = Source { origin, format: Format::Html, bytes: 0, modified: None, inode: 0, only: None };
    clean(&load(&source).expect("a page"), None)
}

/// A page with a title, a menu, the given body and a footer.
fn page(body: &str) -> Document {
    read(&format!(
        "<!DOCTYPE html><title>渡口的最后一年_河湾网</title><body>\
         <div class=nav><a href=/>首页</a> <a href=/n>新闻</a> <a href=/v>视频</a></div>\
         <h1>渡口的最后一年</h1><p class=info>2019-04-11 08:30　来源：河湾日报</p>{body}\
         <div class=footer>河湾网 版权所有</div>"
    ))
}

/// Kind and text of every block up to its first comma or stop.
fn blocks(document: &Document) -> Vec<String> {
    let head = |text: &str| text.split(['，', '。', '：']).next().unwrap_or_default().to_owned();
    document.blocks.iter().map(|block| format!("{} {}", block.kind.name(), head(&block.text))).collect()
}

const FERRY_BLOCKS: [&str; 3] =
    ["paragraph 天亮以前", "paragraph 这条河他撑了三十九年", "paragraph 下游的大桥明年通车"];

#[test]
fn what_a_script_fades_in_is_the_text_and_debris_for_machines_is_not() {
    for style in ["visibility: hidden", "opacity:0", "display:none"] {
        assert_eq!(
            blocks(&page(&format!("<div style='{style}'>{FERRY}{FERRY_MORE}</div>")))[..3],
            FERRY_BLOCKS,
            "{style}"
        );
    }
    let debris = FERRY.replace("缆绳", "<span style='font-size:0'>转载请注明河湾网</span>缆绳");
    assert!(page(&debris).blocks[0].text.contains("擦过一遍，缆绳盘在船头"));
}

/// More of it, so that what is hidden outweighs what is not.
const FERRY_MORE: &str = "<p>　　老邱说，他不难过，桥是好东西，下雨天孩子们再也不用站在船头淋着上学了，赶集的人也不必看他的脸色。</p>\
     <p>　　他只是不知道，往后每天早上醒来，听不见对岸有人喊他的名字，该先穿左脚的鞋，还是右脚的鞋。</p>\
     <p>　　船头那只铁皮喇叭是他父亲留下来的，雾大的时候吹三声，对岸就知道船要开了，四十年没有出过一次事。</p>";

#[test]
fn short_heads_are_headings_whatever_stands_under_them() {
    let listed = "<h2>清单</h2><ul><li>缆绳两根</li><li>竹篙三支</li></ul><p><b>船票</b></p><p>两角。</p>";
    let found = blocks(&page(&format!("{FERRY}{listed}{FERRY_MORE}")));
    assert_eq!(
        found[3..8],
        ["heading 清单", "list-item 缆绳两根", "list-item 竹篙三支", "heading 船票", "paragraph 两角"]
    );
}

#[test]
fn a_caption_looks_unlike_the_paragraphs() {
    let picture = "<p><img src=a.jpg></p>";
    let found = blocks(&page(&format!(
        "{FERRY}{picture}<p>船不大，坐得下十二个人。</p>{picture}<p align=center>老邱在解缆绳，身后是石阶。</p>{FERRY_MORE}"
    )));
    assert_eq!(found[3..5], ["paragraph 船不大", "caption 老邱在解缆绳"]);
}

#[test]
fn the_text_stands_behind_its_title_and_not_among_teasers() {
    let teaser = |name: &str| {
        format!(
            "<li><h3><a href=x>{name}的清晨是怎样的</a></h3><p>每年这个时候，{name}总是最热闹的地方，今年也不例外，记者走进现场……</p>\
             <span>3小时前</span></li>"
        )
    };
    let names = ["茶园", "老街", "灯塔", "苗圃", "花市", "面馆", "盐田", "祠堂", "码头", "书店"];
    let list: String = names.into_iter().map(teaser).collect();
    let before = read(&format!(
        "<title>渡口的最后一年_河湾网</title><ul>{list}</ul><h1>渡口的最后一年</h1><p>2019-04-11 08:30</p>{FERRY}"
    ));
    assert_eq!(blocks(&before), FERRY_BLOCKS);
    assert_eq!(blocks(&page(&format!("<div>{FERRY}</div><h3>为你推荐</h3><ul>{list}</ul>"))), FERRY_BLOCKS);
}

#[test]
fn a_box_or_an_address_inside_the_text_does_not_end_it() {
    let inset =
        "<div><h4>相关新闻</h4><ul><li><a href=a>大桥合龙</a></li><li><a href=b>码头改建</a></li></ul></div>";
    let address = "<p>联系电话：0999-6311220　联系人：邱师傅</p>";
    let body = FERRY.replacen("</p>", &format!("</p>{inset}"), 1);
    let document = page(&format!("<div>{body}{address}{FERRY_MORE}</div>"));
    let found = blocks(&document);
    assert_eq!(found[..3], FERRY_BLOCKS);
    assert!(found.last().is_some_and(|last| last.ends_with("船头那只铁皮喇叭是他父亲留下来的")), "{found:?}");
    assert!(!found.iter().any(|block| block.contains("大桥合龙")), "{found:?}");
}

#[test]
fn a_head_of_pieces_without_spaces_is_read() {
    let document = read(&format!(
        "<title>渡口的最后一年-摆渡人博客</title><meta name=author content='Blog Team'>\
         <meta property=og:site_name content=摆渡人博客><h1><a href=y>渡口的最后一年</a></h1>\
         <div><a class=author>夜渡船客</a><span>于 2019-04-11 08:30 发布</span><em>阅读 812</em></div><div>{FERRY}</div>"
    ));
    let meta = &document.meta;
    assert_eq!(meta.title.as_deref(), Some("渡口的最后一年"));
    assert_eq!(meta.published.map(|date| date.to_string()).as_deref(), Some("2019-04-11T08:30"));
    assert_eq!(meta.source.as_deref(), Some("摆渡人博客"));
    assert_eq!(meta.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>(), ["夜渡船客"]);
}

#[test]
fn old_archives_set_paragraphs_in_lines() {
    let text = "\n天亮以前，老邱已经把渡船擦过一遍，缆绳盘在船头，等着第一个过河的人，河面上的雾还没有散，石阶是湿的。\n\n\
                这条河他撑了三十九年，水位高一尺低一尺，看一眼对岸的石阶就知道。\n\n\
                下游的大桥明年通车，到那时候，渡口就要关了，船会送到镇上的博物馆去。\n";
    for html in [format!("<div>{text}</div>"), format!("<pre>{text}</pre>")] {
        assert_eq!(blocks(&page(&html)), FERRY_BLOCKS, "{html}");
    }
}

#[test]
fn the_numbers_of_a_listings_lines_are_none_of_its_text() {
    let listing = "<table><tr><td><pre>1\n2\n3</pre></td><td><pre>let boat = 1;\nlet rope = 2;\ncross(boat);</pre></td></tr></table>";
    let found = blocks(&page(&format!("{FERRY}{listing}{FERRY_MORE}")));
    assert_eq!(found[3..6], ["code let boat = 1;", "code let rope = 2;", "code cross(boat);"]);
}

#[test]
fn a_text_typed_in_lines_is_joined_as_text_is() {
    let typed = "天亮以前，老邱已经把渡船擦过一遍，\n缆绳盘在船头，等着第一个过河的人，\n河面上的雾还没有散，石阶是湿的。\n\n\
                 这条河他撑了三十九年，水位高一尺，\n低一尺，看一眼对岸的石阶就知道了。\n\n\
                 下游的大桥明年通车，到那个时候呢，\n渡口就要关了，船会送到博物馆里去。\n";
    assert_eq!(blocks(&page(&format!("<div>{typed}</div>"))), FERRY_BLOCKS);
}

#[test]
fn who_signs_a_notice_on_the_right_is_the_end_of_it_and_no_heading() {
    let signed = "<p align=right>河湾镇渡口管理站</p><p style='text-align: right'>2019年4月10日</p>";
    let found = blocks(&page(&format!("<div>{FERRY}{signed}</div>")));
    assert_eq!(found[3..], ["paragraph 河湾镇渡口管理站", "paragraph 2019年4月10日"]);
}

#[test]
fn items_of_a_list_are_not_run_together() {
    let items =
        "<ul><li>正月初一至初三：每天九点到十六点，每小时一班船</li><li>正月初四起：恢复正常开船</li></ul>";
    let found = blocks(&page(&format!("<div>{FERRY}{items}{FERRY_MORE}</div>")));
    assert_eq!(found[3..5], ["list-item 正月初一至初三", "list-item 正月初四起"]);
}

#[test]
fn comments_under_a_heading_of_their_own_are_none_of_the_text_however_few() {
    let comment = "<div><h3>网友热议</h3><dl><dt>河边老李 4月11日 09:02</dt><dd>小时候天天坐他的船上学，真舍不得这条船。</dd></dl></div>";
    assert_eq!(blocks(&page(&format!("<div>{FERRY}</div>{comment}"))), FERRY_BLOCKS);
}

/// A board's page: each post is its author, a line about it, and what it says in an element with its number.
fn thread(posts: &[(&str, &str)]) -> String {
    let post = |(at, (name, said)): (usize, &(&str, &str))| {
        format!(
            "<div class=item><div class=user><a href=u>{name}</a><em>船工</em></div>\
             <div class=info>{}楼 发表于 2019-4-1{at} 09:31 <a href=v>只看该作者</a></div>\
             <div class=says id=said_10{at}>{said}</div><div class=sign>一蓑烟雨任平生，也无风雨也无晴。</div></div>",
            at + 1
        )
    };
    let posts: String = posts.iter().enumerate().map(post).collect();
    format!(
        "<title>渡口明年真的要关吗 - 河湾论坛</title><h1>渡口明年真的要关吗</h1><div class=list>{posts}</div>"
    )
}

#[test]
fn every_post_of_a_thread_is_text_and_what_stands_between_is_not() {
    let quoted = "<div class=quote>南山客 发表于 2019-4-10 09:31<br>我外婆家在对岸，从小坐老邱的船长大的。</div>没关系，有桥。";
    let asked = "我外婆家在对岸，从小坐老邱的船长大的。<br>听说大桥通车以后就停，有人知道吗？";
    let html = thread(&[("南山客", asked), ("河边人", "是真的"), ("青石板", quoted), ("过路的", "舍不得")]);
    let document = read(&html);
    let expected = ["我外婆家在对岸", "听说大桥通车以后就停", "是真的", "没关系", "舍不得"];
    assert_eq!(blocks(&document), expected.map(|said| format!("paragraph {said}")));
    assert_eq!(document.meta.title.as_deref(), Some("渡口明年真的要关吗"));
    assert_eq!(document.meta.published.map(|date| date.to_string()).as_deref(), Some("2019-04-10T09:31"));
}

#[test]
fn comments_below_an_article_are_no_thread() {
    let comment = |at: u32| {
        format!(
            "<div class=item><a href=u>网友{at}号</a> <span>2019-04-11 1{at}:05</span>\
             <div class=says id=said_{at}0>老邱是个好人，第{at}次看到这里还是想哭，希望渡口能留下来。</div></div>"
        )
    };
    let comments: String = (1..6).map(comment).collect();
    assert_eq!(
        blocks(&page(&format!("<div>{FERRY}</div><h3>网友评论</h3><div>{comments}</div>"))),
        FERRY_BLOCKS
    );
}

#[test]
fn links_are_text_only_in_the_lists_and_heads_of_the_text_itself() {
    let beside = "<p><a href=a>热点栏目</a> <a href=b>资金流向</a> <a href=c>个股诊断</a></p>\
                  <p><strong><a href=d>大桥年底合龙：最后一块钢梁已经运到工地</a></strong></p>";
    let linked = "<ul><li><a href=e>老邱的渡船</a></li><li><a href=f>渡口旁的茶馆</a></li></ul>";
    let found = blocks(&page(&format!("<div>{beside}{FERRY}{linked}{FERRY_MORE}</div>")));
    assert_eq!(found[..5], [&FERRY_BLOCKS[..], &["list-item 老邱的渡船", "list-item 渡口旁的茶馆"]].concat());
    let post = |name: &str| format!("<h2><a href=x>{name}</a></h2><p>2019-04-11</p>{FERRY}");
    let found = blocks(&read(&format!(
        "<title>摆渡人博客</title><h1>摆渡人博客</h1><div>{}{}</div>",
        post("渡口的早晨"),
        post("渡口的黄昏").replace("老邱", "老郑")
    )));
    assert!(found.contains(&"heading 渡口的黄昏".into()), "{found:?}");
}

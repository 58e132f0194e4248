//! Everything a key can do: one table gives each action its name, default keys and one-line help.
//!
//! The keymap, the help screen, the command palette and the table in the README are made from it. A new
//! feature is a row here, an arm in [`crate::tui::app`] and an edit of a view.

use crate::lang::Lang;

macro_rules! actions {
    ($($group:ident { $($action:ident $name:literal [$($keys:literal)*] $zh:literal $en:literal)* })*) => {
        /// What the user wants done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $en] $action,)*)*
        }

        /// All actions in the order in which help lists them.
        pub const ACTIONS: &[Info] = &[
            $($(Info {
                action: Action::$action,
                group: Group::$group,
                name: $name,
                keys: &[$($keys),*],
                zh: $zh,
                en: $en,
            },)*)*
        ];
    };
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    pub action: Action,
    pub group: Group,
    /// As configuration files spell it.
    pub name: &'static str,
    /// Default keys, in the notation of [`super::keymap`].
    pub keys: &'static [&'static str],
    zh: &'static str,
    en: &'static str,
}

impl Info {
    pub fn doc(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

/// What an action has to do with; help is ordered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    Move,
    Fold,
    Search,
    List,
    View,
    Stats,
    Copy,
    Program,
}

impl Group {
    pub const ALL: [Group; 8] = [
        Group::Move,
        Group::Fold,
        Group::Search,
        Group::List,
        Group::View,
        Group::Stats,
        Group::Copy,
        Group::Program,
    ];

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Group::Move => lang.pick("移动", "Moving"),
            Group::Fold => lang.pick("折叠", "Folding"),
            Group::Search => lang.pick("搜索", "Searching"),
            Group::List => lang.pick("文档", "Documents"),
            Group::View => lang.pick("视图", "Views"),
            Group::Stats => lang.pick("在统计中", "In the statistics"),
            Group::Copy => lang.pick("摘录", "Copying"),
            Group::Program => lang.pick("程序", "Program"),
        }
    }
}

actions! {
    Move {
        Down "down" ["j" "<down>"] "下一行（数字前缀重复）" "Down a row (a count repeats)"
        Up "up" ["k" "<up>"] "上一行" "Up a row"
        Left "left" ["h" "<left>"] "左移；在行首回到侧栏" "Left; at the start of a row, to the side pane"
        Right "right" ["l" "<right>"] "右移；在侧栏打开文档" "Right; in the side pane, open"
        HalfDown "half-page-down" ["<c-d>"] "下翻半页" "Half a page down"
        HalfUp "half-page-up" ["<c-u>"] "上翻半页" "Half a page up"
        PageDown "page-down" ["<c-f>" "<pagedown>"] "下翻一页" "A page down"
        PageUp "page-up" ["<c-b>" "<pageup>"] "上翻一页" "A page up"
        Top "top" ["gg" "<home>"] "开头（加数字：第几段）" "Start (with a count: that paragraph)"
        Bottom "bottom" ["G" "<end>"] "结尾（加数字：第几段）" "End (with a count: that paragraph)"
        Percent "percent" ["%"] "到百分之几（先按数字）" "To a percentage (give the number first)"
        ParagraphNext "paragraph-next" ["}"] "下一段" "Next paragraph"
        ParagraphPrev "paragraph-previous" ["{"] "上一段" "Previous paragraph"
        SentenceNext "sentence-next" [")"] "下一句" "Next sentence"
        SentencePrev "sentence-previous" ["("] "上一句" "Previous sentence"
        HeadingNext "heading-next" ["]]"] "下一标题" "Next heading"
        HeadingPrev "heading-previous" ["[["] "上一标题" "Previous heading"
        WordNext "word-next" ["w"] "下一词" "Next word"
        WordEnd "word-end" ["e"] "词尾" "End of the word"
        WordPrev "word-previous" ["b"] "上一词" "Previous word"
        RowStart "row-start" ["0" "^"] "行首" "Start of the row"
        RowEnd "row-end" ["$"] "行尾" "End of the row"
        ScreenTop "screen-top" ["H"] "屏幕首行" "First row of the screen"
        ScreenMiddle "screen-middle" ["M"] "屏幕中间" "Middle of the screen"
        ScreenBottom "screen-bottom" ["L"] "屏幕末行" "Last row of the screen"
        ScrollDown "scroll-down" ["<c-e>"] "画面下滚一行" "Scroll down a row"
        ScrollUp "scroll-up" ["<c-y>"] "画面上滚一行" "Scroll up a row"
        JumpBack "jump-back" ["<c-o>" "go"] "跳回" "Back in the jump list"
        JumpForward "jump-forward" ["<c-i>" "gi"] "跳往前" "Forward in the jump list"
        SetMark "set-mark" ["m"] "作标记（再按字母；大写的通行各篇）" "Set a mark (then a letter; uppercase: across documents)"
        GotoMark "go-to-mark" ["'" "`"] "到标记处（再按字母）" "Go to a mark (then its letter)"
    }
    Fold {
        FoldToggle "fold-toggle" ["za"] "展开或折叠本节" "Open or fold the section"
        FoldOpen "fold-open" ["zo"] "展开本节" "Open the section"
        FoldClose "fold-close" ["zc"] "折叠本节" "Fold the section"
        FoldToggleDeep "fold-toggle-all-levels" ["zA"] "连同子节展开或折叠" "Open or fold with its subsections"
        FoldOpenDeep "fold-open-all-levels" ["zO"] "连同子节展开" "Open with its subsections"
        FoldCloseDeep "fold-close-all-levels" ["zC"] "折叠到最外层" "Fold up to the outermost section"
        FoldAll "fold-all" ["zM"] "全部折叠" "Fold everything"
        UnfoldAll "unfold-all" ["zR"] "全部展开" "Open everything"
        FoldNext "fold-next" ["zj"] "下一节开头" "Start of the next section"
        FoldPrev "fold-previous" ["zk"] "上一节末尾" "End of the previous section"
        FoldLevel "fold-level" ["z1" "z2" "z3" "z4" "z5" "z6" "z7" "z8" "z9"] "展开到第几级" "Open down to a level"
    }
    Search {
        Search "search" ["/"] "搜索（可用拼音、首字母）" "Search (pinyin and initials work)"
        HitNext "hit-next" ["n"] "下一处" "Next hit"
        HitPrev "hit-previous" ["N"] "上一处" "Previous hit"
        SearchWord "search-word" ["*"] "搜索光标处的词" "Search the word under the cursor"
        Back "back" ["<esc>"] "取消；回到搜索前的位置" "Cancel; back to where the search began"
        CloseSearch "close-search" ["X"] "结束搜索，留在此处" "End the search and stay here"
    }
    List {
        Activate "activate" ["<enter>"] "打开文档；在标题上展开或折叠" "Open the document; on a heading, open or fold it"
        PageOrFold "page-or-fold" ["<space>"] "下翻一页；在标题上展开或折叠；在列表选中" "A page down; on a heading, open or fold it; in the list, select"
        DocumentNext "document-next" ["<c-n>"] "下一篇" "Next document"
        DocumentPrev "document-previous" ["<c-p>"] "上一篇" "Previous document"
        Filter "filter" ["f"] "筛选列表" "Filter the list"
        Sort "sort" [","] "换排序：标题、日期、来源、长度、路径" "Sort by title, date, source, length, path"
        SortReverse "sort-reverse" ["."] "倒序" "Reverse the order"
        Choose "select" [] "选中或不选这一篇" "Select the document, or not"
        ChooseAll "select-all" ["<c-a>"] "全部选中或全不选" "Select all listed documents, or none"
        CopyPaths "copy-paths" ["gy"] "复制路径" "Copy paths"
        History "history" ["gh"] "最近读过的文档和打开过的文档堆" "Documents read lately, and heaps opened lately"
        Bookmarks "bookmarks" ["gb"] "有书签的文档" "Documents with a bookmark"
        Facets "facets" ["O"] "按文件夹、来源、年份、标签、格式筛选" "Narrow down by folder, source, year, tag, format"
        Details "details" ["i"] "文档的路径、编码、网址、作者" "Path, encoding, URL and authors of the document"
        OpenLink "links" ["gl"] "这篇的网址" "URLs of the document"
        Bookmark "bookmark" ["B"] "加或去书签" "Bookmark, or not"
        ToggleRead "toggle-read" ["u"] "标为已读或未读" "Mark as read or unread"
    }
    View {
        NextPane "next-pane" ["<tab>"] "换栏" "Next pane"
        Outline "outline" ["t"] "目录" "Outline"
        Raw "raw" ["r"] "原文（剔除处变暗并注明原因）" "Raw text (what was removed is dimmed, with the reason)"
        Encoding "encoding" ["ge"] "乱码时换编码重读（再按换下一种）" "Read in another encoding (again: the next one)"
        Stats "statistics" ["s"] "统计（在正文旁）" "Statistics beside the text"
        StatsFull "statistics-full" ["S"] "统计（整屏）" "Statistics on the whole screen"
        Concordance "concordance" ["K"] "光标处的词：各处上下文" "The word under the cursor in all its contexts"
        Themes "themes" ["T"] "换主题（边看边选）" "Pick a theme, seen as one chooses"
        Zen "zen" ["Z"] "只看正文" "Text alone"
        Present "presentation" ["P"] "演示：只看正文，行短，段间空行" "Presentation: text alone, short rows, paragraphs apart"
        ScrollCenter "scroll-center" ["zz"] "当前行置中" "Current row to the middle"
        ScrollTop "scroll-top" ["zt"] "当前行置顶" "Current row to the top"
        ScrollBottom "scroll-bottom" ["zb"] "当前行置底" "Current row to the bottom"
        Narrower "side-narrower" ["<lt>"] "侧栏变窄" "Narrower side pane"
        Wider "side-wider" [">"] "侧栏变宽" "Wider side pane"
        MeasureMore "measure-more" ["+" "="] "每行多一字" "One more character to the row"
        MeasureLess "measure-less" ["-"] "每行少一字" "One character less to the row"
    }
    Stats {
        StatsScope "statistics-scope" ["<tab>"] "换范围：本文、本节、搜索结果、全部" "Scope: document, section, search result, all"
        StatsChoose "statistics-scope-choose" ["o"] "选定范围：搜索、日期、来源、文件夹，或任何一篇" "Choose a scope: search, dates, source, folder, any document"
        StatsPage "statistics-page" ["1" "2" "3" "4" "5" "6" "7"] "换页：1 概览 2 词语 3 特征 4 数字 5 名称 6 文档 7 对照" "Page: overview, words, keyness, figures, names, documents, side by side"
        StatsFigures "statistics-figures" ["f"] "数字" "Figures"
        StatsKind "statistics-kind" ["m"] "数字：换种类（金额、面积……）" "Figures: next kind (money, area…)"
        StatsOrder "statistics-order" [","] "换排序：数字按大小或原文，索引按左右文" "Order: figures by value or place, contexts by left or right"
        StatsCompare "statistics-compare" ["c"] "选比较对象" "Choose what to compare with"
        StatsMatch "statistics-match" ["w"] "索引：整词，或任何位置" "Contexts: the whole word, or anywhere"
        StatsWider "statistics-window-wider" ["+" "="] "搭配：窗口加宽一词" "Collocations: a word more to the window"
        StatsNarrower "statistics-window-narrower" ["-"] "搭配：窗口缩窄一词" "Collocations: a word less to the window"
        StatsRarer "statistics-frequency-less" ["<lt>"] "搭配：最少次数减一" "Collocations: lower the least frequency"
        StatsCommoner "statistics-frequency-more" [">"] "搭配：最少次数加一" "Collocations: raise the least frequency"
        StatsExport "statistics-export" ["x"] "把本页的表写成 CSV 文件" "Write the page's table to a CSV file"
    }
    Copy {
        Visual "visual" ["v"] "开始或结束选取" "Start or end a selection"
        VisualLine "visual-paragraphs" ["V"] "按整段选取" "Select whole paragraphs"
        Copy "copy" ["y"] "复制选取、本段或本节" "Copy the selection, paragraph or section"
        Cite "copy-citation" ["Y"] "连出处复制" "Copy with title, source, date and lines"
        Keep "keep-passage" ["a"] "摘抄选取、本段或本节，可加批注和标签" "Keep the selection, paragraph or section, with a note and tags"
        Passages "passages" ["A"] "全部摘抄" "All passages"
        Edit "edit" ["E"] "在编辑器中打开原文的这一行" "Open the raw file at this line in $EDITOR"
    }
    Program {
        Palette "palette" [":" "o"] "命令面板" "Command palette"
        Help "help" ["?" "<f1>"] "帮助" "Help"
        PauseIndexing "pause-indexing" [] "暂停或继续建索引" "Pause indexing, or go on with it"
        ToggleMouse "toggle-mouse" [] "开关鼠标" "Mouse on or off"
        Redraw "redraw" ["<c-l>"] "重画屏幕" "Draw the screen anew"
        Suspend "suspend" ["<c-z>"] "挂起（fg 返回）" "Suspend (fg comes back)"
        Interrupt "interrupt" ["<c-c>"] "取消；没有可取消的则退出" "Cancel; quit where there is nothing to cancel"
        Quit "quit" ["q"] "退出" "Quit"
    }
}

impl Action {
    pub fn info(self) -> &'static Info {
        ACTIONS.iter().find(|info| info.action == self).expect("the table declares every action")
    }

    pub fn by_name(name: &str) -> Option<Action> {
        ACTIONS.iter().find(|info| info.name == name).map(|info| info.action)
    }

    /// Whether the next key pressed is its argument.
    pub fn takes_char(self) -> bool {
        matches!(self, Action::SetMark | Action::GotoMark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_found_again() {
        let names: HashSet<_> = ACTIONS.iter().map(|info| info.name).collect();
        assert_eq!(names.len(), ACTIONS.len());
        assert!(ACTIONS.iter().all(|info| Action::by_name(info.name) == Some(info.action)));
    }
}

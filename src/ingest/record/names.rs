//! Names of fields by what they hold, the surest first; compared without case. They are those of the dumps,
//! corpora and interfaces that Chinese text comes in.

/// The text of a document.
pub const TEXT: &[&str] = &[
    "text",
    "content",
    "正文",
    "body",
    "articlebody",
    "article",
    "maintext",
    "main_text",
    "内容",
    "內容",
    "全文",
    "文章内容",
    "article_content",
    "raw_content",
    "news_content",
    "contents",
    "content:encoded",
    "neirong",
    "段落",
    "paragraphs",
    "paragraph",
    "para",
    "chapters",
    "blocks",
    "passage",
    "context",
    "document",
    "documents",
    "message",
    "msg",
    "sentence",
    "comment",
    "review",
    "评论",
    "微博正文",
];

/// The turns of a talk.
pub const TURNS: &[&str] = &[
    "messages",
    "conversations",
    "conversation",
    "dialog",
    "dialogue",
    "dialogs",
    "turns",
    "chat",
    "对话",
    "聊天记录",
    "utterances",
];

/// What is asked, and what is given with it.
pub const QUESTION: &[&str] =
    &["instruction", "prompt", "question", "query", "问题", "问", "input", "context", "history", "system"];

/// What answers it.
pub const ANSWER: &[&str] = &[
    "output",
    "response",
    "answer",
    "completion",
    "回答",
    "答案",
    "答",
    "reply",
    "answers",
    "chosen",
    "rejected",
    "target",
];

/// The parts of a talk in the order in which they are shown.
pub const TALK: &[&str] = &[
    "system",
    "history",
    "context",
    "instruction",
    "prompt",
    "question",
    "query",
    "问题",
    "问",
    "input",
    "output",
    "response",
    "answer",
    "answers",
    "completion",
    "回答",
    "答案",
    "答",
    "reply",
    "target",
    "chosen",
    "rejected",
    "documents",
    "passages",
];

/// What goes before the answer to a question: the question in more words.
pub const DETAIL: &[&str] = &["desc", "description", "question_detail", "问题明细", "问题描述"];

/// What says that a record is a question with its answer.
pub const ASKED: &[&str] = &["qid", "question_id", "answer_id", "answerer_tags", "answer", "best_answer"];

/// Who speaks.
pub const SPEAKER: &[&str] = &[
    "from",
    "role",
    "speaker",
    "sender",
    "user",
    "name",
    "nickname",
    "author",
    "发言人",
    "说话人",
    "角色",
    "who",
];

/// A heading inside a text.
pub const HEADING: &[&str] = &["title", "heading", "chapter", "标题", "章节", "小标题"];

/// Arrays in an object that hold the records of a file.
pub const RECORDS: &[&str] = &[
    "data",
    "items",
    "records",
    "rows",
    "results",
    "result",
    "list",
    "articles",
    "docs",
    "documents",
    "posts",
    "entries",
    "hits",
    "feeds",
    "news",
];

/// Whether a name is among `names`.
pub fn among(names: &[&str], name: &str) -> bool {
    let name = name.to_lowercase();
    names.contains(&name.as_str())
}

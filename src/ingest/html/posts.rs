//! The elements that hold the posts of a thread: a forum's engine gives them one class, or ids that differ in
//! their numbers alone, and sets each beside its author.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::{NodeId, NodeRef};

use super::building::is_wide;
use super::tags;

/// Posts make a thread; fewer where they are numbered.
const FEWEST: usize = 3;
const FEWEST_NUMBERED: usize = 2;

/// A text that stands so often on a page is a label.
const REPEATED: usize = 3;

/// Classes and ids by which engines name what a post says: Discuz!, phpwind, phpBB, vBulletin, XenForo, Tieba,
/// Tianya, V2EX, Douban, Zhihu.
const NAMES: &[&str] = &[
    "postmessage",
    "post_message",
    "t_f",
    "t_fsz",
    "t_msgfont",
    "tpc_content",
    "bbs-content",
    "d_post_content",
    "post_content",
    "postbody",
    "post-body",
    "post-content",
    "message-content",
    "bbWrapper",
    "reply_content",
    "reply-content",
    "RichContent-inner",
];

/// An element of a kind that may hold posts.
struct Found {
    id: NodeId,
    parent: NodeId,
    depth: usize,
    /// Its kind's class or id, without numbers.
    kind: u64,
    numbered: bool,
    /// Its class is one of the usual engines' for posts.
    named: bool,
    /// Ideographs in it, links and labels aside.
    said: usize,
}

/// The elements that hold posts, each with its number from 1; none where the page is no thread.
pub fn of<'a>(root: NodeRef<'a>) -> HashMap<NodeId, u32> {
    let mut survey = Survey { labels: labels(&root), ..Survey::default() };
    survey.walk(root);
    let mut kinds: HashMap<u64, Vec<&Found>> = HashMap::new();
    for found in &survey.found {
        kinds.entry(found.kind).or_default().push(found);
    }
    let said = |posts: &[&Found]| posts.iter().map(|post| post.said).sum::<usize>();
    let enough = |posts: &&Vec<&Found>| {
        let numbered = posts.iter().all(|post| post.numbered);
        // Beside what is surely posts the page may hold more of other texts.
        let share = if posts[0].named { 8 } else { 2 };
        let parents: HashSet<NodeId> = posts.iter().map(|post| post.parent).collect();
        posts.len() >= if numbered { FEWEST_NUMBERED } else { FEWEST }
            // Paragraphs stand together in one element; posts apart.
            && parents.len() == posts.len()
            && said(posts) * share >= survey.said
    };
    let most = kinds.values().filter(enough).map(|posts| said(posts)).max().unwrap_or(0);
    // The innermost of those that hold most: the text alone, without its author.
    let inner = |posts: &&Vec<&Found>| said(posts) * 10 >= most * 7;
    let innermost =
        kinds.values().filter(enough).filter(inner).max_by_key(|posts| (posts[0].depth, posts.len()));
    let posts = innermost.into_iter().flatten();
    posts.zip(1..).map(|(post, number)| (post.id, number)).collect()
}

/// Texts that stand on the page again and again.
fn labels(root: &NodeRef) -> HashSet<u64> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for text in root.descendants_it().filter(NodeRef::is_text) {
        *counts.entry(hash(text.text().trim())).or_default() += 1;
    }
    counts.into_iter().filter(|&(_, count)| count >= REPEATED).map(|(text, _)| text).collect()
}

#[derive(Default)]
struct Survey {
    labels: HashSet<u64>,
    found: Vec<Found>,
    /// Kinds of the elements around.
    around: Vec<u64>,
    links: usize,
    depth: usize,
    said: usize,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave { link: bool, found: Option<usize> },
}

impl Survey {
    fn walk(&mut self, root: NodeRef) {
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave { link, found } => {
                    self.depth -= 1;
                    self.links -= usize::from(link);
                    if let Some(found) = found {
                        self.around.pop();
                        self.found[found].said = self.said - self.found[found].said;
                    }
                }
                Step::Enter(node) if node.is_text() => self.text(&node.text()),
                Step::Enter(node) => {
                    let name = node.node_name();
                    if name.as_deref().is_some_and(tags::is_unseen) {
                        continue;
                    }
                    let link = name.as_deref() == Some("a");
                    let found = name.and_then(|name| self.element(&node, &name));
                    self.links += usize::from(link);
                    self.depth += 1;
                    steps.push(Step::Leave { link, found });
                    steps.extend(node.children_it(true).map(Step::Enter));
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.links == 0 && !self.labels.contains(&hash(text.trim())) {
            self.said += text.chars().filter(|&c| is_wide(c)).count();
        }
    }

    /// Notes an element that has a kind, and is not within another of its kind.
    fn element(&mut self, node: &NodeRef, name: &str) -> Option<usize> {
        let (kind, numbered, named) = kind(node, name)?;
        let parent = node.parent()?.id;
        if self.around.contains(&kind) {
            return None;
        }
        self.around.push(kind);
        // Until the element is left, what was said before it.
        let (id, depth, said) = (node.id, self.depth, self.said);
        self.found.push(Found { id, parent, depth, kind, numbered, named, said });
        Some(self.found.len() - 1)
    }
}

/// The first class of a block, or its id without its number; whether it has such a number, and whether its name
/// is that of a post.
fn kind(node: &NodeRef, name: &str) -> Option<(u64, bool, bool)> {
    if tags::is_inline(name) {
        return None;
    }
    let id = node.id_attr();
    let numbered = id.as_ref().is_some_and(|id| id.bytes().filter(u8::is_ascii_digit).count() >= 2);
    let class = node.class();
    let class = class.as_deref().and_then(|class| class.split_whitespace().next());
    let word = class.or_else(|| id.as_deref().filter(|_| numbered))?;
    let bare: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    let named = NAMES.contains(&bare.trim_end_matches(['_', '-']));
    Some((hash(&(name, bare)), numbered, named))
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

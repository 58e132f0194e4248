//! What keys can do, generated from the table of actions.

use super::Style;
use crate::keys::action::{ACTIONS, Group, Info};
use crate::keys::keymap::Keymap;
use crate::lang::Lang;
use crate::text::width::{Ambiguous, pad};

fn groups() -> impl Iterator<Item = (Group, impl Iterator<Item = &'static Info>)> {
    Group::ALL.into_iter().map(|group| (group, ACTIONS.iter().filter(move |info| info.group == group)))
}

pub fn text(keymap: &Keymap, style: &Style) -> String {
    let mut out = String::new();
    for (group, actions) in groups() {
        out.push_str(&format!("{}\n", style.heading(group.title(style.lang))));
        for info in actions {
            let keys = pad(&keymap.keys_of(info.action).join(" "), 16, Ambiguous::Narrow);
            out.push_str(&format!("  {keys}  {:24}  {}\n", info.name, info.doc(style.lang)));
        }
        out.push('\n');
    }
    out
}

/// A table as the README has it.
pub fn markdown(keymap: &Keymap, lang: Lang) -> String {
    let mut out =
        String::from(lang.pick("| 按键 | 动作 | |\n|---|---|---|\n", "| keys | action | |\n|---|---|---|\n"));
    for (group, actions) in groups() {
        out.push_str(&format!("| **{}** | | |\n", group.title(lang)));
        for info in actions {
            let keys: Vec<_> = keymap.keys_of(info.action).iter().map(|keys| code(keys)).collect();
            out.push_str(&format!("| {} | `{}` | {} |\n", keys.join(" "), info.name, info.doc(lang)));
        }
    }
    out
}

/// Keys as inline code in a Markdown table, whatever characters they are.
fn code(keys: &str) -> String {
    let keys = keys.replace('|', "\\|");
    if keys.contains('`') { format!("`` {keys} ``") } else { format!("`{keys}`") }
}

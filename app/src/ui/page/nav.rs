//! Lists of pages.

use leptos::prelude::*;

/// One page of a navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: String,
    /// How many things wait there; 0 shows nothing.
    pub count: u32,
    /// The heading of the group that it begins; empty within a group.
    pub group: &'static str,
}

impl NavItem {
    /// Names a page.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: 0, group: "" }
    }

    /// Adds how many things wait there.
    pub fn count(self, count: u32) -> Self {
        Self { count, ..self }
    }

    /// Begins a group of pages.
    pub fn under(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    /// Says whether a path is this page or lies under it.
    fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.href.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Finds the item a path belongs to: the longest address that holds it.
fn current_item(items: &[NavItem], path: &str) -> Option<usize> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let holding = items.iter().enumerate().filter(|(_, item)| item.holds(path));
    holding.max_by_key(|(_, item)| item.href.len()).map(|(index, _)| index)
}

/// Shows the items as links, the current one marked.
pub(super) fn links(items: &[NavItem], path: &str) -> AnyView {
    let here = current_item(items, path);
    let links = items.iter().enumerate().map(|(index, item)| {
        // A page under the item keeps it marked without claiming to be it.
        let mark = (here == Some(index)).then_some(if item.href == path { "page" } else { "true" });
        let count =
            (item.count > 0).then(|| view! { <span class="count num">{item.count.to_string()}</span> });
        let group = (!item.group.is_empty())
            .then(|| view! { <li class="nav-group small muted" role="presentation">{item.group}</li> });
        view! { {group}<li><a href=item.href.clone() aria-current=mark>{item.label.clone()}{count}</a></li> }
    });
    view! { <ul>{links.collect::<Vec<_>>()}</ul> }.into_any()
}

/// Shows the way from the top to this page.
pub(super) fn crumbs(items: Vec<NavItem>) -> AnyView {
    (!items.is_empty()).then(|| {
        let links = items.into_iter().map(|item| view! { <li><a href=item.href>{item.label}</a></li> });
        view! { <nav class="crumbs small" aria-label="所在位置"><ol>{links.collect::<Vec<_>>()}</ol></nav> }
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Vec<NavItem> {
        [("/office", "今日"), ("/office/drills", "演练"), ("/office/drills/calendar", "日历")]
            .map(|(href, label)| NavItem::new(href, label))
            .to_vec()
    }

    #[test]
    fn a_page_belongs_to_the_longest_address_that_holds_it() {
        assert_eq!(current_item(&office(), "/office/drills/7"), Some(1));
        assert_eq!(current_item(&office(), "/office/drills/calendar?month=3"), Some(2));
        assert_eq!(current_item(&office(), "/office"), Some(0));
    }

    #[test]
    fn a_like_beginning_is_not_the_same_page() {
        assert_eq!(current_item(&office(), "/office/drillset"), Some(0));
        assert_eq!(current_item(&office(), "/officer"), None);
    }
}

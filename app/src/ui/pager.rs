//! The way through a long list.

use leptos::prelude::*;

use super::Link;

/// Counts the pages; an empty list has one.
const fn pages(total: u64, size: u64) -> u64 {
    let size = if size == 0 { 1 } else { size };
    if total == 0 { 1 } else { total.div_ceil(size) }
}

/// Leads to the previous and the next page and says how many rows there are.
#[component]
pub fn Pager(
    /// The list as it is looked at.
    link: Link,
    /// The page shown, from 1.
    page: u64,
    /// The rows of a page.
    size: u64,
    /// The rows of the whole list.
    total: u64,
) -> AnyView {
    let last = pages(total, size);
    let step = |label: &'static str, rel: &'static str, to: Option<u64>| match to {
        Some(to) => {
            view! { <a class="button" rel=rel href=link.with("page", to).to_string()>{label}</a> }.into_any()
        }
        None => view! { <span class="button" aria-disabled="true">{label}</span> }.into_any(),
    };
    let previous = step("上一页", "prev", page.checked_sub(1).filter(|to| *to >= 1));
    let next = step("下一页", "next", page.checked_add(1).filter(|to| *to <= last));
    view! {
        <nav class="pager" aria-label="分页">
            <span class="muted small num">{format!("共 {total} 条 · 第 {page} / {last} 页")}</span>
            {(last > 1).then(|| view! { <div class="actions">{previous}{next}</div> })}
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partly_filled_page_counts() {
        assert_eq!(pages(0, 50), 1);
        assert_eq!(pages(50, 50), 1);
        assert_eq!(pages(51, 50), 2);
        assert_eq!(pages(3, 0), 3);
    }
}

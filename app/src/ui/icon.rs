//! Pictures that stand beside words, never instead of them.

use leptos::prelude::*;

/// Names a drawing on a field of 20 by 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Three lines.
    Menu,
    /// A tick.
    Check,
    /// A triangle with a mark.
    Warning,
    /// An arrow into a tray.
    Download,
    /// A clock.
    Clock,
    /// An arrow to the right.
    Arrow,
}

impl Symbol {
    /// Gives the strokes; written into the page, since published file names carry a hash.
    const fn strokes(self) -> &'static str {
        match self {
            Self::Menu => "M3 5.5h14M3 10h14M3 14.5h14",
            Self::Check => "m4 10.6 4 4 8-9",
            Self::Warning => "M10 3 18 16.8H2ZM10 8.2v4M10 14.4v.1",
            Self::Download => "M10 3v9.5M6 9l4 4 4-4M3.5 13.5v3h13v-3",
            Self::Clock => "M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4M10 6v4.3l2.8 1.8",
            Self::Arrow => "M4 10h12M11.5 5.5 16 10l-4.5 4.5",
        }
    }
}

/// Shows one drawing in the colour of the words, hidden from screen readers.
#[component]
pub fn Icon(
    /// The drawing.
    symbol: Symbol,
) -> AnyView {
    view! {
        <svg class="icon" aria-hidden="true" viewBox="0 0 20 20" width="20" height="20">
            <path d=symbol.strokes()></path>
        </svg>
    }
    .into_any()
}

//! What a colour means, and how loud a button is.

/// Names the meaning of a coloured element; the words beside it always say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No judgement.
    #[default]
    Neutral,
    /// Informs or points at what is current.
    Accent,
    /// Reached, valid, passed.
    Good,
    /// Due soon, short of the target.
    Warn,
    /// Failed, overdue, revoked.
    Bad,
}

impl Tone {
    /// Gives the value of `data-tone`; neutral elements carry none.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Neutral => None,
            Self::Accent => Some("accent"),
            Self::Good => Some("good"),
            Self::Warn => Some("warn"),
            Self::Bad => Some("bad"),
        }
    }
}

/// Names the weight of a button: at most one primary button on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One act among several.
    #[default]
    Plain,
    /// The next step of the page.
    Primary,
    /// An act that takes something away.
    Danger,
}

impl Kind {
    /// Gives the value of `data-kind`; plain buttons carry none.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Primary => Some("primary"),
            Self::Danger => Some("danger"),
        }
    }
}

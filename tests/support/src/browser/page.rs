//! What a person does on a page, by the words that they read.

use super::{Browser, Screen};
use crate::world::{Login, PASSWORD};
use fantoccini::{Locator, elements::Element, error::CmdError};
use serde_json::json;
use std::{path::Path, time::Duration};

/// How long a person waits for a page to react.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often the page is looked at meanwhile.
const GLANCE: Duration = Duration::from_millis(50);

impl Browser {
    /// Goes to a path of the server.
    ///
    /// # Panics
    /// When the page does not load.
    pub async fn go(&self, path: &str) {
        let done = self.client.goto(&format!("{}{path}", self.base)).await;
        self.must(done, &format!("{path} loads")).await;
    }

    /// The path and query of the page.
    ///
    /// # Panics
    /// When there is no page.
    pub async fn path(&self) -> String {
        let url = self.must(self.client.current_url().await, "there is a page").await;
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Checks that this path comes, waiting for it.
    ///
    /// # Panics
    /// When another stays.
    pub async fn at(&self, path: &str) {
        let Ok(url) = format!("{}{path}", self.base).parse() else { panic!("{path} is a path") };
        let done = self.client.wait().at_most(PATIENCE).every(GLANCE).for_url(&url).await;
        self.must(done, &format!("{path} comes")).await;
    }

    /// What a person reads on the page, spaces in one.
    ///
    /// # Panics
    /// When there is no page.
    pub async fn words(&self) -> String {
        // Asked of the page itself: an element found before may be gone when the next page comes.
        let asked =
            self.client.execute("return document.body ? document.body.innerText : ''", Vec::new()).await;
        let text = self.must(asked, "there is a page").await;
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Checks that a person reads this, waiting for it.
    ///
    /// # Panics
    /// When they do not.
    pub async fn see(&self, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let path = format!("//body[contains(normalize-space(.), {})]", quoted(&text));
        let there = self.wait_for(&path).await;
        self.must(there, &format!("{text:?} is shown")).await;
        let words = self.words().await;
        // What the eye sees as one line may be several elements.
        let close = |text: &str| text.replace(' ', "");
        assert!(close(&words).contains(&close(&text)), "{text:?} is on the page, but hidden: {words}");
    }

    /// Checks that a person does not read this.
    ///
    /// # Panics
    /// When they do.
    pub async fn not_see(&self, text: &str) {
        let words = self.words().await;
        assert!(!words.contains(text), "{} shows {text:?}: {words}", self.path().await);
    }

    /// Presses the button or follows the link with these words, waiting for it.
    ///
    /// # Panics
    /// When there is none that can be seen.
    pub async fn click(&self, text: &str) {
        let text = quoted(text);
        let way = |test: &str| {
            format!(
                "//button[{test}] | //a[{test}] | //summary[{test}] | //*[@role='button'][{test}] | //*[@role='tab'][{test}]"
            )
        };
        let exact = way(&format!("normalize-space(.) = {text}"));
        let part = way(&format!("contains(normalize-space(.), {text})"));
        let element = self.visible(&[&exact, &part], &format!("{text} can be pressed")).await;
        self.must(element.click().await, &format!("{text} can be pressed")).await;
    }

    /// Writes into the field with this label; replaces what stood there.
    ///
    /// # Panics
    /// When there is none.
    pub async fn fill(&self, label: &str, value: &str) {
        let field = self.labelled(label).await;
        let kind = field.attr("type").await.ok().flatten().unwrap_or_default();
        if matches!(kind.as_str(), "date" | "time" | "datetime-local" | "month") {
            // Typing depends on the language of the browser.
            let script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true})); arguments[0].dispatchEvent(new Event('change', {bubbles: true}))";
            let element = serde_json::to_value(field.clone()).unwrap_or_default();
            let done = self.client.execute(script, vec![element, json!(value)]).await;
            self.must(done, &format!("{label} takes {value}")).await;
            return;
        }
        self.must(field.clear().await, &format!("{label} can be emptied")).await;
        self.must(field.send_keys(value).await, &format!("{label} takes {value}")).await;
    }

    /// What stands in the field with this label.
    ///
    /// # Panics
    /// When there is none.
    pub async fn value(&self, label: &str) -> String {
        let field = self.labelled(label).await;
        self.must(field.prop("value").await, &format!("{label} has a value")).await.unwrap_or_default()
    }

    /// Gives the field with this label a file.
    ///
    /// # Panics
    /// When there is none.
    pub async fn attach(&self, label: &str, file: &Path) {
        let field = self.labelled(label).await;
        self.must(field.send_keys(&file.display().to_string()).await, &format!("{label} takes a file")).await;
    }

    /// Chooses a radio button or option, or ticks a box, by the words beside it.
    ///
    /// # Panics
    /// When there is none.
    pub async fn choose(&self, text: &str) {
        let quoted = quoted(text);
        let option = format!("//option[normalize-space(.) = {quoted}]");
        let exact = format!("//label[.//input or @for][normalize-space(.) = {quoted}]");
        let part = format!("//label[.//input or @for][contains(normalize-space(.), {quoted})]");
        let element = self.visible(&[&option, &exact, &part], &format!("{text} can be chosen")).await;
        self.must(element.click().await, &format!("{text} can be chosen")).await;
    }

    /// Signs somebody in through the page.
    pub async fn sign_in(&self, login: &Login) {
        self.sign_in_as(&login.login, PASSWORD).await;
    }

    /// Signs somebody in through the page.
    pub async fn sign_in_as(&self, login: &str, password: &str) {
        self.go("/login").await;
        self.fill("手机号或账号", login).await;
        self.fill("密码", password).await;
        self.click("登录").await;
    }

    /// How far the page is wider than the screen, in points: 0 where nobody must scroll sideways.
    ///
    /// # Panics
    /// When there is no page.
    pub async fn overflow(&self) -> i64 {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let wide = self.must(self.client.execute(script, Vec::new()).await, "the page has a width").await;
        wide.as_i64().unwrap_or(i64::MAX)
    }

    /// The width of the screen that a page is told, in points.
    #[must_use]
    pub const fn width(screen: Screen) -> u32 {
        match screen {
            Screen::Phone => 390,
            Screen::Desk => 1440,
        }
    }

    /// The field with this label, waiting for it.
    async fn labelled(&self, label: &str) -> Element {
        let text = quoted(label);
        let what = format!("there is a field {label}");
        // A required field carries a mark behind its words.
        let exact = format!(
            "//label[normalize-space(.) = {text} or normalize-space(.) = concat({text}, '*') or normalize-space(.) = concat({text}, ' *')]"
        );
        let begins = format!("//label[starts-with(normalize-space(.), {text})]");
        let label = self.visible(&[&exact, &begins], &what).await;
        match label.attr("for").await.ok().flatten() {
            Some(id) => self.must(self.client.find(Locator::Id(&id)).await, &what).await,
            None => self.must(label.find(Locator::Css("input, select, textarea")).await, &what).await,
        }
    }

    /// The first element that can be seen, by the first of several paths that has one.
    async fn visible(&self, paths: &[&str], what: &str) -> Element {
        let any = paths.join(" | ");
        self.must(self.wait_for(&any).await, what).await;
        for path in paths {
            for element in self.must(self.client.find_all(Locator::XPath(path)).await, what).await {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
        }
        panic!("not so: {what}, for it is hidden on {}: {}", self.path().await, self.words().await)
    }

    async fn wait_for(&self, path: &str) -> Result<Element, CmdError> {
        self.client.wait().at_most(PATIENCE).every(GLANCE).for_element(Locator::XPath(path)).await
    }

    /// Gives what the driver gave, or says what is on the page instead.
    async fn must<T>(&self, outcome: Result<T, CmdError>, what: &str) -> T {
        match outcome {
            Ok(value) => value,
            Err(error) => {
                let url = self.client.current_url().await.map(|url| url.to_string()).unwrap_or_default();
                let source = match self.client.find(Locator::Css("body")).await {
                    Ok(body) => body.text().await.unwrap_or_default(),
                    Err(_) => String::new(),
                };
                panic!("not so: {what} ({error}) on {url}: {source}")
            }
        }
    }
}

/// A text as XPath writes it.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}

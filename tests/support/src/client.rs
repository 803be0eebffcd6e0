//! A client that does what a browser without scripts does: keeps cookies, says where a form was sent from,
//! and goes where it is led.

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};
use tower::ServiceExt as _;

/// The name under which the client reaches the server.
pub const HOST: &str = "anxun.test";

/// A browser without scripts.
#[derive(Clone, Debug)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    address: IpAddr,
    /// The path and query of the page that is shown.
    here: String,
    /// Headers of every request, such as a language.
    headers: HeaderMap,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// What was asked, for messages: `GET /path`.
    pub asked: String,
}

impl Client {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            // TEST-NET-1 of RFC 5737.
            address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
            here: String::new(),
            headers: HeaderMap::new(),
        }
    }

    /// Comes from another address from now on.
    #[must_use]
    pub fn at_address(mut self, address: [u8; 4]) -> Self {
        self.address = Ipv4Addr::from(address).into();
        self
    }

    /// Sends a header with every request from now on.
    ///
    /// # Panics
    /// When the value is none of a header.
    #[must_use]
    pub fn saying(mut self, name: header::HeaderName, value: &str) -> Self {
        self.headers.insert(name, value.parse().expect("a header's value"));
        self
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into the jar.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.into(), value.into());
    }

    /// The path and query of the page that is shown.
    #[must_use]
    pub fn here(&self) -> &str {
        &self.here
    }

    /// Asks for a page or file; is led nowhere.
    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.send(request(Method::GET, path)).await;
        if answer.status == StatusCode::OK {
            path.clone_into(&mut self.here);
        }
        answer
    }

    /// Asks for a page and goes where it leads, at most 10 times.
    pub async fn visit(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.follow(answer).await
    }

    /// Asks for data.
    pub async fn get_json(&mut self, path: &str) -> Answer {
        let mut request = request(Method::GET, path);
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        self.send(request).await
    }

    /// Sends a form from the page that is shown; is led nowhere.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.form(path, fields);
        self.send(request).await
    }

    /// Sends a form from the page that is shown and goes where it leads, as a person sees it.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        self.follow(answer).await
    }

    /// Sends a form and asks for data in answer.
    pub async fn post_json(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = self.form(path, fields);
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        self.send(request).await
    }

    /// Sends fields and one file as `multipart/form-data` and goes where it leads.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        let request = self.multipart(path, fields, file);
        let answer = self.send(request).await;
        self.follow(answer).await
    }

    /// Sends fields and one file and asks for data in answer.
    pub async fn upload_json(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        let mut request = self.multipart(path, fields, file);
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        self.send(request).await
    }

    /// Goes where an answer leads, at most 10 times; gives what is there.
    ///
    /// # Panics
    /// When it leads in a circle.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..10 {
            if !answer.status.is_redirection() {
                return answer;
            }
            let to = answer.location().to_owned();
            answer = self.get(&to).await;
        }
        panic!("led in a circle: {} to {}", answer.asked, answer.location());
    }

    /// Sends a request as it stands, with the cookies and the address of this client.
    ///
    /// # Panics
    /// When the body cannot be read.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let asked = format!("{} {}", request.method(), request.uri());
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert(header::HeaderValue::from_static(HOST));
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().expect("cookies are plain text"));
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.address, 40_000)));
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("the body can be read");
        for line in head.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().expect("a cookie is plain text"));
        }
        Answer { status: head.status, headers: head.headers, body: body.into(), asked }
    }

    /// Keeps or drops a cookie, as told by a `Set-Cookie` header.
    fn keep(&mut self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        if parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.into(), value.into());
        }
    }

    /// A form as a browser sends it from the page that is shown.
    ///
    /// # Panics
    /// Never: text can be encoded.
    #[must_use]
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let body = serde_urlencoded::to_string(fields).expect("text can be encoded");
        self.posted(path, "application/x-www-form-urlencoded", body.into_bytes())
    }

    fn multipart(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Request<Body> {
        const BOUNDARY: &str = "------------------------anxun-test-boundary";
        let (input, name, bytes) = file;
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{input}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        self.posted(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }

    fn posted(&self, path: &str, kind: &str, body: Vec<u8>) -> Request<Body> {
        let mut request = request(Method::POST, path);
        *request.body_mut() = Body::from(body);
        let headers = request.headers_mut();
        let mut say = |name: header::HeaderName, value: &str| {
            headers.insert(name, value.parse().expect("a header's value"));
        };
        say(header::CONTENT_TYPE, kind);
        say(header::ORIGIN, &format!("http://{HOST}"));
        say(header::HeaderName::from_static("sec-fetch-site"), "same-origin");
        if !self.here.is_empty() {
            say(header::REFERER, &format!("http://{HOST}{}", self.here));
        }
        request
    }
}

/// A bare request.
fn request(method: Method, path: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT, "text/html");
    request.body(Body::empty()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as data.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{}: {e}: {}", self.asked, self.text()))
    }

    /// A header's value, empty without it.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where the answer leads.
    ///
    /// # Panics
    /// When it leads nowhere.
    #[must_use]
    pub fn location(&self) -> &str {
        let location = self.header("location");
        assert!(!location.is_empty(), "{} leads nowhere ({}): {}", self.asked, self.status, self.text());
        location
    }

    /// The `Set-Cookie` header of a cookie.
    #[must_use]
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        lines.into_iter().find(|line| line.split('=').next() == Some(name))
    }

    /// The code of an error that was told as data: `error`, or `refusal` where a rule refuses.
    ///
    /// # Panics
    /// When the body is no data.
    #[must_use]
    pub fn error(&self) -> String {
        let json = self.json();
        let refusal = json["facts"]["refusal"].as_str().or_else(|| json["error"].as_str());
        refusal.unwrap_or_default().to_owned()
    }

    /// What a person reads on the page, without tags.
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.text())
    }

    /// Checks the status; gives the answer on.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, self.words());
        self
    }

    /// Checks that a person reads this on the page; gives the answer on.
    ///
    /// # Panics
    /// When they do not.
    #[track_caller]
    pub fn see(&self, text: &str) -> &Self {
        assert!(self.words().contains(text), "{} ({}) does not show {text:?}: {}", self.asked, self.status, self.words());
        self
    }

    /// Checks that this stands nowhere in the answer, not even in its markup; gives the answer on.
    ///
    /// # Panics
    /// When it does.
    #[track_caller]
    pub fn not_see(&self, text: &str) -> &Self {
        assert!(!self.text().contains(text), "{} shows {text:?}: {}", self.asked, self.words());
        self
    }

    /// The value of the first attribute of the first tag that carries another attribute: the value of an input
    /// by its name is `attribute("name", "login", "value")`.
    #[must_use]
    pub fn attribute(&self, of: &str, being: &str, wanted: &str) -> Option<String> {
        let html = self.text();
        let tag = tags(&html).into_iter().find(|tag| attribute(tag, of).as_deref() == Some(being))?;
        attribute(tag, wanted)
    }

    /// What stands in an input.
    #[must_use]
    pub fn value(&self, input: &str) -> Option<String> {
        self.attribute("name", input, "value")
    }

    /// Where the links of the page lead, each once.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let html = self.text();
        let mut links: Vec<String> =
            tags(&html).iter().filter(|tag| tag.starts_with("a ")).filter_map(|tag| attribute(tag, "href")).collect();
        links.sort();
        links.dedup();
        links
    }
}

/// The insides of the tags of a page.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag).collect()
}

/// The value of an attribute of a tag, as our own pages write it: in double quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescape(value))
}

/// What a person reads: no tags, no scripts, spaces in one.
fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((text, tag_on)) = rest.split_once('<') {
        out.push_str(text);
        let (tag, after) = tag_on.split_once('>').unwrap_or((tag_on, ""));
        rest = after;
        for hidden in ["script", "style"] {
            if tag.starts_with(hidden) {
                rest = rest.split_once(&format!("</{hidden}>")).map_or("", |(_, after)| after);
            }
        }
        // Marks of the renderer between two pieces of one sentence part nothing.
        if !tag.starts_with('!') {
            out.push(' ');
        }
    }
    out.push_str(rest);
    unescape(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_person_reads() {
        let html = "<p>还有 <b>3</b><!> 人</p><script>let a = '<p>x';</script><p>A &amp; B</p>";
        assert_eq!(words(html), "还有 3 人 A & B");
        assert_eq!(attribute("input name=\"login\" value=\"a&quot;b\"", "value").as_deref(), Some("a\"b"));
    }
}

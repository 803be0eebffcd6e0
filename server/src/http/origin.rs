//! Whether a request that changes something comes from our own pages (against cross-site forgery).

use axum::http::{HeaderMap, Method, header};

/// Decides by `Sec-Fetch-Site`, else by `Origin`. Without either the sender is no browser, and has our
/// cookie only if it was given to it.
pub(super) fn is_ours(method: &Method, headers: &HeaderMap, public_url: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    let host_matches = text(header::HOST).is_some_and(|host| {
        origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
    });
    origin.eq_ignore_ascii_case(public_url) || host_matches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        let url = "https://anxun.example.cn";
        let ours = |pairs| is_ours(&Method::POST, &headers(pairs), url);
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(ours(&[("origin", "https://anxun.example.cn")]));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "anxun.example.cn")]));
        assert!(!ours(&[("origin", "null"), ("host", "anxun.example.cn")]));
        assert!(is_ours(&Method::GET, &headers(&[("sec-fetch-site", "cross-site")]), url));
    }
}

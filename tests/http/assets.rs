//! The site's files.

use support::{TestServer, server::STYLE};

support::both![
    a_file_with_a_hash_in_its_name_is_kept_for_good,
    a_browser_that_takes_compressed_files_gets_them,
    nothing_outside_the_folder_is_handed_out,
    every_page_names_the_style_sheet_with_its_hash,
];

const SHEET: &str = "/pkg/app.0123456789abcdef.css";

async fn a_file_with_a_hash_in_its_name_is_kept_for_good(server: &TestServer) {
    let answer = server.client().get(SHEET).await;
    assert_eq!(answer.is(200).body, STYLE);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let manifest = server.client().get("/pkg/manifest.json").await;
    assert_eq!(manifest.is(200).header("cache-control"), "public, max-age=3600");
}

async fn a_browser_that_takes_compressed_files_gets_them(server: &TestServer) {
    let mut client = server.client().saying(http::header::ACCEPT_ENCODING, "gzip, deflate, br");
    let answer = client.get(SHEET).await;
    assert_eq!(answer.is(200).header("content-encoding"), "gzip");
    assert_eq!(answer.header("vary"), "Accept-Encoding");
    assert!(answer.body.starts_with(&[0x1f, 0x8b]), "the body is compressed");
}

async fn nothing_outside_the_folder_is_handed_out(server: &TestServer) {
    let mut client = server.client();
    for path in ["/pkg/..%2Fanxun.sqlite", "/pkg/%2e%2e%2fanxun.sqlite", "/pkg/.hidden", "/pkg/", "/pkg/none.css"] {
        client.get(path).await.is(404);
    }
}

async fn every_page_names_the_style_sheet_with_its_hash(server: &TestServer) {
    let page = server.client().get("/login").await;
    assert_eq!(page.is(200).attribute("rel", "stylesheet", "href").as_deref(), Some(SHEET));
}

//! Whether the server lives and can work.

use support::{Kind, TestServer};

support::both![
    a_new_installation_is_ready,
    a_server_without_its_database_lives_but_is_not_ready,
    checks_need_no_session_and_leave_none,
];

async fn a_new_installation_is_ready(server: &TestServer) {
    let mut client = server.client();
    assert_eq!(client.get("/healthz").await.is(200).text(), "ok");
    let told = client.get("/readyz").await.is(200).json();
    assert_eq!(told["database"], true);
    assert_eq!(told["migrated"], true);
}

async fn a_server_without_its_database_lives_but_is_not_ready(server: &TestServer) {
    server.db().clone().close().await.unwrap();
    let mut client = server.client();
    client.get("/healthz").await.is(200);
    let told = client.get("/readyz").await.is(503).json();
    assert_eq!(told["database"], false);
}

async fn checks_need_no_session_and_leave_none(server: &TestServer) {
    let mut client = server.client();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(client.get(path).await.set_cookie("anxun"), None, "{path}");
    }
    assert_eq!(server.db().kind(), if server.kind() == Kind::Sqlite { "SQLite" } else { "PostgreSQL" });
}

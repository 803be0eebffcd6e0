//! What the black-box suites stand on: a server over each database, a client that behaves like a browser
//! without scripts, a real browser, a clock that the test moves, and people to act as.
//!
//! A suite lists its cases in [`both!`]; each becomes two tests, `sqlite::…` and `postgres::…`. The address of
//! a PostgreSQL server stands in `ANXUN_TEST_POSTGRES` (`cargo xtask test` starts one); without it the second
//! half fails, unless `ANXUN_TEST_SQLITE_ONLY=1` says that this is meant.

pub mod browser;
pub mod certified;
pub mod client;
pub mod crowd;
pub mod database;
pub mod key;
pub mod place;
pub mod process;
pub mod server;
pub mod story;
pub mod time;
pub mod world;

pub use browser::{Browser, Visit, browse};
pub use client::{Answer, Client};
pub use database::Kind;
pub use process::RealServer;
pub use server::{TestServer, run};
pub use time::MockClock;
pub use world::{PASSWORD, Street, World};

/// Makes two tests of each case, one on each database. A case is an `async fn name(server: &TestServer)` of the
/// same module; one that is not listed is unused, which the compiler tells.
#[macro_export]
macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { $crate::run($crate::Kind::Sqlite, super::$name); })*
        }
        mod postgres {
            $(#[test] fn $name() { $crate::run($crate::Kind::Postgres, super::$name); })*
        }
    };
}

/// Makes one test of each case of the browser suite, an `async fn name(visit: &Visit)` of the same module.
#[macro_export]
macro_rules! walks {
    ($($name:ident),* $(,)?) => {
        mod chromium {
            $(#[test] fn $name() { $crate::browse($crate::Kind::Sqlite, super::$name); })*
        }
    };
}

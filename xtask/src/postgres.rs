//! A throw-away PostgreSQL for the tests: its own folder, its own port on 127.0.0.1, nothing synced to disk.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    setup,
    step::{answer, call},
    tree::on_path,
};

/// Where the tests read the address of a server on which they may create databases. A user who has one
/// running sets it, and none is started.
pub const VARIABLE: &str = "ANXUN_TEST_POSTGRES";

/// The oldest major version that the product supports.
const OLDEST: u32 = 14;

/// Waits for the end of its input, which comes with the end of this program however it ends; then stops the
/// server and removes the folder. It ignores the signals that a terminal sends to all.
const GUARD: &str = r#"trap "" INT TERM HUP QUIT
cat >/dev/null
"$1/pg_ctl" stop -D "$2/data" -m immediate >/dev/null 2>&1
rm -rf "$2""#;

/// A running server; dropping it stops it and removes its files.
pub struct Postgres {
    url: String,
    guard: Option<Child>,
}

impl Postgres {
    /// The address of the server named by [`VARIABLE`], or of a new one.
    ///
    /// # Errors
    /// When PostgreSQL is missing or does not start, with its log.
    pub fn provide() -> Result<Postgres> {
        match env::var(VARIABLE) {
            Ok(url) if !url.is_empty() => Ok(Postgres { url, guard: None }),
            _ => start(),
        }
    }

    /// `postgres://…`, of a superuser.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut guard) = self.guard.take() {
            // `wait` closes the guard's input first.
            if guard.wait().is_err() {
                eprintln!("the throw-away PostgreSQL may still be running");
            }
        }
    }
}

/// `cargo xtask postgres COMMAND…`: whether the command succeeded.
///
/// # Errors
/// When there is no database or the command cannot be started.
pub fn command(command: &[String]) -> Result<bool> {
    let [program, arguments @ ..] = command else { bail!("no command") };
    let postgres = Postgres::provide()?;
    let status = Command::new(program).args(arguments).env(VARIABLE, postgres.url()).status();
    Ok(status.with_context(|| format!("cannot start {program}"))?.success())
}

/// The folder with `initdb` and `pg_ctl` of the newest version that is installed and not too old.
pub fn programs() -> Option<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<_> = debian.map(|version| version.join("bin")).collect();
    found.extend(
        on_path("initdb").and_then(|program| Some(program.canonicalize().ok()?.parent()?.to_owned())),
    );
    let versions = found.into_iter().filter_map(|folder| {
        let told = answer(Command::new(folder.join("initdb")).arg("--version"))?;
        Some((major(&told)?, folder))
    });
    versions.filter(|(version, _)| *version >= OLDEST).max().map(|(_, folder)| folder)
}

/// 15 from `initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major(told: &str) -> Option<u32> {
    told.split(") ").nth(1)?.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

/// Makes a cluster and starts it.
fn start() -> Result<Postgres> {
    let programs = programs().with_context(|| format!("PostgreSQL {OLDEST} or newer is missing"))?;
    let folder = env::temp_dir().join(format!("anxun-postgres-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let user = ordinary_user()?;
    if let Some((user, group)) = user {
        chown(&folder, Some(user), Some(group))?;
    }
    let guard = as_user(&mut Command::new("sh"), user, &folder)
        .args(["-c", GUARD, "guard"])
        .args([&programs, &folder])
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot start sh")?;
    let mut postgres = Postgres { url: String::new(), guard: Some(guard) };

    let data = folder.join("data");
    call(
        as_user(&mut Command::new(programs.join("initdb")), user, &folder)
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--pgdata",
            ])
            .arg(&data)
            .stdout(Stdio::null()),
    )?;
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let options = [
        format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{}'", folder.display()),
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200".to_owned(),
    ];
    let log = folder.join("log");
    let started = call(
        as_user(&mut Command::new(programs.join("pg_ctl")), user, &folder)
            .args(["start", "--wait", "--silent", "--options", &options.join(" "), "--log"])
            .arg(&log)
            .arg("--pgdata")
            .arg(&data),
    );
    started.with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
    postgres.url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    println!("    PostgreSQL listens on 127.0.0.1:{port}");
    Ok(postgres)
}

/// PostgreSQL refuses to run as root: then the user and group `postgres` of its package, by number.
fn ordinary_user() -> Result<Option<(u32, u32)>> {
    if !setup::is_root() {
        return Ok(None);
    }
    let number = |flag: &str| answer(Command::new("id").args([flag, "postgres"]))?.parse().ok();
    let user = number("-u").zip(number("-g"));
    Ok(Some(user.context("PostgreSQL does not run as root, and there is no user postgres")?))
}

/// Lets the command run as the given user, in a folder that this user may enter.
fn as_user<'a>(command: &'a mut Command, user: Option<(u32, u32)>, folder: &Path) -> &'a mut Command {
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command.current_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_releases_and_betas() {
        assert_eq!(major("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("initdb (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("initdb"), None);
    }
}

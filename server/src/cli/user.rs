//! `anxun user add|passwd|disable`.

use super::{config, misuse, open, say, street_cx};
use application::{
    Cx, Failure, System,
    account::{NewAccount, add_account, disable_account, reset_password},
};
use clap::{Args, Subcommand};
use domain::organization::vocabulary_role::Role;
use std::{io::Read as _, process::ExitCode};
use storage::organization::TeamRow;
use uuid::Uuid;

#[derive(Subcommand)]
pub(super) enum User {
    /// 新建账号
    Add(Add),
    /// 重置密码，并退出该账号的所有登录
    Passwd {
        /// 账号
        login: String,
        #[command(flatten)]
        common: Common,
    },
    /// 停用账号
    Disable {
        /// 账号
        login: String,
        /// 街道代码（9 位）；只有一个街道时可省略
        #[arg(long, value_name = "CODE")]
        street: Option<String>,
    },
}

#[derive(Args)]
pub(super) struct Add {
    /// 账号；学员用手机号
    login: String,
    /// 角色：examinee、office、area、team、auditor、admin
    #[arg(long)]
    role: String,
    /// 姓名；学员可省略，取自名册
    #[arg(long)]
    name: Option<String>,
    /// 管理区名称（角色 area）
    #[arg(long)]
    area: Option<String>,
    /// 演练组名称（角色 team）；没有时新建
    #[arg(long)]
    team: Option<String>,
    /// 单位的统一社会信用代码（角色 examinee，同一手机号在几家单位时）
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub(super) struct Common {
    /// 从标准输入读取密码；不加则生成一个，首次登录须修改
    #[arg(long)]
    password_stdin: bool,
    /// 街道代码（9 位）；只有一个街道时可省略
    #[arg(long, value_name = "CODE")]
    street: Option<String>,
}

pub(super) async fn user(command: User) -> anyhow::Result<ExitCode> {
    let system = open(&config()?).await?;
    match command {
        User::Add(wanted) => add(&system, wanted).await,
        User::Passwd { login, common } => {
            let cx = street_cx(&system, common.street.as_deref()).await?;
            let Some(password) = password(&system, &common)? else { return Ok(too_short()) };
            let done = reset_password(&cx, &login, password.clone(), !common.password_stdin).await;
            told(done.map(|()| tell_password(&common, &password)), "密码已重置，该账号的登录已全部退出。")
        }
        User::Disable { login, street } => {
            let cx = street_cx(&system, street.as_deref()).await?;
            told(disable_account(&cx, &login).await, "账号已停用。")
        }
    }
}

async fn add(system: &System, wanted: Add) -> anyhow::Result<ExitCode> {
    let Some(role) = Role::from_code(&wanted.role) else {
        let known: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
        return Ok(misuse(&format!("没有“{}”这个角色。可用：{}", wanted.role, known.join("、"))));
    };
    let cx = street_cx(system, wanted.common.street.as_deref()).await?;
    let bound = match bind(&cx, role, &wanted).await? {
        Ok(bound) => bound,
        Err(why) => return Ok(misuse(&why)),
    };
    let Some(password) = password(system, &wanted.common)? else { return Ok(too_short()) };
    let new = NewAccount {
        login: wanted.login,
        name: bound.name,
        password: password.clone(),
        must_change: !wanted.common.password_stdin,
        role,
        area_id: bound.area,
        person_id: bound.person,
        team_id: bound.team,
    };
    let done = add_account(&cx, new).await;
    told(done.map(|_| tell_password(&wanted.common, &password)), "账号已建好。")
}

/// What an account of a role is bound to.
#[derive(Default)]
struct Bound {
    name: String,
    area: Option<Uuid>,
    person: Option<Uuid>,
    team: Option<Uuid>,
}

/// Finds what an account is bound to, or says what is missing.
async fn bind(cx: &Cx, role: Role, wanted: &Add) -> anyhow::Result<Result<Bound, String>> {
    let given = wanted.name.clone().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    let reader = cx.reader();
    Ok(match role {
        Role::Examinee => examinee(cx, wanted, given).await?,
        Role::Area => {
            let areas = storage::organization::areas(&reader, cx.street()).await?;
            let name = wanted.area.as_deref().unwrap_or_default();
            let known: Vec<&str> = areas.iter().map(|a| a.name.as_str()).collect();
            match (areas.iter().find(|a| a.name == name), given) {
                (None, _) => Err(format!("请用 --area 指明管理区。现有：{}", known.join("、"))),
                (_, None) => Err("请用 --name 写明姓名。".to_owned()),
                (Some(area), Some(name)) => Ok(Bound { name, area: Some(area.id), ..Bound::default() }),
            }
        }
        Role::Team => match wanted.team.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            Some(team) => {
                let name = given.unwrap_or_else(|| team.to_owned());
                Ok(Bound { name, team: Some(team_id(cx, team).await?), ..Bound::default() })
            }
            None => Err("请用 --team 指明演练组，例如 --team 第一演练组。".to_owned()),
        },
        Role::Office | Role::Auditor | Role::Admin => match given {
            Some(name) => Ok(Bound { name, ..Bound::default() }),
            None => Err("请用 --name 写明姓名。".to_owned()),
        },
    })
}

async fn examinee(cx: &Cx, wanted: &Add, given: Option<String>) -> anyhow::Result<Result<Bound, String>> {
    let reader = cx.reader();
    let unit = match &wanted.unit {
        Some(code) => match storage::organization::unit_by_code(&reader, cx.street(), code).await? {
            Some(unit) => Some(unit.id),
            None => return Ok(Err(format!("没有代码为 {code} 的单位。"))),
        },
        None => None,
    };
    let people = storage::organization::people_by_mobile(&reader, cx.street(), wanted.login.trim()).await?;
    let mut found = people.into_iter().filter(|p| unit.is_none_or(|unit| unit == p.unit_id));
    Ok(match (found.next(), found.next()) {
        (None, _) => Err("名册里没有这个手机号。请先导入名册。".to_owned()),
        (Some(_), Some(_)) => {
            Err("这个手机号在几家单位都有登记，请用 --unit 指明单位的统一社会信用代码。".to_owned())
        }
        (Some(person), None) => {
            Ok(Bound { name: given.unwrap_or(person.name), person: Some(person.id), ..Bound::default() })
        }
    })
}

async fn team_id(cx: &Cx, name: &str) -> anyhow::Result<Uuid> {
    let teams = storage::organization::teams(&cx.reader(), cx.street()).await?;
    if let Some(team) = teams.iter().find(|t| t.name == name) {
        return Ok(team.id);
    }
    let row = TeamRow { street: cx.street().to_owned(), id: cx.new_uuid(), name: name.to_owned() };
    let id = row.id;
    let tx = cx.begin().await?;
    storage::organization::add_teams(&tx, vec![row]).await?;
    tx.commit().await?;
    say(&format!("新建演练组：{name}"));
    Ok(id)
}

/// Reads or makes a password; `None` where the one read is too short or too long.
fn password(system: &System, common: &Common) -> anyhow::Result<Option<String>> {
    /// Without characters that look alike.
    const CHARACTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyzA";
    if common.password_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        let text = text.trim_end_matches(['\r', '\n']);
        return Ok((8..=128).contains(&text.chars().count()).then(|| text.to_owned()));
    }
    // 12 of 32 characters: 60 bits, each byte giving 5 without bias.
    let bytes: [u8; 12] = system.random();
    Ok(Some(bytes.iter().map(|b| char::from(CHARACTERS[usize::from(b % 32)])).collect()))
}

fn too_short() -> ExitCode {
    misuse("密码应为 8 到 128 个字符。")
}

fn tell_password(common: &Common, password: &str) {
    if !common.password_stdin {
        say(&format!("初始密码：{password}（首次登录须修改）"));
    }
}

fn told(done: Result<(), Failure>, sentence: &str) -> anyhow::Result<ExitCode> {
    match done {
        Ok(()) => {
            say(sentence);
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => match failure.told() {
            Some(contract::UiError::Conflict) => {
                say("这个账号已经存在。");
                Ok(ExitCode::from(1))
            }
            Some(error) => {
                say(&app::text::sentence(error));
                Ok(ExitCode::from(1))
            }
            None => Err(failure.into()),
        },
    }
}

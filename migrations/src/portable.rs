//! One text of SQL for both databases: statements are parted by a line `--`, types and the few things
//! that differ stand in braces.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

/// Runs every statement of a text.
pub async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    for statement in sql.split("\n--\n") {
        let statement = translate(statement.trim(), sqlite);
        if !statement.is_empty() {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
    }
    Ok(())
}

fn translate(statement: &str, sqlite: bool) -> String {
    let types: [(&str, &str, &str); 6] = [
        ("{uuid}", "uuid_text", "uuid"),
        ("{instant}", "timestamp_with_timezone_text", "timestamptz"),
        ("{date}", "date_text", "date"),
        ("{bytes}", "blob", "bytea"),
        ("{serial}", "integer PRIMARY KEY AUTOINCREMENT", "bigserial PRIMARY KEY"),
        ("{bool}", "boolean", "boolean"),
    ];
    let mut out = statement.to_owned();
    for (token, for_sqlite, for_postgres) in types {
        out = out.replace(token, if sqlite { for_sqlite } else { for_postgres });
    }
    out
}

/// Makes a table refuse UPDATE, DELETE and, where there is such a thing, TRUNCATE.
pub async fn append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    refuse(manager, table, "UPDATE", None, "append_only").await?;
    refuse(manager, table, "DELETE", None, "append_only").await?;
    if manager.get_database_backend() == DatabaseBackend::Sqlite {
        return Ok(());
    }
    let statement = format!(
        "CREATE TRIGGER {table}_append_only_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_append_only_delete()"
    );
    manager.get_connection().execute_unprepared(&statement).await.map(drop)
}

/// Makes a table refuse an act (`INSERT`, `UPDATE` or `DELETE`) where a condition over OLD and NEW holds.
pub async fn refuse(
    manager: &SchemaManager<'_>,
    table: &str,
    act: &str,
    when: Option<&str>,
    message: &str,
) -> Result<(), DbErr> {
    let name = format!("{table}_{message}_{}", act.to_lowercase());
    let condition = when.unwrap_or("1 = 1");
    let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    let statements = if sqlite {
        vec![format!(
            "CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )]
    } else {
        let back = if act == "DELETE" { "OLD" } else { "NEW" };
        vec![
            format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {back}; END $$"
            ),
            format!("CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"),
        ]
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

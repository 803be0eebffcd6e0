//! Streets, units, people and accounts for a test: through the use-cases where there are any, else as rows.

use application::{
    Cx, System,
    account::{NewAccount, add_account},
};
use chrono::NaiveDate;
use domain::organization::{CreditCode, DivisionCode, Employment, Position, Sector, vocabulary_role::Role};
use std::sync::atomic::{AtomicU32, Ordering};
use storage::{
    Database,
    organization::{self, AreaRow, PersonRow, StreetRow, TeamRow, UnitRow},
};
use uuid::Uuid;

/// The password of every account that a test makes.
pub const PASSWORD: &str = "correct horse battery";

/// An installation that a test fills.
#[derive(Clone)]
pub struct World {
    /// The installation.
    pub system: System,
    numbers: std::sync::Arc<AtomicU32>,
}

/// A street of the installation.
#[derive(Clone)]
pub struct Street {
    /// Its code.
    pub code: DivisionCode,
    world: World,
}

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Login {
    /// What they sign in with, beside [`PASSWORD`].
    pub login: String,
    /// The account.
    pub account: Uuid,
}

/// The principal of a unit, with the unit.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Their account.
    pub login: Login,
    /// Their person.
    pub person: PersonRow,
    /// Their unit.
    pub unit: UnitRow,
}

/// A drill team with one account.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its account.
    pub login: Login,
    /// The team.
    pub id: Uuid,
}

impl World {
    /// Takes an installation.
    #[must_use]
    pub fn new(system: System) -> Self {
        Self { system, numbers: std::sync::Arc::default() }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Database {
        &self.system.db
    }

    /// A number that this world has not given yet, first 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Adds a street. The first of an installation is the one that its public pages belong to.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub async fn street(&self) -> Street {
        let number = self.number();
        let code = DivisionCode::parse(&format!("{}", 370_112_100 + number)).expect("nine digits");
        let letter = char::from(b'A' + u8::try_from(number % 26).expect("below 26"));
        let row = StreetRow {
            code: code.as_str().into(),
            name: format!("测试街道{number}"),
            letters: format!("T{letter}"),
            created_at: self.system.now(),
        };
        let tx = self.db().begin().await.expect("a transaction begins");
        organization::add_street(&tx, row).await.expect("a street is stored");
        tx.commit().await.expect("a street is stored");
        Street { code, world: self.clone() }
    }
}

impl Street {
    /// The street's code, as stored.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code.as_str()
    }

    /// A request of nobody in this street, for calling use-cases.
    #[must_use]
    pub fn cx(&self) -> Cx {
        self.world.system.cx(self.code.clone(), None, "127.0.0.1".into())
    }

    /// Adds a management area.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub async fn area(&self) -> AreaRow {
        let number = self.world.number();
        let row = AreaRow {
            street: self.code().into(),
            id: self.world.system.new_uuid(),
            name: format!("管理区{number}"),
            sort: i32::try_from(number).expect("a small number"),
        };
        let tx = self.cx().begin().await.expect("a transaction begins");
        organization::add_areas(&tx, vec![row.clone()]).await.expect("an area is stored");
        tx.commit().await.expect("an area is stored");
        row
    }

    /// Adds a unit with an area of its own. Its name is one of a kind: `测试单位…`.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub async fn unit(&self) -> UnitRow {
        self.unit_in(&self.area().await, Sector::Furniture, "").await
    }

    /// Adds a unit to an area. `facts` are codes of [`domain::organization::Fact`], joined by commas.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub async fn unit_in(&self, area: &AreaRow, sector: Sector, facts: &str) -> UnitRow {
        let (number, now) = (self.world.number(), self.world.system.now());
        let code = CreditCode::complete(&format!("91370112MA{number:07}")).expect("a right code");
        let row = UnitRow {
            street: self.code().into(),
            id: self.world.system.new_uuid(),
            name: format!("测试单位{number}"),
            credit_code: code.as_str().into(),
            area_id: area.id,
            sector: sector.code().into(),
            address: format!("测试路{number}号"),
            headcount: 20,
            facts: facts.into(),
            closed_on: None::<NaiveDate>,
            created_at: now,
            updated_at: now,
        };
        let tx = self.cx().begin().await.expect("a transaction begins");
        organization::add_units(&tx, vec![row.clone()]).await.expect("a unit is stored");
        tx.commit().await.expect("a unit is stored");
        row
    }

    /// Adds a person in post to a unit. The name is one of a kind: `测试人员…`.
    ///
    /// # Panics
    /// When they cannot be stored.
    pub async fn person(&self, unit: &UnitRow, position: Position) -> PersonRow {
        let (number, now) = (self.world.number(), self.world.system.now());
        let row = PersonRow {
            street: self.code().into(),
            id: self.world.system.new_uuid(),
            unit_id: unit.id,
            name: format!("测试人员{number}"),
            mobile: format!("139{number:08}"),
            position: position.code().into(),
            employment: Employment::Employee.code().into(),
            active: true,
            created_at: now,
            updated_at: now,
        };
        let tx = self.cx().begin().await.expect("a transaction begins");
        organization::add_people(&tx, vec![row.clone()]).await.expect("a person is stored");
        tx.commit().await.expect("a person is stored");
        row
    }

    /// Adds an account of the emergency office.
    pub async fn office(&self) -> Login {
        self.login(Role::Office, |_| {}).await
    }

    /// Adds an account of an auditor.
    pub async fn auditor(&self) -> Login {
        self.login(Role::Auditor, |_| {}).await
    }

    /// Adds an account of an administrator.
    pub async fn admin(&self) -> Login {
        self.login(Role::Admin, |_| {}).await
    }

    /// Adds an account of an official of an area.
    pub async fn area_official(&self, area: &AreaRow) -> Login {
        self.login(Role::Area, |new| new.area_id = Some(area.id)).await
    }

    /// Adds an account of a person; they sign in with their mobile number.
    pub async fn examinee(&self, person: &PersonRow) -> Login {
        self.login(Role::Examinee, |new| {
            new.person_id = Some(person.id);
            new.login.clone_from(&person.mobile);
            new.name.clone_from(&person.name);
        })
        .await
    }

    /// Adds a unit with its principal and their account.
    pub async fn principal(&self) -> Principal {
        let unit = self.unit().await;
        let person = self.person(&unit, Position::Principal).await;
        let login = self.examinee(&person).await;
        Principal { login, person, unit }
    }

    /// Adds a drill team with an account.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub async fn team(&self) -> Team {
        let id = self.world.system.new_uuid();
        let row =
            TeamRow { street: self.code().into(), id, name: format!("演练{}组", self.world.number()) };
        let tx = self.cx().begin().await.expect("a transaction begins");
        organization::add_teams(&tx, vec![row]).await.expect("a team is stored");
        tx.commit().await.expect("a team is stored");
        let login = self.login(Role::Team, |new| new.team_id = Some(id)).await;
        Team { login, id }
    }

    /// Adds an account with [`PASSWORD`]; `change` says what is special about it.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn login(&self, role: Role, change: impl FnOnce(&mut NewAccount)) -> Login {
        let number = self.world.number();
        let mut new = NewAccount {
            login: format!("{}{number}", role.code()),
            name: format!("{}{number}", role.term()),
            password: PASSWORD.into(),
            must_change: false,
            role,
            area_id: None,
            person_id: None,
            team_id: None,
        };
        change(&mut new);
        let login = new.login.clone();
        let account = add_account(&self.cx(), new).await.expect("an account is made");
        Login { login, account }
    }
}

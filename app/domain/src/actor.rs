//! Who acts, and what they may do: denied by default, decided in one place (08-interface, "Roles").

use crate::{
    id::{Account, Id, ManagementArea, Person, Team, Unit},
    organization::{DivisionCode, vocabulary_role},
};

pub use vocabulary_role::Role;

/// Somebody signed in, with the one membership they act under.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The login.
    pub account: Id<Account>,
    /// The name copied into the log, because people are renamed.
    pub name: String,
    /// The street of the membership.
    pub street: DivisionCode,
    /// The role of the membership.
    pub role: Role,
    /// The area that an area official is bound to.
    pub area: Option<Id<ManagementArea>>,
    /// The person behind the login, where there is one.
    pub person: Option<Id<Person>>,
    /// The unit of that person.
    pub unit: Option<Id<Unit>>,
    /// The team that a team member belongs to.
    pub team: Option<Id<Team>>,
}

/// What somebody asks to do. The parameters are the object it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See units, people, trainings, exams and drills of the street.
    ReadOffice,
    /// Write, review and publish questions.
    EditBanks,
    /// Change units and people (import, edit).
    ManageOrganization,
    /// Make, publish and close trainings.
    ManageTrainings,
    /// See the media library and its statistics, and the parts of trainings.
    ReadMedia,
    /// Upload, review, publish and withdraw media.
    EditMedia,
    /// Receive people at sessions: the code on the screen, signing in by hand.
    ReceiveAttendees,
    /// See the questions of an exam with their keys, its statistics and its corrections.
    ReviewExam,
    /// Propose corrected keys, and decide about those of others.
    CorrectResults,
    /// Watch an exam that is running.
    WatchExam,
    /// Extend, reopen or void sittings; an area official must be named for the exam besides.
    Invigilate,
    /// Revoke certificates and issue them again.
    ManageCertificates,
    /// Open the drill year and the day's draw.
    RunDraw,
    /// See the figures against the targets.
    ReadProgress,
    /// Take the own training or its test, see the own result.
    ActAs(Id<Person>),
    /// Keep the registers of statutory certificates and of places; confirm what units entered.
    ManageRegisters,
    /// Enter people and places of the own unit, to be confirmed; only who leads it, which is asked besides.
    EnterOwn(Id<Unit>),
    /// See and record a released drill of a team.
    RecordDrill(Id<Team>),
    /// See the own unit's record.
    ReadUnit(Id<Unit>),
    /// Read certificates, draws, papers and the log; export them.
    Audit,
    /// Hold spot tests at units.
    RunSpotTests,
    /// Administer accounts and settings.
    Administer,
    /// See tests of officials and their figures.
    ReadOfficials,
    /// Fill in score sheets of practical assessments that one is named a judge of.
    JudgePractical,
}

/// The actor may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied;

/// Decides whether an actor may act. The street is no parameter: nothing is ever looked up outside the
/// actor's own.
pub fn may(actor: &Actor, action: Action) -> Result<(), Denied> {
    let allowed = match action {
        Action::ReadOffice | Action::ReadProgress => {
            matches!(actor.role, Role::Office | Role::Area | Role::Auditor)
        }
        Action::ManageOrganization | Action::ManageTrainings | Action::RunDraw => actor.role == Role::Office,
        Action::ReviewExam => matches!(actor.role, Role::Office | Role::Auditor),
        Action::CorrectResults | Action::EditBanks | Action::ManageCertificates => actor.role == Role::Office,
        Action::ReceiveAttendees => matches!(actor.role, Role::Office | Role::Area),
        Action::WatchExam | Action::Invigilate => matches!(actor.role, Role::Office | Role::Area),
        Action::ReadMedia => matches!(actor.role, Role::Office | Role::Auditor),
        Action::EditMedia => actor.role == Role::Office,
        Action::ActAs(person) => actor.person == Some(person),
        Action::RecordDrill(team) => actor.role == Role::Team && actor.team == Some(team),
        Action::ManageRegisters => actor.role == Role::Office,
        Action::ReadUnit(unit) | Action::EnterOwn(unit) => {
            actor.role == Role::Examinee && actor.unit == Some(unit)
        }
        Action::RunSpotTests => matches!(actor.role, Role::Office | Role::Team),
        Action::Audit => actor.role == Role::Auditor,
        Action::Administer => actor.role == Role::Admin,
        Action::ReadOfficials => matches!(actor.role, Role::Office | Role::Auditor),
        Action::JudgePractical => matches!(actor.role, Role::Office | Role::Area | Role::Team),
    };
    if allowed { Ok(()) } else { Err(Denied) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn actor(role: Role) -> Actor {
        Actor {
            account: Id::new(Uuid::from_u128(1)),
            name: "测试".into(),
            street: DivisionCode::parse("370112104").unwrap(),
            role,
            area: None,
            person: Some(Id::new(Uuid::from_u128(2))),
            unit: Some(Id::new(Uuid::from_u128(3))),
            team: Some(Id::new(Uuid::from_u128(4))),
        }
    }

    #[test]
    fn every_role_may_do_exactly_what_the_table_says() {
        let own_team = Id::new(Uuid::from_u128(4));
        let table: &[(Action, &[Role])] = &[
            (Action::ReadOffice, &[Role::Office, Role::Area, Role::Auditor]),
            (Action::ReadProgress, &[Role::Office, Role::Area, Role::Auditor]),
            (Action::ManageOrganization, &[Role::Office]),
            (Action::EditBanks, &[Role::Office]),
            (Action::ManageTrainings, &[Role::Office]),
            (Action::ReadMedia, &[Role::Office, Role::Auditor]),
            (Action::EditMedia, &[Role::Office]),
            (Action::ReceiveAttendees, &[Role::Office, Role::Area]),
            (Action::RunDraw, &[Role::Office]),
            (Action::ReviewExam, &[Role::Office, Role::Auditor]),
            (Action::CorrectResults, &[Role::Office]),
            (Action::ManageCertificates, &[Role::Office]),
            (Action::ManageRegisters, &[Role::Office]),
            (Action::WatchExam, &[Role::Office, Role::Area]),
            (Action::Invigilate, &[Role::Office, Role::Area]),
            (Action::RecordDrill(own_team), &[Role::Team]),
            (Action::RunSpotTests, &[Role::Office, Role::Team]),
            (Action::Audit, &[Role::Auditor]),
            (Action::Administer, &[Role::Admin]),
            (Action::ReadOfficials, &[Role::Office, Role::Auditor]),
            (Action::JudgePractical, &[Role::Office, Role::Area, Role::Team]),
        ];
        for (action, roles) in table {
            for role in Role::ALL {
                assert_eq!(may(&actor(*role), *action).is_ok(), roles.contains(role), "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn nobody_acts_for_another_person_team_or_unit() {
        for role in Role::ALL {
            let foreign = Uuid::from_u128(99);
            assert!(may(&actor(*role), Action::ActAs(Id::new(foreign))).is_err());
            assert!(may(&actor(*role), Action::RecordDrill(Id::new(foreign))).is_err());
            assert!(may(&actor(*role), Action::ReadUnit(Id::new(foreign))).is_err());
            assert!(may(&actor(*role), Action::EnterOwn(Id::new(foreign))).is_err());
        }
    }
}

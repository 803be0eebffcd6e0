//! The roles of the platform.

use super::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// A role (08-interface, "Roles").
    Role {
        /// Takes trainings and exams.
        Examinee = "examinee", "学员";
        /// The street's emergency office.
        Office = "office", "应急办";
        /// A management-area official.
        Area = "area", "管理区";
        /// A drill team.
        Team = "team", "演练组";
        /// District bureau or discipline inspection, read-only.
        Auditor = "auditor", "审计";
        /// The system's administrator.
        Admin = "admin", "管理员";
    }
}

//! What a street holds already, loaded once for a whole file and found by key.

use crate::Failure;
use std::collections::HashMap;
use storage::{
    db::Handle,
    organization::{PersonRow, UnitRow},
};
use uuid::Uuid;

/// What a street holds already.
#[derive(Default)]
pub(super) struct Known {
    areas: HashMap<String, Uuid>,
    area_names: HashMap<Uuid, String>,
    units: HashMap<String, UnitRow>,
    people: HashMap<(Uuid, String), PersonRow>,
    /// The greatest place of an area.
    pub last_sort: i32,
}

impl Known {
    /// Loads it: three queries, whatever the file holds.
    pub async fn load(db: &impl Handle, street: &str) -> Result<Self, Failure> {
        let areas = storage::organization::areas(db, street).await?;
        let units = storage::organization::all_units(db, street).await?;
        let people = storage::organization::person_keys(db, street).await?;
        Ok(Self {
            last_sort: areas.iter().map(|a| a.sort).max().unwrap_or(0),
            area_names: areas.iter().map(|a| (a.id, a.name.clone())).collect(),
            areas: areas.into_iter().map(|a| (a.name, a.id)).collect(),
            units: units.into_iter().map(|u| (u.credit_code.clone(), u)).collect(),
            people: people.into_iter().map(|p| ((p.unit_id, p.mobile.clone()), p)).collect(),
        })
    }

    /// Finds an area by its name.
    pub fn area(&self, name: &str) -> Option<Uuid> {
        self.areas.get(name).copied()
    }
    /// Names an area.
    pub fn area_name(&self, id: Uuid) -> &str {
        self.area_names.get(&id).map_or("", String::as_str)
    }
    /// Finds a unit by its credit code.
    pub fn unit(&self, code: &str) -> Option<&UnitRow> {
        self.units.get(code)
    }
    /// Finds a person by the unit's credit code and the mobile.
    pub fn person(&self, unit_code: &str, mobile: &str) -> Option<&PersonRow> {
        let unit = self.units.get(unit_code)?;
        self.people.get(&(unit.id, mobile.to_owned()))
    }

    /// A street that holds these, for tests of the rules.
    #[cfg(test)]
    pub fn of(areas: &[(&str, Uuid)], units: Vec<UnitRow>, people: Vec<PersonRow>) -> Self {
        Self {
            areas: areas.iter().map(|(n, id)| ((*n).to_owned(), *id)).collect(),
            area_names: areas.iter().map(|(n, id)| (*id, (*n).to_owned())).collect(),
            units: units.into_iter().map(|u| (u.credit_code.clone(), u)).collect(),
            people: people.into_iter().map(|p| ((p.unit_id, p.mobile.clone()), p)).collect(),
            last_sort: 0,
        }
    }
}

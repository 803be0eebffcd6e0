//! Use-cases: drill.
/// stub
pub fn facts(_: &[storage::row::drill::Model]) -> Vec<domain::progress::DrillFact> { Vec::new() }

//! The five carriers: entered by units on the phone and by the office, seen as a matrix of the year.

mod matrix;
mod record;

pub use matrix::{carrier_matrix, export_carriers};
pub use record::{CarrierForm, carrier_entry, my_carriers, record_carrier, strike_carrier};

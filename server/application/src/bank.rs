//! Question banks: reading a folder, freezing a version, listing what is frozen, editing.

pub mod edit;
pub mod exchange;
mod folder;
mod list_banks;
mod publish_bank;
mod withdraw_bank;

pub use folder::{BankFolder, FileFault, FileFaultKind, read_bank, read_laws};
pub use list_banks::list_banks;
pub use publish_bank::{Published, publish_bank};
pub use withdraw_bank::withdraw_bank;

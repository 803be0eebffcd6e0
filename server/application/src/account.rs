//! Signing in and out, passwords, and making accounts.

mod add_account;
mod change_password;
mod flash;
mod installation;
mod manage;
mod password;
mod sign_in;
mod sign_out;
mod who;

pub use add_account::{NewAccount, add_account};
pub use change_password::{ChangePassword, change_password};
pub use flash::{keep_flash, read_flash};
pub use installation::installation;
pub use manage::{disable_account, reset_password};
pub use password::hash_password;
pub use sign_in::{SignIn, SignedIn, sign_in, token_hash};
pub use sign_out::sign_out;
pub use who::{Known, who};

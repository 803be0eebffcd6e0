//! Hashing and checking passwords: argon2id, outside of any transaction.

use crate::Failure;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow::anyhow!("argon2 parameters: {e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with 16 fresh random bytes of salt.
pub async fn hash_password(password: String, salt: [u8; 16]) -> Result<String, Failure> {
    blocking(move || {
        let salt = SaltString::encode_b64(&salt).map_err(|e| anyhow::anyhow!("salt: {e}"))?;
        let hash = argon2()?.hash_password(password.as_bytes(), &salt);
        Ok(hash.map_err(|e| anyhow::anyhow!("argon2: {e}"))?.to_string())
    })
    .await
}

/// Tells whether a password is the right one. Without a hash it takes as long and says no, so that the
/// time tells nobody which accounts exist.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool, Failure> {
    blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&hash).map_err(|e| anyhow::anyhow!("stored hash: {e}"))?;
        Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

/// A hash that no password is meant to match, with the same parameters as ours.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$TnhkYk1Ub0J6d2FqV2NvZ1JqZ0tHbUF3cXhwWnpYeVE";

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|e| anyhow::anyhow!("a hashing task ended: {e}"))?
}

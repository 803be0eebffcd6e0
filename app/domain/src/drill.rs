//! Four-no drills: the law of surprise, the draw, its proof, and the drill itself.
//!
//! # How to compute a draw again
//!
//! What follows is enough to write a verifier; `docs/verify/verify_draw.py` is one. `H` is SHA-256, `HMAC`
//! is HMAC-SHA-256, `‖` joins bytes, text is UTF-8.
//!
//! ## Canonical bytes
//!
//! - `lp(x1, …, xn)`: each `xi` preceded by its length in bytes as an unsigned 32-bit big-endian number.
//! - `dec(n)`: a whole number in decimal digits without leading zeros. `flag(b)`: `1` or `0`.
//! - A record is the `lp` of its fields; a list is the `lp` of its items (nothing for an empty list).
//! - Lists of things with ids ascend by the bytes of the ids; no id is empty or stands twice. The field
//!   `ahead` is in the order of days.
//!
//! ```text
//! inputs = lp("drill-inputs-v1", street, year, dec(day), date, beacon, policy, list(pool…), list(unit…))
//! policy = lp(mode, dec(mean_milli), dec(days), dec(reserve_days), dec(theta), dec(rho), flag(absorber),
//!             dec(reserves))                      mode: "guaranteed" or "decoupled"
//! pool   = lp(id, list(team…), list(dec(ahead)…))        team = lp(id, list(slot…))
//! unit   = lp(id, pool, flag(high_hazard), flag(available), dec(owed), dec(last_day), dec(days_left),
//!             dec(clock.today), dec(clock.remaining), dec(clock.total), dec(hazard), dec(free_hazard))
//! inputs_hash = H(inputs)
//! ```
//!
//! The inputs are frozen and their hash is logged the evening before. `beacon` is the whole text that will
//! enter the key, or the name of a source; then the text that enters is the name, `=` and the value of the
//! morning.
//!
//! ## Hazards
//!
//! `hazard` and `free_hazard` are `floor(h·2^32 + ½)`, at most 2^32, frozen among the inputs: no `exp` or
//! `ln`, which differ between machines, takes part in anything that is compared bit for bit. They can be
//! checked against the law within 2 units of 2^−32:
//!
//! - away: 0. `w`, `Rem`, `W` are `clock.today`, `clock.remaining`, `clock.total`; `m = mean_milli / 1000`.
//! - decoupled: both are `m·w/W`.
//! - guaranteed: `λ` solves `m = λ/(1−e^(−λ))` (0 for `m` ≤ 1); free: `1−e^(−λw/W)`; one drill owed:
//!   `free / (1−e^(−λRem/W))`, or `w/Rem` for `λ` = 0, or 1 if `Rem` ≤ `w`; `r` ≥ 2 owed with
//!   `R = days_left` and `p` = free: `p·P(Bin(R−1,p) ≥ r−1) / P(Bin(R,p) ≥ r)`, or `r/R` for `p` = 0, or 1
//!   if `r` ≥ `R`.
//!
//! ## Key
//!
//! `k_N = H(lp("drill-chain-v1", name, "top", seed))`, `k_{d−1} = H(lp("drill-chain-v1", name, "link",
//! k_d))`, name `A` or `B`; `d` hashes lead from the link of day `d` to the anchor `k_0`.
//! `K_d = HKDF-SHA256(salt = lp("drill-v1", k0A, k0B), ikm = kA_d ‖ kB_d, info = lp("drill-draw-v1", year,
//! "day", dec(d), beacon))`, 32 bytes.
//!
//! ## Chances
//!
//! For each pool, over its units in order of id, in whole numbers; ONE = 2^32; `c` = slots of all its teams.
//!
//! 1. *Absorber* (guaranteed, if `absorber`): every available owed unit with `hazard·10000 > theta·ONE` is
//!    absorbed: its hazard becomes `free_hazard`, and it is not owed any more below.
//! 2. *Guard*: the deadline of an owed unit, away or not, is `D = max(last_day, day)`. For each such D:
//!    `excess(D) = 10000·Σ owed of units with deadline ≤ D − (10000−rho)·Σ ahead of days day+1 … D`. The
//!    largest excess counts, at its latest D; if it is not above 0, nothing happens. T = available owed
//!    units with deadline ≤ D; `target = min(ceil(excess·ONE/10000), c·ONE, |T|·ONE)`. If the hazards of T
//!    sum to less: if target = `|T|·ONE`, each becomes ONE; else each becomes
//!    `floor(F·h·ONE / ((ONE−h)·2^16 + F·h))` with the least `F` of 2^16 … 2^56 that brings the sum to the
//!    target, or 2^56; if the sum is then above the target, those below ONE are apportioned (see 3) the
//!    target less ONE for each other.
//! 3. *Capacity*, over available units: `So`, `Sf` = sums of hazards of owed and other units; forced = owed
//!    with hazard ONE, `f` of them. If `So ≤ c·ONE < So+Sf`: the others are apportioned `c·ONE − So`. If
//!    `So > c·ONE`: the others get 0, owed ones that are not forced are apportioned
//!    `(c − min(f, c))·ONE`, and forced ones `c·ONE` if `f > c`. *Apportion* is largest remainder:
//!    `floor(h·total/Σh)`, then 1 more to the largest `h·total mod Σh`, ties to the smaller id.
//! 4. *Size*: `S = Σh`; `n = floor(S/ONE) + [C < S mod ONE]`, `C` = first 4 bytes, big-endian, of
//!    `HMAC(K_d, lp("size", pool))`.
//! 5. *Table*: hazards of ONE stay ONE. The others share `total = (n − those)·ONE`: while any with h > 0 has
//!    `h·total ≥ ONE·Σh` (sum over those still open), all such become ONE and leave, and total falls by ONE
//!    each; the rest are apportioned total. The result is `π`, summing to `n·ONE`.
//!
//! `table_hash = H(lp("drill-tables-v1", street, year, dec(day), list(table…)))`, over pools in order,
//! `table = lp(pool, dec(n), list(lp(unit, dec(π))…))` over all available units of the pool.
//!
//! ## Draw
//!
//! `score = HMAC(K_d, lp("score", unit))`; `x` = its first 8 bytes, big-endian, shifted right by 11. In IEEE
//! doubles: `U = (x + 0.5) / 2^53`, `P = π / 2^32`, `q = (U / (1 − U)) · ((1 − P) / P)`, in this order of
//! operations, and `q = −1` for `π` = ONE. Units with `π` = 0 are left out. By ascending `q`, ties by id: the
//! first `n` are drawn, the next `policy.reserves` are the reserves.
//!
//! An *index* below `len` for a purpose: the key stream of ChaCha20 (RFC 8439, counter 0, nonce 0) under
//! `HMAC(K_d, lp(purpose, unit))`, read as little-endian 32-bit words `v`: reject while
//! `v·len mod 2^32 < 2^32 mod len`, else `floor(v·len / 2^32)`. Purposes: `team`, `slot`, `scenario`, `place`.
//!
//! Each drawn unit in turn gets one of the pool's teams that have a slot left (by id), then one of this
//! team's slots left (by id), which is then gone. Scenario and place are drawn on arrival from the ordered
//! lists that the bundle shows.

pub mod bundle;
pub mod chain;
pub mod draw;
pub mod four_no;
pub mod hazard;
mod inputs;
pub mod simulate;
pub mod stage;
pub mod stage_record;
pub mod surprise;
mod table;
mod verify;
pub mod window;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod properties;

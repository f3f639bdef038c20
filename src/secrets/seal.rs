//! The seal of the sealed file: argon2id makes a key from a passphrase, XChaCha20-Poly1305 closes.
//!
//! ```text
//! "supdeck sealed" | version 1 | memory KiB u32 | passes u32 | salt 16 |  nonce 24  | closed | SHA-256
//! ───────────────────────── header, authenticated ───────────────────────|          |        | of all before
//! ```
//!
//! Numbers are little-endian. The checksum tells damage from a wrong passphrase; against people it
//! is the authentication that protects.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{AeadInOut, Generate, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::VaultError;
use super::key_cache::{self, DerivedKey, KEY};
use super::secret::Secret;

const MAGIC: &[u8; 14] = b"supdeck sealed";
const VERSION: u8 = 1;
const SALT: usize = 16;
const HEADER: usize = MAGIC.len() + 1 + 4 + 4 + SALT;
const NONCE: usize = 24;
const CHECKSUM: usize = 32;

/// What deriving the key costs, and so what each guess costs a thief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
}

impl Default for Cost {
    /// RFC 9106, section 4, second recommendation: 64 MiB and 3 passes; one lane, as we have one thread.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
        }
    }
}

impl Cost {
    /// What we accept from a file: a header of somebody else's making must not eat the machine.
    const MOST: Self = Self {
        memory_kib: 1024 * 1024,
        passes: 16,
    };
}

/// A derived key with the header it belongs to.
pub(super) struct Seal {
    header: [u8; HEADER],
    cipher: XChaCha20Poly1305,
}

/// Why a document did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// It belongs to another seal: other salt or cost.
    Foreign,
    /// Its checksum is right and our key does not open it.
    Refused,
}

impl Seal {
    /// A new seal under a fresh salt.
    pub(super) fn fresh(passphrase: &Secret, cost: Cost) -> Result<(Self, DerivedKey), VaultError> {
        let salt = <[u8; SALT]>::try_generate().map_err(|error| no_key(&error))?;
        let mut header = [0; HEADER];
        let parts = [
            MAGIC.as_slice(),
            &[VERSION],
            &cost.memory_kib.to_le_bytes(),
            &cost.passes.to_le_bytes(),
            &salt,
        ];
        for (place, byte) in header.iter_mut().zip(parts.concat()) {
            *place = byte;
        }
        let key = derive(&header, passphrase)?;
        Ok((Self::with(header, &key), key))
    }

    /// The seal of a document, under the passphrase somebody typed; right or wrong shows when opening.
    pub(super) fn of(
        document: &[u8],
        passphrase: &Secret,
    ) -> Result<(Self, DerivedKey), VaultError> {
        let (header, _) = split(document)?;
        let key = derive(header, passphrase)?;
        Ok((Self::with(*header, &key), key))
    }

    /// The seal of a document, under the key that was kept for its header; none if none was.
    pub(super) fn recalled(document: &[u8]) -> Result<Option<Self>, VaultError> {
        let (header, _) = split(document)?;
        let key = key_cache::recall(header);
        Ok(key.map(|key| Self::with(*header, &key)))
    }

    /// What the key belongs to: salt and cost, without which it is of no use.
    pub(super) fn header(&self) -> &[u8] {
        &self.header
    }

    fn with(header: [u8; HEADER], key: &DerivedKey) -> Self {
        let key: &Key = (&**key).into();
        Self {
            header,
            cipher: XChaCha20Poly1305::new(key),
        }
    }

    /// Closes a body under a fresh nonce.
    pub(super) fn close(&self, mut body: Zeroizing<Vec<u8>>) -> Result<Vec<u8>, VaultError> {
        let nonce = XNonce::try_generate().map_err(|error| no_key(&error))?;
        self.cipher
            .encrypt_in_place(&nonce, &self.header, &mut *body)
            .map_err(|error| no_key(&error))?;
        let mut document = [&self.header, nonce.as_slice(), &body].concat();
        document.extend_from_slice(&Sha256::digest(&document));
        Ok(document)
    }

    /// Opens a document; the inner result tells whether this seal fits it.
    pub(super) fn open(
        &self,
        document: &[u8],
    ) -> Result<Result<Zeroizing<Vec<u8>>, Closed>, VaultError> {
        let (header, rest) = split(document)?;
        if *header != self.header {
            return Ok(Err(Closed::Foreign));
        }
        let (nonce, closed) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(VaultError::Damaged { what: "too short" })?;
        let mut body = Zeroizing::new(closed.to_vec());
        let opened = self
            .cipher
            .decrypt_in_place(nonce.into(), header, &mut *body);
        Ok(opened.map(|()| body).map_err(|_| Closed::Refused))
    }
}

/// The key of a header, which takes as long as its cost says.
fn derive(header: &[u8; HEADER], passphrase: &Secret) -> Result<DerivedKey, VaultError> {
    let (cost, salt) = read_header(header)?;
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(KEY));
    let params = params.map_err(|error| no_key(&error))?;
    let mut key = Zeroizing::new([0; KEY]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), salt, key.as_mut_slice())
        .map_err(|error| no_key(&error))?;
    Ok(key)
}

/// Checks the checksum and cuts the header off.
fn split(document: &[u8]) -> Result<(&[u8; HEADER], &[u8]), VaultError> {
    let damaged = |what| VaultError::Damaged { what };
    let (content, checksum) = document
        .split_last_chunk::<CHECKSUM>()
        .ok_or(damaged("too short"))?;
    if Sha256::digest(content).as_slice() != checksum {
        return Err(damaged("its checksum does not fit"));
    }
    content
        .split_first_chunk::<HEADER>()
        .ok_or(damaged("too short"))
}

fn read_header(header: &[u8; HEADER]) -> Result<(Cost, &[u8]), VaultError> {
    let damaged = VaultError::Damaged {
        what: "it does not begin as a sealed file",
    };
    let rest = header.strip_prefix(MAGIC).ok_or(damaged.clone())?;
    let (&version, rest) = rest.split_first().ok_or(damaged.clone())?;
    if version != VERSION {
        return Err(VaultError::Version { version });
    }
    let (memory, rest) = rest.split_first_chunk::<4>().ok_or(damaged.clone())?;
    let (passes, salt) = rest.split_first_chunk::<4>().ok_or(damaged)?;
    let cost = Cost {
        memory_kib: u32::from_le_bytes(*memory),
        passes: u32::from_le_bytes(*passes),
    };
    if cost.memory_kib > Cost::MOST.memory_kib || cost.passes > Cost::MOST.passes {
        return Err(VaultError::NoKey {
            reason: "it asks for more memory or time than any supdeck would".into(),
        });
    }
    Ok((cost, salt))
}

fn no_key(error: &dyn std::fmt::Display) -> VaultError {
    VaultError::NoKey {
        reason: error.to_string(),
    }
}

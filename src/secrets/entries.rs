//! What is inside the sealed file once it is open: secrets by the digest of their key.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::key::CredentialKey;
use super::secret::Secret;

/// Bytes of a key's digest.
const DIGEST: usize = 32;
/// Bytes of a length.
const LENGTH: usize = 4;

/// The secrets of one sealed file.
#[derive(Default)]
pub(super) struct Entries(BTreeMap<[u8; DIGEST], Secret>);

impl Entries {
    /// The secret kept under a key.
    pub(super) fn find(&self, key: &CredentialKey) -> Option<Secret> {
        self.0.get(key.digest()).map(Secret::share)
    }

    /// Keeps a secret, over the old one.
    pub(super) fn insert(&mut self, key: &CredentialKey, secret: &Secret) {
        self.0.insert(*key.digest(), secret.share());
    }

    /// Forgets a secret.
    pub(super) fn remove(&mut self, key: &CredentialKey) {
        self.0.remove(key.digest());
    }

    /// One after the other: digest, length, text.
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let sizes = self.0.values().map(|it| it.expose().len());
        let size: usize = sizes.map(|text| DIGEST + LENGTH + text).sum();
        // With room for the seal's tag, so that the vector never grows and leaves a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(size + 64));
        for (digest, secret) in &self.0 {
            let text = secret.expose().as_bytes();
            // Longer than four gigabytes no file may be; the file's own cap refuses it.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(digest);
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(text);
        }
        bytes
    }

    /// Reads what [`Entries::encode`] wrote; none if it is anything else.
    pub(super) fn decode(mut bytes: &[u8]) -> Option<Self> {
        let mut entries = BTreeMap::new();
        while !bytes.is_empty() {
            let (digest, rest) = bytes.split_first_chunk::<DIGEST>()?;
            let (length, rest) = rest.split_first_chunk::<LENGTH>()?;
            let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
            let (text, rest) = rest.split_at_checked(length)?;
            entries.insert(*digest, Secret::text(text)?);
            bytes = rest;
        }
        Some(Self(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_was_put_in_comes_out(texts: Vec<String>) {
            let mut entries = Entries::default();
            let key = |number: usize| CredentialKey::new(&number.to_string(), "user");
            for (number, text) in texts.iter().enumerate() {
                entries.insert(&key(number), &Secret::new(text.clone()));
            }
            let read = Entries::decode(&entries.encode()).unwrap();
            for (number, text) in texts.iter().enumerate() {
                let found = read.find(&key(number)).unwrap();
                proptest::prop_assert_eq!(found.expose(), text);
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            if let Some(entries) = Entries::decode(&bytes) {
                proptest::prop_assert!(entries.encode().len() <= bytes.len());
            }
        }
    }
}

//! [`Algorithm`] and [`Digest`]: checksums over bytes that come in pieces. Read by: `checksum`.

use crc::{CRC_32_ISCSI, CRC_64_NVME, Crc, Table};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

/// An algorithm of the `httpChecksum` trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Crc64Nvme,
    Crc32c,
    Crc32,
    Sha1,
    Sha256,
    Sha512,
    Md5,
}

impl Algorithm {
    /// The quick ones first, which is the order in which those of a response are tried.
    pub(crate) const ALL: [Self; 7] = [
        Self::Crc64Nvme,
        Self::Crc32c,
        Self::Crc32,
        Self::Sha1,
        Self::Sha256,
        Self::Sha512,
        Self::Md5,
    ];

    /// The name in models and in requests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Crc64Nvme => "CRC64NVME",
            Self::Crc32c => "CRC32C",
            Self::Crc32 => "CRC32",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Md5 => "MD5",
        }
    }

    /// The header that a checksum travels in.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
            Self::Sha512 => "x-amz-checksum-sha512",
            Self::Md5 => "x-amz-checksum-md5",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let is_it = |algorithm: &Self| algorithm.name().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(is_it)
    }

    /// The checksum of bytes that are all there, as headers have it.
    pub(crate) fn of(self, bytes: &[u8]) -> String {
        let mut digest = Digest::new(self);
        digest.update(bytes);
        digest.finish()
    }
}

static CRC32C: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);
static CRC64NVME: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_NVME);

/// A checksum in the making.
pub(crate) enum Digest {
    Crc64Nvme(crc::Digest<'static, u64, Table<16>>),
    Crc32c(crc::Digest<'static, u32, Table<16>>),
    Crc32(crc32fast::Hasher),
    Sha1(Sha1),
    Sha256(Sha256),
    Sha512(Box<Sha512>),
    Md5(Md5),
}

impl Digest {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Crc64Nvme => Self::Crc64Nvme(CRC64NVME.digest()),
            Algorithm::Crc32c => Self::Crc32c(CRC32C.digest()),
            Algorithm::Crc32 => Self::Crc32(crc32fast::Hasher::new()),
            Algorithm::Sha1 => Self::Sha1(Sha1::new()),
            Algorithm::Sha256 => Self::Sha256(Sha256::new()),
            Algorithm::Sha512 => Self::Sha512(Box::default()),
            Algorithm::Md5 => Self::Md5(Md5::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc64Nvme(digest) => digest.update(bytes),
            Self::Crc32c(digest) => digest.update(bytes),
            Self::Crc32(digest) => digest.update(bytes),
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
            Self::Sha512(digest) => digest.update(bytes),
            Self::Md5(digest) => digest.update(bytes),
        }
    }

    /// The checksum in base64, as headers have it.
    pub(crate) fn finish(self) -> String {
        let base64 = |bytes: &[u8]| base64_simd::STANDARD.encode_to_string(bytes);
        match self {
            Self::Crc64Nvme(digest) => base64(&digest.finalize().to_be_bytes()),
            Self::Crc32c(digest) => base64(&digest.finalize().to_be_bytes()),
            Self::Crc32(digest) => base64(&digest.finalize().to_be_bytes()),
            Self::Sha1(digest) => base64(&digest.finalize()),
            Self::Sha256(digest) => base64(&digest.finalize()),
            Self::Sha512(digest) => base64(&digest.finalize()),
            Self::Md5(digest) => base64(&digest.finalize()),
        }
    }
}

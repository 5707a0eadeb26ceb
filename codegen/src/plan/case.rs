//! The case of Rust names: snake case and upper camel case from any spelling that models use.
//! Read by the namer.
//!
//! The rules are those of smithy-rs, so that a name is spelt as in aws-sdk-rust. heck converts;
//! what is here only marks the word boundaries that heck would see elsewhere.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that stay whole in snake case however they are cased: `IPv6`, `IpV6`, `MiB`, `TtL`.
const WHOLE_WORDS: [&str; 7] = ["ipv4", "ipv6", "sigv4", "mib", "gib", "kib", "ttl"];

/// What stands between marked words; heck drops it.
const BOUNDARY: char = '-';

/// The name of a member, an operation or a module: `DBInstanceARNs` gives `db_instance_arns`.
///
/// The result has only `a-z`, `0-9` and `_`. It may be empty, a keyword, or start with a digit.
pub(crate) fn snake_case(name: &str) -> String {
    let all_lower = !name.bytes().any(|b| b.is_ascii_uppercase());
    let mut marked = String::with_capacity(name.len() + 8);
    let mut previous = BOUNDARY;
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let word = word_length(previous, rest);
        let (head, tail) = rest.split_at(word.unwrap_or(c.len_utf8()));
        if word.is_some() {
            marked.push(BOUNDARY);
            marked.push_str(&head.to_ascii_lowercase());
            marked.push(BOUNDARY);
        } else {
            if starts_after_digit(previous, c, all_lower) {
                marked.push(BOUNDARY);
            }
            marked.push(if c.is_ascii_alphanumeric() {
                c
            } else {
                BOUNDARY
            });
        }
        previous = head.chars().next_back().unwrap_or(BOUNDARY);
        rest = tail;
    }
    marked.to_snake_case()
}

/// The name of a type or of an enum's variant: `AWS::DynamoDB::Table` gives `AwsDynamoDbTable`.
///
/// The result has only ASCII letters and digits. It may be empty or start with a digit.
pub(crate) fn upper_camel_case(name: &str) -> String {
    let mut marked = String::with_capacity(name.len() + 8);
    let mut previous = BOUNDARY;
    for c in name.chars() {
        if starts_after_digit(previous, c, false) {
            marked.push(BOUNDARY);
        }
        marked.push(if c.is_ascii_alphanumeric() {
            c
        } else {
            BOUNDARY
        });
        previous = c;
    }
    marked.to_upper_camel_case()
}

/// Whether `c` starts a word because a digit stands before it: a capital does (`ICD10CMTrait`),
/// a small letter only in a name without capitals (`sha256sum`, but `Ec2x`).
fn starts_after_digit(previous: char, c: char, all_lower: bool) -> bool {
    previous.is_ascii_digit() && (c.is_ascii_uppercase() || (all_lower && c.is_ascii_lowercase()))
}

/// The length of the word at the start of `rest`, if it is one that heck would split.
fn word_length(previous: char, rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let starts_word = match previous {
        'a'..='z' | '0'..='9' => bytes.first()?.is_ascii_uppercase(),
        'A'..='Z' => false,
        _ => true,
    };
    if !starts_word {
        return None;
    }
    let ends_word = |length: &usize| !bytes.get(*length).is_some_and(u8::is_ascii_lowercase);
    let whole = |word: &&&str| {
        bytes
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    let whole_word = WHOLE_WORDS.iter().find(whole).map(|word| word.len());
    whole_word
        .filter(ends_word)
        .or_else(|| acronym_length(bytes).filter(ends_word))
}

/// The length of an acronym with its suffix: `ARNs`, `DBv2`.
fn acronym_length(bytes: &[u8]) -> Option<usize> {
    let capitals = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let suffix = match bytes.get(capitals..)? {
        [b's', ..] => 1,
        [b'v', b'2', ..] => 2,
        _ => return None,
    };
    (capitals >= 2).then_some(capitals + suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snake_case_splits_words_as_aws_sdk_rust_does() {
        for (name, expected) in [
            ("exportIds", "export_ids"),
            ("DescribeContinuousExports", "describe_continuous_exports"),
            ("DBInstanceARN", "db_instance_arn"),
            ("numberOfAssociatedVPCs", "number_of_associated_vpcs"),
            (
                "SwapEnvironmentCNAMEsMessage",
                "swap_environment_cnames_message",
            ),
            ("IPv6CidrBlocks", "ipv6_cidr_blocks"),
            ("DestinationIpV4", "destination_ipv4"),
            ("MemoryGiBPerVCpu", "memory_gib_per_v_cpu"),
            ("AuthTtL", "auth_ttl"),
            ("SigV4Authorization", "sigv4_authorization"),
            ("DynamoDBv2Action", "dynamo_dbv2_action"),
            ("sha256sum", "sha256_sum"),
            ("ChecksumCRC32C", "checksum_crc32_c"),
            ("S3KeyPrefix", "s3_key_prefix"),
            ("x-amz-meta", "x_amz_meta"),
            ("ThrottledACLStatus", "throttled_acl_status"),
        ] {
            assert_eq!(snake_case(name), expected, "{name}");
        }
    }

    #[test]
    fn upper_camel_case_makes_types_and_variants() {
        for (name, expected) in [
            ("statusType", "StatusType"),
            ("DBInstance", "DbInstance"),
            ("ICD10CMEntity", "Icd10CmEntity"),
            ("AbpV1_0_x", "AbpV10X"),
            ("START_IN_PROGRESS", "StartInProgress"),
            ("AWS::DynamoDB::Table", "AwsDynamoDbTable"),
            ("a1.medium", "A1Medium"),
            ("c5a.12xlarge", "C5a12xlarge"),
            ("0.5", "05"),
            ("*Other", "Other"),
            ("We need more time.", "WeNeedMoreTime"),
            ("--", ""),
            ("é∂²", ""),
        ] {
            assert_eq!(upper_camel_case(name), expected, "{name}");
        }
    }

    #[test]
    fn any_text_gives_identifier_characters() {
        for name in [
            "",
            "_",
            "a\u{e9}b",
            "\u{1F600}s",
            "VPC\u{e9}s",
            "9ipv6",
            "ARNs\u{0}",
            "IPv6s",
        ] {
            assert!(
                snake_case(name)
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_')
            );
            assert!(
                upper_camel_case(name)
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric())
            );
        }
    }

    /// Every pair of the shared list; it is not part of the repository, so `TINSMITH_SHARED` says
    /// where it is.
    #[test]
    fn shared_snake_case_pairs() {
        let Some(shared) = std::env::var_os("TINSMITH_SHARED") else {
            println!("skipped: TINSMITH_SHARED is not set");
            return;
        };
        let path = std::path::Path::new(&shared).join("names/snake_case.csv");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        let pairs: Vec<_> = text
            .lines()
            .filter_map(|line| line.split_once(','))
            .collect();
        let wrong = |(name, expected): &&(&str, &str)| snake_case(name) != *expected;
        let differing: Vec<_> = pairs.iter().filter(wrong).collect();
        println!("{}/{}", pairs.len() - differing.len(), pairs.len());
        assert_eq!(pairs.len(), 62_988, "pairs in {}", path.display());
        assert!(differing.is_empty(), "these differ: {differing:?}");
    }
}

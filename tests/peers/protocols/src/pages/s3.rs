//! `ListObjectsV2` of S3: what it answers.

use bytes::Bytes;

use crate::dice::Dice;

/// Objects with the owner left out, on one line as the service sends them; every eighth has a checksum.
pub fn page(entries: usize) -> Bytes {
    let mut dice = Dice::new(3);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name><Prefix>logs/</Prefix>\
         <NextContinuationToken>{}</NextContinuationToken><KeyCount>{entries}</KeyCount><MaxKeys>1000</MaxKeys>\
         <IsTruncated>true</IsTruncated>",
        dice.base64(88)
    );
    for index in 0..entries {
        let checksum = match index % 8 {
            0 => {
                "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>"
            }
            _ => "",
        };
        text.push_str(&format!(
            "<Contents><Key>logs/{}/{} &amp; {}.json.gz</Key><LastModified>{}.000Z</LastModified>\
             <ETag>&quot;{}&quot;</ETag>{checksum}<Size>{}</Size><StorageClass>{}</StorageClass></Contents>",
            dice.hex(8),
            dice.words(1),
            dice.words(2),
            dice.time(),
            dice.hex(32),
            dice.below(1 << 33),
            dice.pick(&["STANDARD", "STANDARD_IA", "GLACIER"])
        ));
    }
    text.push_str("</ListBucketResult>");
    Bytes::from(text)
}

//! `Query` of DynamoDB: what it answers.

use bytes::Bytes;

use crate::dice::Dice;

/// Orders of customers: an item of about 640 bytes, with every kind of attribute but sets of blobs.
pub fn page(entries: usize) -> Bytes {
    let mut dice = Dice::new(1);
    let items: Vec<String> = (0..entries).map(|_| item(&mut dice)).collect();
    Bytes::from(format!(
        concat!(
            r#"{{"ConsumedCapacity":{{"CapacityUnits":{}.5,"TableName":"orders"}},"Count":{},"Items":[{}],"#,
            r#""LastEvaluatedKey":{{"customer":{{"S":"customer#{}"}},"placed":{{"S":"{}Z"}}}},"ScannedCount":{}}}"#
        ),
        entries,
        entries,
        items.join(","),
        dice.hex(12),
        dice.time(),
        entries
    ))
}

fn item(dice: &mut Dice) -> String {
    let lines: Vec<String> = (0..1 + dice.below(3))
        .map(|_| {
            format!(
                r#"{{"M":{{"sku":{{"S":"sku-{}"}},"count":{{"N":"{}"}},"price":{{"N":"{}.{}"}}}}}}"#,
                dice.hex(8),
                dice.below(20),
                dice.below(900),
                dice.digits(2)
            )
        })
        .collect();
    format!(
        concat!(
            r#"{{"customer":{{"S":"customer#{}"}},"placed":{{"S":"{}Z"}},"status":{{"S":"{}"}},"note":{{"S":"\"{}\" – {}\n"}},"#,
            r#""total":{{"N":"{}.{}"}},"version":{{"N":"{}"}},"gift":{{"BOOL":{}}},"coupon":{{"NULL":true}},"#,
            r#""tags":{{"SS":["{}","{}"]}},"weights":{{"NS":["{}","{}.5"]}},"digest":{{"B":"{}"}},"#,
            r#""address":{{"M":{{"street":{{"S":"{} {}"}},"city":{{"S":"{}"}},"zip":{{"S":"{}"}}}}}},"lines":{{"L":[{}]}}}}"#
        ),
        dice.hex(12),
        dice.time(),
        dice.pick(&["PLACED", "PAID", "SENT", "RETURNED"]),
        dice.words(2),
        dice.words(4),
        dice.below(9000),
        dice.digits(2),
        dice.below(50),
        dice.pick(&["true", "false"]),
        dice.words(1),
        dice.words(1),
        dice.below(90),
        dice.below(90),
        dice.base64(32),
        dice.below(300),
        dice.words(2),
        dice.words(1),
        dice.digits(5),
        lines.join(",")
    )
}

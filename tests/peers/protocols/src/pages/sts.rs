//! `AssumeRole` of STS: what it answers.

use bytes::Bytes;

use crate::dice::Dice;

pub fn page() -> Bytes {
    let mut dice = Dice::new(5);
    Bytes::from(format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <AssumeRoleResult>\n    \
         <SourceIdentity>{}</SourceIdentity>\n    <AssumedRoleUser>\n      \
         <Arn>arn:aws:sts::123456789012:assumed-role/deploy/{}</Arn>\n      \
         <AssumedRoleId>AROA{}:session</AssumedRoleId>\n    </AssumedRoleUser>\n    <Credentials>\n      \
         <AccessKeyId>ASIA{}</AccessKeyId>\n      <SecretAccessKey>{}</SecretAccessKey>\n      \
         <SessionToken>{}</SessionToken>\n      <Expiration>{}Z</Expiration>\n    </Credentials>\n    \
         <SessionTokenSize>700</SessionTokenSize>\n  </AssumeRoleResult>\n  <ResponseMetadata>\n    \
         <RequestId>{}</RequestId>\n  </ResponseMetadata>\n</AssumeRoleResponse>\n",
        dice.words(1),
        dice.words(1),
        dice.digits(17),
        dice.digits(16),
        dice.base64(40),
        dice.base64(700),
        dice.time(),
        dice.hex(36)
    ))
}

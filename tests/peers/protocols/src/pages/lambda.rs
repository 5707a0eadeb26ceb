//! `ListFunctions` of Lambda: what it answers.

use bytes::Bytes;

use crate::dice::Dice;

/// Configurations of functions, about 1.7 kB each. What is not set is null, as the service sends it.
pub fn page(entries: usize) -> Bytes {
    let mut dice = Dice::new(6);
    let functions: Vec<String> = (0..entries).map(|_| function(&mut dice)).collect();
    Bytes::from(format!(
        r#"{{"Functions":[{}],"NextMarker":"{}"}}"#,
        functions.join(","),
        dice.base64(120)
    ))
}

fn function(dice: &mut Dice) -> String {
    let name = dice.words(2).replace(' ', "-");
    let variables: Vec<String> = ["TABLE", "STAGE", "LOG_LEVEL", "ENDPOINT"]
        .iter()
        .map(|key| format!(r#""{key}":"{}""#, dice.words(2)))
        .collect();
    format!(
        concat!(
            r#"{{"FunctionName":"{name}","FunctionArn":"arn:aws:lambda:us-west-2:123456789012:function:{name}","Runtime":"{}","#,
            r#""Role":"arn:aws:iam::123456789012:role/{name}","Handler":"index.handler","CodeSize":{},"Description":"\"{}\" – {}","#,
            r#""Timeout":{},"MemorySize":{},"LastModified":"{}.000+0000","CodeSha256":"{}=","Version":"$LATEST","#,
            r#""VpcConfig":{{"SubnetIds":["subnet-{}","subnet-{}"],"SecurityGroupIds":["sg-{}"],"VpcId":"vpc-{}","#,
            r#""Ipv6AllowedForDualStack":false}},"DeadLetterConfig":null,"Environment":{{"Variables":{{{}}},"Error":null}},"#,
            r#""KMSKeyArn":null,"TracingConfig":{{"Mode":"{}"}},"MasterArn":null,"RevisionId":"{}","#,
            r#""Layers":[{{"Arn":"arn:aws:lambda:us-west-2:123456789012:layer:base:{}","CodeSize":{},"#,
            r#""SigningProfileVersionArn":null,"SigningJobArn":null}}],"State":null,"StateReason":null,"StateReasonCode":null,"#,
            r#""LastUpdateStatus":null,"LastUpdateStatusReason":null,"LastUpdateStatusReasonCode":null,"FileSystemConfigs":null,"#,
            r#""PackageType":"Zip","ImageConfigResponse":null,"SigningProfileVersionArn":null,"SigningJobArn":null,"#,
            r#""Architectures":["{}"],"EphemeralStorage":{{"Size":512}},"SnapStart":{{"ApplyOn":"None","#,
            r#""OptimizationStatus":"Off"}},"RuntimeVersionConfig":null,"LoggingConfig":{{"LogFormat":"{}","#,
            r#""ApplicationLogLevel":null,"SystemLogLevel":null,"LogGroup":"/aws/lambda/{name}"}}}}"#
        ),
        dice.pick(&["nodejs20.x", "python3.12", "java21", "provided.al2023"]),
        dice.below(50_000_000),
        dice.words(1),
        dice.words(4),
        3 + dice.below(897),
        dice.pick(&["128", "512", "1024"]),
        dice.time(),
        dice.base64(43),
        dice.hex(17),
        dice.hex(17),
        dice.hex(17),
        dice.hex(17),
        variables.join(","),
        dice.pick(&["Active", "PassThrough"]),
        dice.hex(36),
        dice.below(40),
        dice.below(9_000_000),
        dice.pick(&["arm64", "x86_64"]),
        dice.pick(&["JSON", "Text"]),
        name = name,
    )
}

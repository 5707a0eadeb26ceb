//! `DescribeInstances` of EC2: what it answers.

use bytes::Bytes;

use crate::dice::Dice;

/// Reservations of one instance each, about 9 kB, indented as the service sends them.
pub fn page(entries: usize) -> Bytes {
    let mut dice = Dice::new(2);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\n    \
         <requestId>{}</requestId>\n    <reservationSet>\n",
        dice.hex(32)
    );
    for index in 0..entries {
        reservation(
            &mut Indented {
                text: &mut text,
                depth: 2,
            },
            &mut dice,
            index,
        );
    }
    text.push_str("    </reservationSet>\n    <nextToken>");
    text.push_str(&dice.base64(120));
    text.push_str("</nextToken>\n</DescribeInstancesResponse>\n");
    Bytes::from(text)
}

/// XML with an element on each line.
struct Indented<'a> {
    text: &'a mut String,
    depth: usize,
}

impl Indented<'_> {
    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn leaf(&mut self, name: &str, value: &str) {
        self.line(&format!("<{name}>{value}</{name}>"));
    }

    fn leaves(&mut self, leaves: &[(&str, &str)]) {
        for (name, value) in leaves {
            self.leaf(name, value);
        }
    }

    fn within(&mut self, name: &str, inner: impl FnOnce(&mut Indented<'_>)) {
        self.line(&format!("<{name}>"));
        self.depth += 1;
        inner(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }
}

fn reservation(xml: &mut Indented<'_>, dice: &mut Dice, index: usize) {
    xml.within("item", |xml| {
        xml.leaf("reservationId", &format!("r-{}", dice.hex(17)));
        xml.leaf("ownerId", "123456789012");
        xml.line("<groupSet/>");
        xml.within("instancesSet", |xml| {
            xml.within("item", |xml| instance(xml, dice, index));
        });
        xml.leaf("requesterId", &dice.digits(12));
    });
}

fn instance(xml: &mut Indented<'_>, dice: &mut Dice, index: usize) {
    let address = format!("10.{}.{}.{}", dice.below(255), dice.below(255), index % 255);
    let dns = format!(
        "ip-{}.us-west-2.compute.internal",
        address.replace('.', "-")
    );
    let subnet = format!("subnet-{}", dice.hex(17));
    let vpc = format!("vpc-{}", dice.hex(17));
    let group = format!("sg-{}", dice.hex(17));
    let launched = format!("{}.000Z", dice.time());
    xml.leaf("instanceId", &format!("i-{}", dice.hex(17)));
    xml.leaf("imageId", &format!("ami-{}", dice.hex(17)));
    xml.within("instanceState", |xml| {
        xml.leaves(&[("code", "16"), ("name", "running")])
    });
    xml.leaf("privateDnsName", &dns);
    xml.leaf("dnsName", "");
    xml.line("<reason/>");
    xml.leaf("keyName", &dice.words(1));
    xml.leaf("amiLaunchIndex", "0");
    xml.line("<productCodes/>");
    let kind = dice.pick(&["t3.micro", "m5.large", "c6g.2xlarge", "r7i.xlarge"]);
    xml.leaf("instanceType", kind);
    xml.leaf("launchTime", &launched);
    xml.within("placement", |xml| {
        xml.leaf("availabilityZone", dice.pick(&["us-west-2a", "us-west-2b"]));
        xml.leaf("availabilityZoneId", dice.pick(&["usw2-az1", "usw2-az2"]));
        xml.line("<groupName/>");
        xml.leaf("tenancy", "default");
    });
    xml.within("monitoring", |xml| xml.leaf("state", "disabled"));
    xml.leaves(&[
        ("subnetId", &subnet),
        ("vpcId", &vpc),
        ("privateIpAddress", &address),
    ]);
    xml.leaf("sourceDestCheck", "true");
    xml.within("groupSet", |xml| {
        xml.within("item", |xml| {
            xml.leaves(&[("groupId", &group), ("groupName", "web &amp; api")])
        });
    });
    xml.leaves(&[
        ("architecture", "x86_64"),
        ("rootDeviceType", "ebs"),
        ("rootDeviceName", "/dev/xvda"),
    ]);
    xml.within("blockDeviceMapping", |xml| {
        for device in ["/dev/xvda", "/dev/sdf"] {
            xml.within("item", |xml| {
                xml.leaf("deviceName", device);
                xml.within("ebs", |xml| {
                    xml.leaf("volumeId", &format!("vol-{}", dice.hex(17)));
                    xml.leaves(&[("status", "attached"), ("attachTime", &launched)]);
                    xml.leaf("deleteOnTermination", "true");
                });
            });
        }
    });
    xml.leaf("virtualizationType", "hvm");
    xml.leaf("clientToken", &dice.hex(32));
    xml.within("tagSet", |xml| {
        for key in ["Name", "team", "cost-centre", "aws:autoscaling:groupName"] {
            xml.within("item", |xml| {
                xml.leaves(&[("key", key), ("value", &dice.words(2))])
            });
        }
    });
    xml.leaf("hypervisor", "xen");
    let interface = Interface {
        address: &address,
        dns: &dns,
        subnet: &subnet,
        vpc: &vpc,
        group: &group,
        launched: &launched,
    };
    xml.within("networkInterfaceSet", |xml| {
        xml.within("item", |xml| network_interface(xml, dice, &interface));
    });
    xml.within("iamInstanceProfile", |xml| {
        xml.leaf("arn", "arn:aws:iam::123456789012:instance-profile/web");
        xml.leaf("id", &format!("AIPA{}", dice.digits(17)));
    });
    xml.leaves(&[("ebsOptimized", "false"), ("enaSupport", "true")]);
    options(xml, &launched);
}

/// What an interface shares with its instance.
struct Interface<'a> {
    address: &'a str,
    dns: &'a str,
    subnet: &'a str,
    vpc: &'a str,
    group: &'a str,
    launched: &'a str,
}

fn network_interface(xml: &mut Indented<'_>, dice: &mut Dice, of: &Interface<'_>) {
    xml.leaf("networkInterfaceId", &format!("eni-{}", dice.hex(17)));
    xml.leaves(&[("subnetId", of.subnet), ("vpcId", of.vpc)]);
    xml.line("<description/>");
    xml.leaves(&[("ownerId", "123456789012"), ("status", "in-use")]);
    xml.leaf(
        "macAddress",
        &format!("02:{0}:{0}:{0}:{0}:{0}", dice.hex(2)),
    );
    xml.leaves(&[
        ("privateIpAddress", of.address),
        ("privateDnsName", of.dns),
        ("sourceDestCheck", "true"),
    ]);
    xml.within("groupSet", |xml| {
        xml.within("item", |xml| {
            xml.leaves(&[("groupId", of.group), ("groupName", "web &amp; api")])
        });
    });
    xml.within("attachment", |xml| {
        xml.leaf("attachmentId", &format!("eni-attach-{}", dice.hex(17)));
        xml.leaves(&[
            ("deviceIndex", "0"),
            ("status", "attached"),
            ("attachTime", of.launched),
        ]);
        xml.leaves(&[("deleteOnTermination", "true"), ("networkCardIndex", "0")]);
    });
    xml.within("privateIpAddressesSet", |xml| {
        xml.within("item", |xml| {
            xml.leaves(&[
                ("privateIpAddress", of.address),
                ("privateDnsName", of.dns),
                ("primary", "true"),
            ]);
        });
    });
    xml.line("<ipv6AddressesSet/>");
    xml.leaf("interfaceType", "interface");
}

fn options(xml: &mut Indented<'_>, launched: &str) {
    xml.within("cpuOptions", |xml| {
        xml.leaves(&[("coreCount", "1"), ("threadsPerCore", "2")])
    });
    xml.within("capacityReservationSpecification", |xml| {
        xml.leaf("capacityReservationPreference", "open");
    });
    xml.within("hibernationOptions", |xml| xml.leaf("configured", "false"));
    xml.within("metadataOptions", |xml| {
        xml.leaves(&[
            ("state", "applied"),
            ("httpTokens", "required"),
            ("httpPutResponseHopLimit", "2"),
        ]);
        xml.leaves(&[
            ("httpEndpoint", "enabled"),
            ("httpProtocolIpv6", "disabled"),
            ("instanceMetadataTags", "disabled"),
        ]);
    });
    xml.within("enclaveOptions", |xml| xml.leaf("enabled", "false"));
    xml.leaves(&[
        ("bootMode", "uefi-preferred"),
        ("platformDetails", "Linux/UNIX"),
        ("usageOperation", "RunInstances"),
    ]);
    xml.leaf("usageOperationUpdateTime", launched);
    xml.within("privateDnsNameOptions", |xml| {
        xml.leaves(&[
            ("hostnameType", "ip-name"),
            ("enableResourceNameDnsARecord", "true"),
        ]);
        xml.leaf("enableResourceNameDnsAAAARecord", "false");
    });
    xml.within("maintenanceOptions", |xml| {
        xml.leaf("autoRecovery", "default")
    });
    xml.leaf("currentInstanceBootMode", "uefi");
}

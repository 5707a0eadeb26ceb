"""Makes a crate of the README's examples that call real services, each a function, so that cargo can check them.

    make.py README CRATE BOTOCORE_DATA RUNTIME CODEGEN

An example is a block of Rust behind a line `<!-- with NAME: TYPE, … -->`, which names what it takes for granted. Read by: ../run.
"""

import re
import sys
from pathlib import Path

# The operations that the examples call.
OPERATIONS = {
    "dynamodb": ["PutItem"],
    "kinesis": ["SubscribeToShard"],
    "polly": ["SynthesizeSpeech", "StartSpeechSynthesisStream"],
    "s3": ["PutObject"],
}
EXAMPLE = re.compile(r"^<!-- with ([^\n]*) -->\n```rust,ignore\n(.*?)^```$", re.MULTILINE | re.DOTALL)

MANIFEST = """[package]
name = "readme"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
tinsmith = {{ path = "{runtime}", features = ["http2"] }}
tokio = {{ version = "1", features = ["io-util", "rt"] }}
tokio-util = {{ version = "0.7", features = ["io"] }}

[build-dependencies]
tinsmith-codegen = {{ path = "{codegen}", default-features = false }}
"""


def main() -> None:
    readme, crate, data, runtime, codegen = sys.argv[1:]
    examples = EXAMPLE.findall(Path(readme).read_text(encoding="utf-8"))
    if len(examples) < 5:
        sys.exit(f"{readme} has {len(examples)} examples behind `<!-- with … -->`, and should have 5 or more")
    source = Path(crate) / "src"
    source.mkdir(parents=True, exist_ok=True)
    (Path(crate) / "Cargo.toml").write_text(MANIFEST.format(runtime=runtime, codegen=codegen), encoding="utf-8")

    build = ["fn main() -> Result<(), tinsmith_codegen::Error> {"]
    code = ["#![allow(dead_code)]"]
    for service, operations in OPERATIONS.items():
        names = ", ".join(f'"{operation}"' for operation in operations)
        build.append(f'tinsmith_codegen::Generator::new("{data}/{service}").operations([{names}]).emit_to_out_dir()?;')
        code.append(f'mod {service} {{ tinsmith::include_service!("{service}"); }}')
    build.append("Ok(()) }")
    for number, (given, example) in enumerate(examples):
        code.append(f"async fn example_{number}({given}) -> Result<(), Box<dyn std::error::Error>> {{\n{example}Ok(())\n}}")
    (Path(crate) / "build.rs").write_text("\n".join(build), encoding="utf-8")
    (source / "lib.rs").write_text("\n".join(code), encoding="utf-8")
    print(f"{len(examples)} examples of README")


main()

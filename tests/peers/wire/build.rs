//! Generates the one operation from the model in `models/`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tinsmith_codegen::Generator::new("../../../models/discovery/2015-11-01/service-2.json")
        .operation("DescribeContinuousExports")
        .emit_to_out_dir()?;
    Ok(())
}

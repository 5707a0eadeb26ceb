//! `ListFunctions` of Lambda.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Structures whose members all may be absent, named in the wire's case.
macro_rules! structures {
    ($($name:ident { $($(#[$rename:meta])? $member:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Debug, Default, Deserialize)]
        #[serde(rename_all = "PascalCase")]
        pub struct $name {
            $($(#[$rename])? pub $member: Option<$type>,)*
        }
    )*};
}

/// Enums by their values.
macro_rules! enums {
    ($($name:ident { $($value:ident = $text:literal),* $(,)? })*) => {$(
        #[derive(Debug, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $text)] $value,)*
        }

        impl $name {
            pub fn as_str(&self) -> &'static str {
                match self { $(Self::$value => $text,)* }
            }
        }
    )*};
}

structures! {
    ListFunctionsResponse { functions: Vec<FunctionConfiguration>, next_marker: String }
    FunctionConfiguration {
        accelerator_config: AcceleratorConfig,
        architectures: Vec<Architecture>,
        capacity_provider_config: CapacityProviderConfig,
        code_sha256: String,
        code_size: i64,
        config_sha256: String,
        dead_letter_config: DeadLetterConfig,
        description: String,
        durable_config: DurableConfig,
        environment: EnvironmentResponse,
        ephemeral_storage: EphemeralStorage,
        file_system_configs: Vec<FileSystemConfig>,
        function_arn: String,
        function_name: String,
        handler: String,
        image_config_response: ImageConfigResponse,
        #[serde(rename = "KMSKeyArn")] kms_key_arn: String,
        last_modified: String,
        last_update_status: LastUpdateStatus,
        last_update_status_reason: String,
        last_update_status_reason_code: ReasonCode,
        layers: Vec<Layer>,
        logging_config: LoggingConfig,
        master_arn: String,
        memory_size: i32,
        package_type: PackageType,
        revision_id: String,
        role: String,
        runtime: Runtime,
        runtime_config: RuntimeConfig,
        runtime_version_config: RuntimeVersionConfig,
        signing_job_arn: String,
        signing_profile_version_arn: String,
        snap_start: SnapStartResponse,
        state: State,
        state_reason: String,
        state_reason_code: ReasonCode,
        tenancy_config: TenancyConfig,
        timeout: i32,
        tracing_config: TracingConfigResponse,
        version: String,
        vpc_config: VpcConfigResponse,
    }
    AcceleratorConfig { accelerator_memory_size: i32 }
    CapacityProviderConfig { lambda_managed_instances_capacity_provider_config: CapacityProvider }
    CapacityProvider {
        capacity_provider_arn: String,
        per_execution_environment_max_concurrency: i32,
        #[serde(rename = "ExecutionEnvironmentMemoryGiBPerVCpu")] memory: f64,
    }
    DeadLetterConfig { target_arn: String }
    DurableConfig {
        execution_timeout: i32,
        #[serde(rename = "KMSKeyArn")] kms_key_arn: String,
        retention_period_in_days: i32,
    }
    EnvironmentResponse { error: CodeAndMessage, variables: BTreeMap<String, String> }
    CodeAndMessage { error_code: String, message: String }
    EphemeralStorage { size: i32 }
    FileSystemConfig { arn: String, local_mount_path: String, s3_files_config: S3FilesConfig }
    S3FilesConfig { #[serde(rename = "DirectS3Read")] direct: Read }
    ImageConfigResponse { error: CodeAndMessage, image_config: ImageConfig }
    ImageConfig { command: Vec<String>, entry_point: Vec<String>, working_directory: String }
    Layer {
        arn: String,
        code_size: i64,
        signing_job_arn: String,
        signing_profile_version_arn: String,
    }
    LoggingConfig {
        application_log_level: Level,
        log_format: LogFormat,
        log_group: String,
        system_log_level: Level,
    }
    RuntimeConfig { runtime_alias: String, runtime_arn: String }
    RuntimeVersionConfig { error: CodeAndMessage, runtime_version_arn: String }
    SnapStartResponse { apply_on: ApplyOn, optimization_status: OptimizationStatus }
    TenancyConfig { tenant_isolation_mode: Isolation }
    TracingConfigResponse { mode: TracingMode }
    VpcConfigResponse {
        ipv6_allowed_for_dual_stack: bool,
        security_group_ids: Vec<String>,
        subnet_ids: Vec<String>,
        vpc_id: String,
    }
}

enums! {
    Architecture { Arm64 = "arm64", X86_64 = "x86_64" }
    ApplyOn { None = "None", PublishedVersions = "PublishedVersions" }
    OptimizationStatus { Off = "Off", On = "On" }
    PackageType { Image = "Image", Zip = "Zip" }
    Read { Auto = "AUTO", Disabled = "DISABLED", Enabled = "ENABLED" }
    Level { Debug = "DEBUG", Error = "ERROR", Fatal = "FATAL", Info = "INFO", Trace = "TRACE", Warn = "WARN" }
    LogFormat { Json = "JSON", Text = "Text" }
    Isolation { PerTenant = "PER_TENANT" }
    TracingMode { Active = "Active", PassThrough = "PassThrough" }
    LastUpdateStatus { Failed = "Failed", InProgress = "InProgress", Successful = "Successful" }
    State { Active = "Active", Failed = "Failed", Inactive = "Inactive", Pending = "Pending" }
    // The more usual ones of dozens.
    ReasonCode { Creating = "Creating", Idle = "Idle", InternalError = "InternalError", Restoring = "Restoring" }
    Runtime {
        Dotnet8 = "dotnet8",
        Go1X = "go1.x",
        Java11 = "java11",
        Java17 = "java17",
        Java21 = "java21",
        Java8 = "java8",
        Nodejs16X = "nodejs16.x",
        Nodejs18X = "nodejs18.x",
        Nodejs20X = "nodejs20.x",
        Nodejs22X = "nodejs22.x",
        Provided = "provided",
        ProvidedAl2 = "provided.al2",
        ProvidedAl2023 = "provided.al2023",
        Python310 = "python3.10",
        Python311 = "python3.11",
        Python312 = "python3.12",
        Python313 = "python3.13",
        Ruby32 = "ruby3.2",
        Ruby33 = "ruby3.3",
    }
}

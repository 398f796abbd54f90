using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors of Amazon Web Services. An unset profile or credentials file means the SDK's own search,
/// which ends at the profile <c>default</c> of <c>~/.aws/credentials</c>, the documented defaults.</summary>
internal static class AwsSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Executor("awsbatch", "Jobs of AWS Batch.",
            Profile, Credentials("credentials", "credentials_file"), Region,
            Bucket("covalent-batch-job-resources"),
            Text("batch_queue", "covalent-batch-queue", "Queue that jobs are submitted to."),
            Text("batch_execution_role_name", "ecsTaskExecutionRole", "IAM role of the agent that starts the container."),
            Text("batch_job_role_name", "CovalentBatchJobRole", "IAM role inside the container."),
            Text("batch_job_log_group_name", "covalent-batch-job-logs", "CloudWatch group of the container's log."),
            Text("container_image_uri", null, "Image of the worker."),
            Number("vcpu", 2L, "Processors of a job."),
            Number("memory", 3.75, "Memory of a job.") with { Unit = "GB" },
            Integer("num_gpus", 0, "GPUs of a job."),
            Integer("retry_attempts", 3, "How often Batch tries a job.") with { Maximum = 10 },
            TimeLimit, Poll(10), Temporary,
            Idle("batch_job_definition_name", "Each task registers a job definition of its own.")),
        Executor("ecs", "Tasks of AWS ECS on Fargate.",
            Profile, Credentials("credentials", "credentials_file"), Region,
            Bucket("covalent-fargate-task-resources"),
            Text("ecs_cluster_name", "covalent-fargate-cluster", "Cluster that tasks run in."),
            Text("ecs_task_execution_role_name", "ecsTaskExecutionRole", "IAM role of the agent that starts the container."),
            Text("ecs_task_role_name", "CovalentFargateTaskRole", "IAM role inside the container."),
            Text("ecs_task_subnet_id", null, "Subnet of the tasks."),
            Text("ecs_task_security_group_id", null, "Security group of the tasks."),
            Text("ecs_task_log_group_name", "covalent-fargate-task-logs", "CloudWatch group of the container's log."),
            Text("container_image_uri", null, "Image of the worker."),
            Number("vcpu", 0.25, "Processors of a task."),
            Number("memory", 0.5, "Memory of a task.") with { Unit = "GB" },
            Poll(10), Temporary,
            Idle("ecr_repo_name", "Tasks use one worker image, see container_image_uri."),
            Idle("ecs_task_family_name", "Each task registers a family of its own.")),
        Executor("awslambda", "Calls of an AWS Lambda function.",
            Profile, Credentials("credentials_file", "credentials"), Region,
            Text("function_name", "covalent-awslambda-executor", "Lambda function that runs the worker."),
            Bucket("covalent-lambda-job-resources"),
            Seconds("timeout", 900, "How long the result is waited for."),
            Poll(5),
            Idle("lambda_role_name", "The function is made beforehand."),
            Idle("memory_size", "The function is made beforehand.")),
        Executor("ec2", "Tasks on EC2 instances started for them.",
            Profile, Credentials("credentials_file", "credentials"), Region,
            Text("instance_type", "t2.micro", "Type of the instance."),
            Integer("volume_size", 8, "Size of its disk.", 1) with { Unit = "GiB" },
            Text("key_name", null, "Key pair in EC2; without one, the name of ssh_key_file."),
            Path("ssh_key_file", "~/.ssh/id_rsa", "Private key of the key pair."),
            Text("vpc", "", "VPC of the instance; empty takes the account's default one."),
            Text("subnet", "", "Subnet of the instance; empty takes the default one."),
            Text("remote_cache", "~/.cache/covalent", "Folder on the instance for tasks and results."),
            CommonExecutorKeys.UniqueWorkDir,
            Text("python_path", "python", "Interpreter on the instance, for Python tasks."),
            Text("conda_env", "", "Conda environment on the instance, for Python tasks."),
            Boolean("run_local_on_ssh_fail", false, "Whether a task runs on this machine when the instance cannot be reached."),
            Poll(15),
            Boolean("do_cleanup", true, "Whether a finished task's files are deleted on the instance."),
            Idle("covalent_version_to_install", "Versions always match: the worker travels with the task.")),
        Executor("braket", "Hybrid jobs of Amazon Braket.",
            Profile, Credentials("credentials", "credentials_file"), Text("region", null, "AWS region; without one, AWS_DEFAULT_REGION."),
            Bucket("amazon-braket-covalent-job-resources"),
            Text("ecr_image_uri", null, "Image of the worker in a private ECR registry.") with { Aliases = ["ecr_repo_name"] },
            Text("braket_job_execution_role_name", "CovalentBraketJobsExecutionRole", "IAM role of the job."),
            Text("quantum_device", "arn:aws:braket:::device/quantum-simulator/amazon/sv1", "Quantum device, by its ARN."),
            Text("classical_device", "ml.m5.large", "Instance type of the classical part."),
            Integer("storage", 30, "Disk of the classical part.", 1) with { Unit = "GB" },
            TimeLimit, Poll(30), Temporary,
            Idle("log_group_name", "Braket chooses the log group.")),
    ];

    private static ConfigurationKey Profile { get; } = Text("profile", null, "Named AWS profile.");

    private static ConfigurationKey Region { get; } = Text("region", "us-east-1", "AWS region.");

    private static ConfigurationKey TimeLimit { get; } = Seconds("time_limit", 300, "Longest run of one attempt; -1 is no limit.");

    private static ConfigurationKey Temporary { get; } = Path("cache_dir", "/tmp/covalent", "Folder on this machine for temporary files.");

    private static ConfigurationKey Credentials(string name, string alias) => Path(name, null, "AWS credentials file.") with { Aliases = [alias] };

    private static ConfigurationKey Bucket(string name) => Text("s3_bucket_name", name, "S3 bucket for tasks and results.");

    private static ConfigurationKey Poll(long seconds) => Seconds("poll_freq", seconds, "Pause between two looks at a job.");
}

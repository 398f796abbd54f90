using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors of quantum electrons. Their names are those of the types, as documented.</summary>
internal static class QuantumSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Quantum("Simulator", "Circuits simulated on this machine.",
            Text("device", "default.qubit", "Simulator."),
            Text("parallel", "thread", "How circuits run beside each other: thread, process, or anything else for one after the other."),
            Integer("workers", 10, "How many circuits run at once.", 1),
            Shots(null)),
        Quantum("QiskitExecutor", "Circuits sampled by IBM Quantum, or locally in the same manner.",
            [
                Choice("device", "local_sampler", ["local_sampler", "sampler"], "Where circuits are sampled: here, or at IBM."),
                .. Ibm,
                Text("channel", "ibm_quantum_platform", "Access channel of IBM Quantum."),
                Text("instance", "", "Instance to use."),
                Text("cloud_instance", "", "Instance to use with the cloud channel."),
                Text("ibmqx_url", null, "Address of the service, where it is not the usual one."),
                Seconds("max_time", null, "Longest run of a session."),
                Boolean("local_transpile", false, "Whether circuits are transpiled before they are sent."),
                Boolean("single_job", false, "Whether a batch of circuits is one job."),
                Shots(1024L),
                Table("options", "Options of the sampler.") with { Default = new Dictionary<string, object> { ["optimization_level"] = 3L, ["resilience_level"] = 1L } },
            ]),
        Quantum("IBMQExecutor", "Circuits run by IBM Quantum, one job each.", [.. Ibm, Jobs, Shots(null)]),
        Quantum("BraketQubitExecutor", "Circuits run by Amazon Braket.",
            Text("device_arn", "", "Device, by its ARN."),
            Texts("s3_destination_folder", "Bucket and folder for the results: [\"my-bucket\", \"my-prefix\"]."),
            Seconds("poll_timeout_seconds", 432000, "How long a result is waited for."),
            Seconds("poll_interval_seconds", 1, "Pause between two looks at a task."),
            Boolean("parallel", false, "Whether circuits of a batch run beside each other."),
            Integer("max_parallel", null, "How many circuits run beside each other.", 1),
            Integer("max_connections", 100, "How many connections are kept.", 1),
            Integer("max_retries", 3, "How often a failed task is sent again."),
            Table("run_kwargs", "Further options of a run."),
            Jobs, Shots(null)),
        Quantum("LocalBraketQubitExecutor", "Circuits simulated on this machine in the manner of Braket.",
            Choice("backend", "default", ["default", "braket_sv", "braket_dm", "braket_ahs"], "Simulator."),
            Table("run_kwargs", "Further options of a run."),
            Jobs, Shots(null)),
    ];

    private static IEnumerable<ConfigurationKey> Ibm { get; } =
    [
        Text("backend", "ibmq_qasm_simulator", "System or simulator."),
        Text("ibmqx_token", null, "Access token. Better left out here and given by the environment."),
        Text("hub", "ibm-q", "Hub."),
        Text("group", "open", "Group."),
        Text("project", "main", "Project."),
    ];

    private static ConfigurationKey Jobs { get; } = Integer("max_jobs", 20, "How many jobs run at once.", 1);

    private static ConfigurationKey Shots(long? shots) => Any("shots", shots, "Shots of a circuit: a number, a list of numbers (one result each), or \"None\" for exact results; unset or 0 takes the device's.");

    private static ConfigurationSectionSchema Quantum(string name, string description, params ConfigurationKey[] keys) =>
        new($"qelectron.{name}", description, [.. keys, Boolean("persist_data", true, "Whether circuits and results are kept with the electron.")]);
}

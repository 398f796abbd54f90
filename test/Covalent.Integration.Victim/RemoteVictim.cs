using Covalent.Executors;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Integration.Victim;

/// <summary>A user's program whose tasks run elsewhere: dispatches them in its first life, takes them up again in the next ones.</summary>
public static class RemoteVictim
{
    public const int Tasks = 20;

    /// <param name="executor">Name of the executor.</param>
    /// <param name="shared">Folder that this program and its tasks see.</param>
    public static async Task<int> RunAsync(string executor, string shared)
    {
        var idFile = Path.Combine(shared, "dispatch");
        string id;
        if (File.Exists(idFile))
        {
            id = await File.ReadAllTextAsync(idFile);
            await ResumeAsync(id);
        }
        else
        {
            id = await DispatchAsync(() => Wide(Create(executor), shared));
            await File.WriteAllTextAsync(idFile, id);
        }

        Console.WriteLine("working");
        var result = await GetResultAsync<int>(id, wait: true);
        Console.WriteLine(result.Value);
        return 0;
    }

    /// <summary>Notes that it ran and waits to be let go. Every fourth does not wait.</summary>
    public static async Task<int> NoteAndWait(string shared, int number, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(Path.Combine(shared, $"ran{number}"), "ran\n", cancellationToken);
        if (number % 4 != 0)
        {
            await FileNotice.AppearsAsync(Path.Combine(shared, "go"), cancellationToken);
        }

        return number;
    }

    public static int Sum(IReadOnlyList<int> numbers) => numbers.Sum();

    private static Node<int> Wide(Executor executor, string shared)
    {
        Node<int>[] nodes = [.. Enumerable.Range(0, Tasks).Select(i => Electron(() => NoteAndWait(shared, i, CancellationToken.None), executor))];
        var all = Gather(nodes);
        return Electron(() => Sum(all.Value));
    }

    private static Executor Create(string executor) => executor switch
    {
        "ssh" => new SshExecutor
        {
            Hostname = Test("SSH_HOST"),
            Port = int.Parse(Test("SSH_PORT")),
            Username = Test("SSH_USER"),
            SshKeyFile = Path.Combine(Test("SSH_DIR"), "id_ed25519"),
            KnownHostsFile = Path.Combine(Test("SSH_DIR"), "known_hosts"),
            TasksPerHost = Tasks,
            WorkerIdle = 2,
        },
        "slurm" => new SlurmExecutor { PollFreq = 1 },
        "slurm-packed" => new SlurmExecutor { PollFreq = 1, TasksPerJob = 10, Options = new() { ["ntasks"] = 10, ["oversubscribe"] = true, ["overcommit"] = true } },
        _ => throw new ArgumentException($"'{executor}' is unknown."),
    };

    private static string Test(string name) => Environment.GetEnvironmentVariable($"COVALENT_TEST_{name}") ?? throw new InvalidOperationException($"COVALENT_TEST_{name} is not set.");
}

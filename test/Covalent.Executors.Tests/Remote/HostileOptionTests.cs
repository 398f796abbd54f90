using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Tests.Slurm;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Remote;

/// <summary>Text that would run something if any shell on the way came to see it unquoted, in every option that holds text, one after the other.
/// Whether the task then works or fails is the option's own business; nothing may run.</summary>
public sealed class HostileOptionTests
{
    /// <summary>Options that are shell commands by their purpose.</summary>
    private static readonly string[] Commands = ["srun_append", "prerun_commands", "postrun_commands"];

    public static TheoryData<string> SshOptions => Options(new SshExecutor());

    public static TheoryData<string> SlurmOptions => Options(new SlurmExecutor());

    [Theory]
    [MemberData(nameof(SshOptions))]
    public Task SshOption_WithHostileText_RunsNothing(string option) => RunAsync(SshExecutorTests.Loopback(), option);

    [Theory]
    [MemberData(nameof(SlurmOptions))]
    public Task SlurmOption_WithHostileText_RunsNothing(string option) => RunAsync(SlurmExecutorTests.OnTheLoginNode(), option);

    [Theory]
    [InlineData("options", "comment")]
    [InlineData("options", "job-name")]
    [InlineData("options", "output")]
    [InlineData("options", "D")]
    [InlineData("options", "x; touch {0};")]
    [InlineData("srun_options", "job-name")]
    [InlineData("srun_options", "$(touch {0})")]
    [InlineData("variables", "COVALENT_V")]
    [InlineData("variables", "V=1; touch {0}; W")]
    public Task SlurmTable_WithHostileText_RunsNothing(string table, string name) => RunAsync(SlurmExecutorTests.OnTheLoginNode(), table, name);

    private static async Task RunAsync(SshConnectedExecutor executor, string option, string? name = null)
    {
        (executor.RetryConnect, executor.ConnectTimeout, executor.HostPatience) = (false, 5, 1);
        string marker = Path.Combine(SharedFolder.Create(), "injected");
        string hostile = $"x'\"; touch {marker}; `touch {marker}` $(touch {marker}) ${{X:-$(touch {marker})}} | touch {marker} & \\";
        JsonObject attributes = executor.ToDictionary();
        attributes[option] = name is null ? Like(attributes[option], hostile) : new JsonObject { [name.Replace("{0}", marker)] = hostile };
        var changed = (Executor)Activator.CreateInstance(executor.GetType())!;
        await using (var rig = await ExecutorRig.CreateAsync(changed.FromDictionary(attributes)))
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
            Assert.Contains(outcome.Status, new[] { Status.Completed, Status.Failed });
            if (outcome.Status == Status.Failed)
            {
                Assert.NotEmpty(outcome.Failure!.Message);
            }
        }

        Assert.False(File.Exists(marker), $"{option} {name} ran what it names.");
    }

    private static JsonNode Like(JsonNode? value, string hostile) => value is JsonArray ? new JsonArray(hostile) : JsonValue.Create(hostile);

    private static TheoryData<string> Options(Executor executor)
    {
        var options = new TheoryData<string>();
        foreach ((string name, JsonNode? value) in executor.ToDictionary())
        {
            bool holdsText = value is JsonArray || (value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.String);
            if (holdsText && !Commands.Contains(name))
            {
                options.Add(name);
            }
        }

        return options;
    }
}

using System.Globalization;
using System.Reflection;
using System.Text.Json;
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
    private const string Words = "x'\"; touch {0}; `touch {0}` $(touch {0}) ${{X:-$(touch {0})}} | touch {0} & \\";

    private const string Lines = "-e ../../x'\n touch {0}\n../`touch {0}`\n\"\ntouch {0} #";

    /// <summary>Options that are shell commands by their purpose.</summary>
    private static readonly string[] Commands = ["srun_append", "prerun_commands", "postrun_commands"];

    /// <summary>Options that are tables, whose names and values are tested one by one.</summary>
    private static readonly string[] Tables = ["options", "srun_options", "variables"];

    public static TheoryData<string, string> SshOptions => Options(new SshExecutor());

    public static TheoryData<string, string> SlurmOptions => Options(new SlurmExecutor());

    [Theory]
    [MemberData(nameof(SshOptions))]
    public Task SshOption_WithHostileText_RunsNothing(string option, string hostile) => RunAsync(SshExecutorTests.Loopback(), option, hostile);

    [Theory]
    [MemberData(nameof(SlurmOptions))]
    public Task SlurmOption_WithHostileText_RunsNothing(string option, string hostile) => RunAsync(SlurmExecutorTests.OnTheLoginNode(), option, hostile);

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
    public Task SlurmTable_WithHostileText_RunsNothing(string table, string name) => RunAsync(SlurmExecutorTests.OnTheLoginNode(), table, Words, name);

    /// <summary>A new option that holds text is tested above, or this fails.</summary>
    [Theory]
    [InlineData(typeof(SshExecutor))]
    [InlineData(typeof(SlurmExecutor))]
    public void EveryOptionThatHoldsText_IsTested(Type executor)
    {
        TheoryData<string, string> options = Options((Executor)Activator.CreateInstance(executor)!);
        HashSet<string> tested = [.. options.Select(option => option.Data.Item1), .. Commands, .. Tables];
        IEnumerable<string> textual = executor.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property is { CanRead: true, SetMethod.IsPublic: true } && !IsPlainValue(property.PropertyType))
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        Assert.Empty(textual.Except(tested));
        Assert.NotEmpty(options);
    }

    /// <summary>The task's own folder is text as well.</summary>
    [Theory]
    [InlineData(Words)]
    [InlineData(Lines)]
    public async Task WorkFolderOfATask_WithHostileText_RunsNothing(string hostile)
    {
        await RunAsync(SshExecutorTests.Loopback(), marker => new ElectronOptions { WorkDir = string.Format(CultureInfo.InvariantCulture, hostile, marker) });
        await RunAsync(SlurmExecutorTests.OnTheLoginNode(), marker => new ElectronOptions { WorkDir = string.Format(CultureInfo.InvariantCulture, hostile, marker) });
    }

    private static async Task RunAsync(SshConnectedExecutor executor, string option, string text, string? name = null) => await RunAsync(executor, (attributes, marker) =>
    {
        string hostile = string.Format(CultureInfo.InvariantCulture, text, marker);
        attributes[option] = name is null ? Like(attributes[option], hostile) : new JsonObject { [name.Replace("{0}", marker)] = hostile };
    }, _ => null, $"{option} {name}");

    private static Task RunAsync(SshConnectedExecutor executor, Func<string, ElectronOptions> options) => RunAsync(executor, (_, _) => { }, options, "The task's work folder");

    private static async Task RunAsync(SshConnectedExecutor executor, Action<JsonObject, string> change, Func<string, ElectronOptions?> options, string what)
    {
        (executor.RetryConnect, executor.ConnectTimeout, executor.HostPatience) = (false, 5, 1);
        string marker = Path.Combine(SharedFolder.Create(), "injected");
        JsonObject attributes = executor.ToDictionary();
        change(attributes, marker);
        var changed = (Executor)Activator.CreateInstance(executor.GetType())!;
        await using (var rig = await ExecutorRig.CreateAsync(changed.FromDictionary(attributes)))
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)), options(marker));
            Assert.Contains(outcome.Status, new[] { Status.Completed, Status.Failed });
            if (outcome.Status == Status.Failed)
            {
                Assert.NotEmpty(outcome.Failure!.Message);
            }
        }

        Assert.False(File.Exists(marker), $"{what} ran what it names.");
    }

    private static bool IsPlainValue(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } or { IsEnum: true } || type == typeof(TimeSpan) || type == typeof(TimeSpan?) || type == typeof(decimal);

    private static JsonNode Like(JsonNode? value, string hostile) => value is JsonArray ? new JsonArray(hostile) : JsonValue.Create(hostile);

    private static TheoryData<string, string> Options(Executor executor)
    {
        var options = new TheoryData<string, string>();
        foreach ((string name, JsonNode? value) in executor.ToDictionary())
        {
            bool holdsText = value is JsonArray || (value is JsonValue && value.GetValueKind() == JsonValueKind.String);
            if (holdsText && !Commands.Contains(name))
            {
                options.Add(name, Words);
                options.Add(name, Lines);
            }
        }

        return options;
    }
}

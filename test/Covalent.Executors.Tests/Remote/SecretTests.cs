using Covalent.Core.Execution;
using Covalent.Executors.Tests.Slurm;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Remote;

/// <summary>What must be secret is in no line of the log, however much is logged, and in no message.</summary>
public sealed class SecretTests
{
    private const string Passphrase = "open sesame";

    [Fact]
    public async Task Passphrase_OfAKey_IsLoggedAndToldNowhere()
    {
        Environment.SetEnvironmentVariable("COVALENT_SECRET_PASSPHRASE", Passphrase);
        string marker = Marker();
        Environment.SetEnvironmentVariable("COVALENT_SECRET_WRONG_PASSPHRASE", marker);
        SshExecutor executor = SshExecutorTests.Loopback();
        executor.SshKeyFile = Backends.SshFile("id_passphrase");
        executor.SshKeyPassphrase = "env:COVALENT_SECRET_PASSPHRASE";
        using var log = new ListLoggerFactory();
        await using (var rig = await ExecutorRig.CreateAsync(executor, log))
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)));
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        }

        executor.SshKeyPassphrase = "env:COVALENT_SECRET_WRONG_PASSPHRASE";
        await using (var rig = await ExecutorRig.CreateAsync(executor, log))
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)));
            Assert.Equal(Status.Failed, outcome.Status);
            Assert.DoesNotContain(marker, outcome.Failure!.ToString());
        }

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Passphrase, StringComparison.Ordinal) || line.Contains(marker, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Variable_OfAClusterJob_IsLoggedAndToldNowhere(bool isRefused)
    {
        string marker = Marker();
        SlurmExecutor executor = SlurmExecutorTests.OverSsh();
        executor.Variables = new Dictionary<string, string> { ["SERVICE_TOKEN"] = marker };
        if (isRefused)
        {
            executor.Options = new() { ["partition"] = "no-such-partition" };
        }

        using var log = new ListLoggerFactory();
        TaskOutcome outcome;
        TaskOutcome failed;
        await using (var rig = await ExecutorRig.CreateAsync(executor, log))
        {
            outcome = await rig.RunAsync(() => Electron(() => SecretTasks.LengthOf("SERVICE_TOKEN")));
            failed = await rig.RunAsync(() => Electron(() => ConformanceTasks.KillOwnProcess()));
        }

        Assert.Equal(isRefused ? Status.Failed : Status.Completed, outcome.Status);
        Assert.True(isRefused || ExecutorRig.Value<int>(outcome) == marker.Length);
        Assert.DoesNotContain(marker, $"{outcome.Failure} {failed.Failure}");
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(marker, StringComparison.Ordinal));
    }

    /// <summary>Arguments are the task's own affair: neither the log nor the command lines on the far side show them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Argument_OfATask_IsLoggedAndToldNowhere(bool isSuspect)
    {
        string marker = Marker();
        using var log = new ListLoggerFactory();
        await using (var rig = await ExecutorRig.CreateAsync(SshExecutorTests.Loopback(), log))
        {
            TaskOutcome outcome = await rig.RunAsync(rig.Attempt(() => Electron(() => SecretTasks.CommandLinesWith(marker)), isSuspect: isSuspect));
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
            Assert.Equal(0, ExecutorRig.Value<int>(outcome));
        }

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(marker, StringComparison.Ordinal));
    }

    private static string Marker() => $"secret-{Guid.NewGuid():N}";
}

/// <summary>Electrons of these tests.</summary>
public static class SecretTasks
{
    public static int LengthOf(string variable) => Environment.GetEnvironmentVariable(variable)?.Length ?? 0;

    /// <summary>How many processes of the machine show a word in their command line.</summary>
    public static int CommandLinesWith(string word) => Directory.GetDirectories("/proc").Count(process =>
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) && File.ReadAllText($"{process}/cmdline").Contains(word, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It has just ended.
        }
    });
}

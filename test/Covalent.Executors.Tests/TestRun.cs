using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;

[assembly: AssemblyFixture(typeof(Covalent.Executors.Tests.TestRun))]

namespace Covalent.Executors.Tests;

/// <summary>One run of these tests. Everything it puts on this and other machines carries its name, so that at the end nothing may be left: no
/// process anywhere, and no file.</summary>
public sealed class TestRun : IAsyncLifetime
{
    private const UnixFileMode EverybodyMayPass = (UnixFileMode)0b111_101_101;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Part of every path and command line of this run.</summary>
    internal static string Name { get; } = $"covalent-test-{Environment.ProcessId}";

    /// <summary>A folder of this run in the home folder of a login, for what the far side keeps.</summary>
    internal static string AtHome { get; } = $".cache/{Name}";

    private static string Folder { get; } = Path.Combine(Path.GetTempPath(), Name);

    /// <summary>Temporary files of this process go into a folder of its own.</summary>
    [ModuleInitializer]
    internal static void Begin()
    {
        // Workers load this assembly for its tasks, under other users and other process ids.
        if (Assembly.GetEntryAssembly() != typeof(TestRun).Assembly)
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, EverybodyMayPass);
        Environment.SetEnvironmentVariable("TMPDIR", Folder);
        // Warm interpreters leave soon after the tests that use them, but not between two calls of one test on a busy machine.
        Environment.SetEnvironmentVariable("COVALENT_PYTHON_WARM", "30");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (string process in Processes())
        {
            await ExitAsync(int.Parse(process.Split(' ')[0], CultureInfo.InvariantCulture), patience.Token).ConfigureAwait(false);
        }

        string[] left = [.. Processes()];
        await RemoveAtHomeAsync("COVALENT_TEST_SSH_HOST", Backends.Loopback).ConfigureAwait(false);
        await RemoveAtHomeAsync("COVALENT_TEST_FARHOST", Backends.FarHost).ConfigureAwait(false);
        await RemoveAtHomeAsync("COVALENT_TEST_ARM64HOST", Backends.Arm64Host).ConfigureAwait(false);
        foreach (string folder in new[] { Folder, Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), AtHome) }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (left.Length > 0)
        {
            throw new InvalidOperationException($"The tests left {left.Length} process(es) behind:\n{string.Join('\n', left)}");
        }
    }

    private static async Task RemoveAtHomeAsync(string needed, Func<SshEndpoint> endpoint)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(needed)))
        {
            return;
        }

        await using SshChannel channel = Backends.Open(endpoint() with { ConnectAttempts = 5, RetryPause = TimeSpan.FromSeconds(1) });
        await channel.RunAsync(ShellCommand.Repeatable(ShellText.Of($"rm -rf -- \"$HOME\"/{AtHome}")), CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task ExitAsync(int id, CancellationToken patience)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or OperationCanceledException)
        {
            // It has ended, or it is told below.
        }
    }

    private static IEnumerable<string> Processes()
    {
        foreach (string process in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (CommandLine(process) is { } line && line.Contains(Name, StringComparison.Ordinal))
            {
                yield return $"{Path.GetFileName(process)} {line}";
            }
        }
    }

    private static string? CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ').TrimEnd();
        }
        catch (IOException)
        {
            return null; // It has just ended.
        }
    }
}

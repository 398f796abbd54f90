using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Executors.Tests;

/// <summary>The real programs of eng/backends, found by the environment its scripts print.</summary>
internal static class Backends
{
    /// <summary>A variable of a back end; its test is skipped without it, and fails in CI.</summary>
    public static string Require(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            return value;
        }

        string reason = $"{variable} is not set; start the back ends with: eval \"$(eng/backends/up.sh FOLDER)\"";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        return "";
    }

    public static string SshFile(string name) => Path.Combine(Require("COVALENT_TEST_SSH_DIR"), name);

    /// <summary>The sshd on loopback.</summary>
    public static SshEndpoint Loopback() => new()
    {
        Host = Require("COVALENT_TEST_SSH_HOST"),
        Port = int.Parse(Require("COVALENT_TEST_SSH_PORT")),
        User = Require("COVALENT_TEST_SSH_USER"),
        KeyFiles = [SshFile("id_ed25519")],
        KnownHostsFiles = [SshFile("known_hosts")],
        ConnectTimeout = TimeSpan.FromMinutes(2),
        ConnectAttempts = 1,
    };

    /// <summary>The second host, in namespaces of its own.</summary>
    public static SshEndpoint FarHost() => Machine("COVALENT_TEST_FARHOST");

    /// <summary>The one whose programs are emulated.</summary>
    public static SshEndpoint Arm64Host() => Machine("COVALENT_TEST_ARM64HOST");

    private static SshEndpoint Machine(string variable) => new()
    {
        Host = Require(variable),
        User = Require($"{variable}_USER"),
        KeyFiles = [Path.Combine(Require($"{variable}_DIR"), "id_ed25519")],
        KnownHostsFiles = [Path.Combine(Require($"{variable}_DIR"), "known_hosts")],
        ConnectTimeout = TimeSpan.FromMinutes(2),
        ConnectAttempts = 1,
    };

    public static SshChannel Open(SshEndpoint endpoint, TimeProvider? clock = null) => new(endpoint, clock ?? TimeProvider.System, NullLogger.Instance);

    /// <summary>A fresh folder on the other side of a channel.</summary>
    public static async Task<string> MakeFolderAsync(ICommandChannel channel)
    {
        CommandResult result = await channel.RunAsync(new ShellCommand(ShellText.Of($"mkdir -p -- \"$HOME\"/{TestRun.AtHome} && mktemp -d \"$HOME\"/{TestRun.AtHome}/XXXXXX")), TestContext.Current.CancellationToken);
        return result.Require(channel.Destination, "making a folder").OutputText.TrimEnd('\n');
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;

namespace Covalent.Executors.Tests.Channels.Ssh;

/// <summary>Logins against the real sshd: what works, and what each refusal says. Changes environment variables, so not parallel to itself.</summary>
public sealed class SshLoginTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("id_ed25519")]
    [InlineData("id_rsa")]
    [InlineData("id_ecdsa")]
    public async Task Login_WithAKey_Works(string key) => await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile(key)] });

    [Fact]
    public async Task Login_WithACertificate_Works() => await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_certified")] });

    [Fact]
    public async Task Login_WithACertificateNamedApart_Works()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        File.Copy(Backends.SshFile("id_certified"), folder + "/key");
        await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [folder + "/key"], CertificateFile = Backends.SshFile("id_certified-cert.pub") });
        Assert.Equal(ChannelFault.Authentication, (await RefusalAsync(Backends.Loopback() with { KeyFiles = [folder + "/key"] })).Fault);
    }

    [Fact]
    public async Task Login_WithAPassphraseFromTheEnvironment_Works()
    {
        Environment.SetEnvironmentVariable("COVALENT_TEST_PASSPHRASE", "open sesame");
        await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_passphrase")], Passphrase = "env:COVALENT_TEST_PASSPHRASE" });
    }

    [Fact]
    public async Task Login_WithAPassphraseFromAFile_Works()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "open sesame\n", Stop);
        await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_passphrase")], Passphrase = "file:" + file });
    }

    [Fact]
    public async Task Login_WithAProtectedKeyAndNoPassphrase_SaysWhereToPutIt()
    {
        ChannelException e = await RefusalAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_passphrase")] });
        Assert.Equal(ChannelFault.Identity, e.Fault);
        Assert.Contains("ssh_key_passphrase", e.Message);
    }

    [Fact]
    public async Task Login_WithAWrongPassphrase_NamesKeyAndReferenceButNotTheSecret()
    {
        Environment.SetEnvironmentVariable("COVALENT_TEST_WRONG_PASSPHRASE", "not-the-secret");
        ChannelException e = await RefusalAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_passphrase")], Passphrase = "env:COVALENT_TEST_WRONG_PASSPHRASE" });
        Assert.Equal(ChannelFault.Identity, e.Fault);
        Assert.Contains("env:COVALENT_TEST_WRONG_PASSPHRASE", e.Message);
        Assert.DoesNotContain("not-the-secret", e.ToString());
    }

    [Fact]
    public async Task Login_WithAMissingKeyFile_NamesIt()
    {
        ChannelException e = await RefusalAsync(Backends.Loopback() with { KeyFiles = ["/no/such/key"] });
        Assert.Equal(ChannelFault.Identity, e.Fault);
        Assert.Contains("/no/such/key", e.Message);
    }

    [Fact]
    public async Task Login_ThroughAnAgent_Works()
    {
        string folder = Directory.CreateTempSubdirectory("cov").FullName;
        string socket = folder + "/agent";
        using Process agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        string? before = Environment.GetEnvironmentVariable("SSH_AUTH_SOCK");
        try
        {
            // The agent prints its address once it listens.
            await agent.StandardOutput.ReadLineAsync(Stop);
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", socket);
            await RunAsync("ssh-add", Backends.SshFile("id_rsa"));
            await RunAsync("ssh-add", Backends.SshFile("id_ed25519"));
            Assert.Equal(2, SshAgent.FromEnvironment()!.Keys().Count);
            await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [], UseAgent = true });
            await AssertLogsInAsync(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_stranger")], UseAgent = true });
        }
        finally
        {
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", before);
            agent.Kill();
        }
    }

    [Fact]
    public async Task Login_WithAKeyTheServerDoesNotKnow_NamesUserHostPortAndKey()
    {
        SshEndpoint endpoint = Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_stranger")] };
        ChannelException e = await RefusalAsync(endpoint);
        Assert.Equal(ChannelFault.Authentication, e.Fault);
        Assert.False(e.IsTransient);
        Assert.Contains(endpoint.Destination, e.Message);
        Assert.Contains("id_stranger", e.Message);
        Assert.Contains("authorized_keys", e.Message);
    }

    [Fact]
    public async Task Login_OfALockedAccount_IsRefusedAndSaysItMayBeLocked()
    {
        string user = Backends.Require("COVALENT_TEST_SSH_LOCKED_USER");
        ChannelException e = await RefusalAsync(Backends.Loopback() with { User = user });
        Assert.Equal(ChannelFault.Authentication, e.Fault);
        Assert.Contains(user, e.Message);
        Assert.Contains("locked", e.Message);
    }

    [Fact]
    public async Task Login_AfterARefusal_IsNotKnockedAgainAtOnce()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_stranger")] });
        ChannelException first = await Assert.ThrowsAsync<ChannelException>(() => EchoAsync(channel));
        ChannelException second = await Assert.ThrowsAsync<ChannelException>(() => EchoAsync(channel));
        Assert.Same(first, second);
    }

    [Fact]
    public async Task Connect_ToAPortNobodyListensOn_SaysSo()
    {
        Backends.Require("COVALENT_TEST_SSH_HOST");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        ChannelException e = await RefusalAsync(Backends.Loopback() with { Port = port });
        Assert.Equal(ChannelFault.Refused, e.Fault);
        Assert.True(e.IsTransient);
        Assert.Contains($":{port}", e.Message);
    }

    [Fact]
    public async Task Connect_ToAFrozenMachine_EndsWithinTheLimit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        SshEndpoint endpoint = Backends.Loopback() with { Port = ((IPEndPoint)listener.LocalEndpoint).Port, ConnectTimeout = TimeSpan.FromMilliseconds(500) };
        ChannelException e = await RefusalAsync(endpoint);
        Assert.Equal(ChannelFault.TimedOut, e.Fault);
        Assert.Contains("0.5 s", e.Message);
    }

    [Fact]
    public async Task Connect_ToAnUnknownName_SaysSo()
    {
        ChannelException e = await RefusalAsync(Backends.Loopback() with { Host = "no-such-host.invalid" });
        Assert.Equal(ChannelFault.Unreachable, e.Fault);
        Assert.Contains("no-such-host.invalid", e.Message);
    }

    private static async Task AssertLogsInAsync(SshEndpoint endpoint)
    {
        await using SshChannel channel = Backends.Open(endpoint);
        Assert.Equal("hello\n", (await EchoAsync(channel)).OutputText);
    }

    private static async Task<ChannelException> RefusalAsync(SshEndpoint endpoint)
    {
        await using SshChannel channel = Backends.Open(endpoint);
        return await Assert.ThrowsAsync<ChannelException>(() => EchoAsync(channel));
    }

    private static Task<CommandResult> EchoAsync(SshChannel channel) => channel.RunAsync(new ShellCommand(ShellText.Verbatim("echo hello")), Stop);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}

using System.Diagnostics;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;

namespace Covalent.Executors.Tests.Channels.Ssh;

/// <summary>Is the server the one it should be? Against the real sshd.</summary>
public sealed class HostKeyTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string KnownHostsFile => _folder + "/known_hosts";

    private SshEndpoint Endpoint => Backends.Loopback() with { KnownHostsFiles = [KnownHostsFile] };

    [Fact]
    public async Task Host_NeverSeen_IsRefusedWithItsFingerprint()
    {
        ChannelException e = await RefusalAsync(Endpoint);
        Assert.Equal(ChannelFault.HostKeyUnknown, e.Fault);
        Assert.Contains(await FingerprintAsync("host_ed25519.pub"), e.Message);
        Assert.Contains("accept-new", e.Message);
        Assert.False(File.Exists(KnownHostsFile));
    }

    [Fact]
    public async Task Host_NeverSeen_WithAcceptNew_IsWrittenDownOnceAndKnownFromThenOn()
    {
        await File.WriteAllTextAsync(KnownHostsFile, "# no newline at the end", Stop);
        await ConnectAsync(Endpoint with { HostKeyChecking = HostKeyChecking.AcceptNew });
        await ConnectAsync(Endpoint with { HostKeyChecking = HostKeyChecking.AcceptNew });
        await ConnectAsync(Endpoint);
        string[] lines = await File.ReadAllLinesAsync(KnownHostsFile, Stop);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{Endpoint.KnownHostName} ssh-ed25519 ", lines[1]);
    }

    [Theory]
    [InlineData(HostKeyChecking.Strict)]
    [InlineData(HostKeyChecking.AcceptNew)]
    internal async Task Host_WithAnotherKeyThanKnown_IsRefusedWithTheFingerprintAndTheRemedy(HostKeyChecking checking)
    {
        await WriteKnownAsync("id_stranger.pub");
        ChannelException e = await RefusalAsync(Endpoint with { HostKeyChecking = checking });
        Assert.Equal(ChannelFault.HostKeyChanged, e.Fault);
        Assert.Contains(await FingerprintAsync("host_ed25519.pub"), e.Message);
        Assert.Contains("ssh-keygen -R", e.Message);
    }

    [Fact]
    public async Task Host_KnownByAnotherKindOfKey_IsNotNewEither()
    {
        await WriteKnownAsync("id_rsa.pub");
        ChannelException e = await RefusalAsync(Endpoint with { HostKeyChecking = HostKeyChecking.AcceptNew });
        Assert.Equal(ChannelFault.HostKeyChanged, e.Fault);
    }

    [Fact]
    public async Task Host_WithARevokedKey_IsRefusedEvenIfItIsListedToo()
    {
        await WriteKnownAsync("host_ed25519.pub");
        await File.AppendAllTextAsync(KnownHostsFile, "@revoked * " + await File.ReadAllTextAsync(Backends.SshFile("host_ed25519.pub"), Stop), Stop);
        ChannelException e = await RefusalAsync(Endpoint);
        Assert.Equal(ChannelFault.HostKeyChanged, e.Fault);
        Assert.Contains("@revoked", e.Message);
    }

    [Fact]
    public async Task Host_KnownByAHashedName_IsTrusted()
    {
        await WriteKnownAsync("host_ed25519.pub");
        await RunAsync("ssh-keygen", "-q", "-H", "-f", KnownHostsFile);
        Assert.StartsWith("|1|", await File.ReadAllTextAsync(KnownHostsFile, Stop));
        await ConnectAsync(Endpoint);
    }

    [Fact]
    public async Task Host_WithACertificateOfAKnownAuthority_IsTrusted() =>
        await ConnectAsync(Endpoint with { Port = CertifiedPort, KnownHostsFiles = [Backends.SshFile("known_hosts_ca")] });

    [Fact]
    public async Task Host_WithACertificateOfAnUnknownAuthority_IsNotTrusted()
    {
        string authority = (await File.ReadAllTextAsync(Backends.SshFile("user_ca.pub"), Stop)).Trim();
        await File.WriteAllTextAsync(KnownHostsFile, $"@cert-authority * {authority}\n", Stop);
        Assert.Equal(ChannelFault.HostKeyUnknown, (await RefusalAsync(Endpoint with { Port = CertifiedPort })).Fault);
    }

    [Fact]
    public async Task Host_WithACertificateForAnotherName_IsNotTrusted()
    {
        string authority = (await File.ReadAllTextAsync(Backends.SshFile("host_ca.pub"), Stop)).Trim();
        await File.WriteAllTextAsync(KnownHostsFile, $"@cert-authority * {authority}\n", Stop);
        Assert.Equal(ChannelFault.HostKeyUnknown, (await RefusalAsync(Endpoint with { Port = CertifiedPort, HostKeyAlias = "other.example" })).Fault);
    }

    [Fact]
    public async Task Host_UnderAnAlias_IsLookedUpUnderIt()
    {
        string key = (await File.ReadAllTextAsync(Backends.SshFile("host_ed25519.pub"), Stop)).Trim();
        await File.WriteAllTextAsync(KnownHostsFile, $"my-cluster {key}\n", Stop);
        await ConnectAsync(Endpoint with { HostKeyAlias = "my-cluster" });
    }

    private static int CertifiedPort => int.Parse(Backends.Require("COVALENT_TEST_SSH_CERTIFIED_PORT"));

    private async Task WriteKnownAsync(string publicKey) =>
        await File.WriteAllTextAsync(KnownHostsFile, $"{Backends.Loopback().KnownHostName} {await File.ReadAllTextAsync(Backends.SshFile(publicKey), Stop)}", Stop);

    private static async Task ConnectAsync(SshEndpoint endpoint)
    {
        await using SshChannel channel = Backends.Open(endpoint);
        Assert.Equal(0, (await channel.RunAsync(new ShellCommand(ShellText.Verbatim(":")), Stop)).ExitCode);
    }

    private static async Task<ChannelException> RefusalAsync(SshEndpoint endpoint)
    {
        await using SshChannel channel = Backends.Open(endpoint);
        return await Assert.ThrowsAsync<ChannelException>(() => channel.RunAsync(new ShellCommand(ShellText.Verbatim(":")), Stop));
    }

    private static async Task<string> FingerprintAsync(string publicKey) =>
        (await RunAsync("ssh-keygen", "-l", "-f", Backends.SshFile(publicKey))).Split(' ')[1];

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return output;
    }
}

using System.Security.Cryptography;
using Covalent.Core.Files;
using Covalent.Core.Leptons;
using Covalent.Testing;

namespace Covalent.Executors.Tests.Files;

/// <summary>Files over a real sshd, by rsync and by sftp.</summary>
[Collection(CloudVariables.Collection)]
[Trait("Checklist", "62")]
public sealed class SshFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-sshfile-").FullName;
    private readonly string _login = $"ssh://{Backends.Require("COVALENT_TEST_SSH_USER")}@{Backends.Require("COVALENT_TEST_SSH_HOST")}:{Backends.Require("COVALENT_TEST_SSH_PORT")}";
    private RsyncStrategy _strategy = new();
    private string _far = "";

    public SshFileTests() => UseSsh("known_hosts");

    public static TheoryData<string> Programs => new("rsync", "sftp");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("COVALENT_SSH", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Names_OfAllKinds_GoBothWays(string program)
    {
        Use(program);
        foreach (var name in new[] { "a file.bin", "$(touch hit);`touch hit`&'\".bin", "日本 😀.bin", "-dash*[a]?{b}.bin", "back\\slash:colon" })
        {
            var (sent, fetched) = (Path.Combine(_folder, "sent " + name), Path.Combine(_folder, "fetched " + name));
            await File.WriteAllBytesAsync(sent, RandomNumberGenerator.GetBytes(10_000), Stop);
            var there = Path.Combine(_far, name);
            await UploadAsync(sent, there);
            Assert.Equal(await File.ReadAllBytesAsync(sent, Stop), await File.ReadAllBytesAsync(there, Stop));
            await DownloadAsync(there, fetched);
            Assert.Equal(await File.ReadAllBytesAsync(sent, Stop), await File.ReadAllBytesAsync(fetched, Stop));
        }

        Assert.Equal(5, Directory.GetFiles(_far).Length);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Failures_AreSaidInTheProgramsWords(string program)
    {
        Use(program);
        var sent = Path.Combine(_folder, "sent");
        await File.WriteAllTextAsync(sent, "x", Stop);
        Assert.Matches("No such file or directory|not found", await FailureAsync(() => DownloadAsync(Path.Combine(_far, "missing"), sent)));
        Assert.Contains("is not there", await FailureAsync(() => UploadAsync(sent + "missing", Path.Combine(_far, "x"))), StringComparison.Ordinal);
        var refused = await FailureAsync(() => UploadAsync(sent, "/root/x"));
        Assert.StartsWith($"{program} could not copy '{sent}' to 'ssh://", refused, StringComparison.Ordinal);
        Assert.Contains("denied", refused, StringComparison.Ordinal);
        UseSsh("no such file");
        Assert.Contains("Host key verification failed", await FailureAsync(() => UploadAsync(sent, Path.Combine(_far, "x"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ThatBrokeOff_AppearsWholeOrNotAtAll()
    {
        Use("rsync");
        var sent = Path.Combine(_folder, "sent");
        await File.WriteAllBytesAsync(sent, RandomNumberGenerator.GetBytes(8_000_000), Stop);
        await using var proxy = new BreakingProxy(new Uri($"http://127.0.0.1:{Backends.Require("COVALENT_TEST_SSH_PORT")}")) { UpLimit = 6_000_000 };
        var through = new Uri($"{_login[.._login.LastIndexOf(':')]}:{new Uri(proxy.Address).Port}{_far}/file");
        await FailureAsync(() => _strategy.UploadAsync(sent, through, new ProgressNote(), Stop));
        // The far side's rsync keeps what came once it notices that no more comes.
        await FileNotice.UntilAsync(_far, () => File.Exists(Path.Combine(_far, ".covalent-part", "file")), Stop);
        Assert.False(File.Exists(Path.Combine(_far, "file")));
        proxy.Heal();
        await _strategy.UploadAsync(sent, through, new ProgressNote(), Stop);
        Assert.Equal(await File.ReadAllBytesAsync(sent, Stop), await File.ReadAllBytesAsync(Path.Combine(_far, "file"), Stop));
        Assert.InRange(proxy.Up, 1, 6_000_000);
        Assert.Equal(["file"], Directory.GetFileSystemEntries(_far).Select(Path.GetFileName));
    }

    private static async Task<string> FailureAsync(Func<Task> transfer) => (await Assert.ThrowsAsync<CovalentException>(transfer)).Message;

    private Uri Place(string path) => FileLocation.Parse(_login + string.Join('/', path.Split('/').Select(Uri.EscapeDataString))).Address!;

    private Task UploadAsync(string file, string there) => _strategy.UploadAsync(file, Place(there), new ProgressNote(), Stop);

    private Task DownloadAsync(string there, string file) => _strategy.DownloadAsync(Place(there), file, new ProgressNote(), Stop);

    /// <summary>Makes a folder that the login may write to, and hides rsync where sftp is wanted.</summary>
    private void Use(string program)
    {
        _far = Directory.CreateDirectory(Path.Combine(_folder, "far")).FullName;
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_far, (UnixFileMode)0b111_111_111);
        _strategy = new RsyncStrategy(name => name == "rsync" && program == "sftp" ? null : ProgramSearch.Find(name));
    }

    private void UseSsh(string knownHosts)
    {
        var script = Path.Combine(_folder, "ssh");
        File.WriteAllText(script, $"#!/bin/sh\nexec ssh -F /dev/null -i '{Backends.SshFile("id_ed25519")}' -o IdentitiesOnly=yes -o UserKnownHostsFile='{Backends.SshFile(knownHosts)}' -o StrictHostKeyChecking=yes "
            + $"-o HostKeyAlias='[{Backends.Require("COVALENT_TEST_SSH_HOST")}]:{Backends.Require("COVALENT_TEST_SSH_PORT")}' \"$@\"\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        Environment.SetEnvironmentVariable("COVALENT_SSH", script);
    }
}

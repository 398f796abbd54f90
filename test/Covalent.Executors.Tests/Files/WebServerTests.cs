using System.Security.Cryptography;
using Covalent.Core.Files;
using Covalent.Executors.Tests.Leptons;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Files;

/// <summary>Files to and from nginx.</summary>
[Collection(CloudVariables.Collection)]
[Trait("Checklist", "62")]
public sealed class WebServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-web-").FullName;
    private readonly string _name = $"{Guid.NewGuid():N}";
    private readonly string _plain = Backends.Require("COVALENT_TEST_WEB_PLAIN");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Served => Path.Combine(Backends.Require("COVALENT_TEST_WEB_DIR"), "files");

    private string Fetched => Path.Combine(_folder, "fetched");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("SSL_CERT_FILE", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("a file+(1)'$(x)`;&.txt")]
    [InlineData("日本 😀#?%.txt")]
    public async Task Names_OfAllKinds_GoBothWays(string name)
    {
        var address = new Uri($"{_plain}/{_name}/{Uri.EscapeDataString(name)}");
        var bytes = await SendAsync(3000, address);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(Served, _name, name), Stop));
        Assert.Equal(bytes, await FetchAsync(address));
    }

    [Fact]
    public async Task Download_ThatBrokeOff_ContinuesThere()
    {
        var bytes = await SendAsync(3_000_000, new Uri($"{_plain}/{_name}"));
        await using var proxy = new BreakingProxy(new Uri(_plain)) { DownLimit = 2_000_000 };
        var address = new Uri($"{proxy.Address}/{_name}");
        Assert.Contains("broke off after", (await Assert.ThrowsAsync<CovalentException>(() => FetchAsync(address))).Message, StringComparison.Ordinal);
        proxy.Heal();
        Assert.Equal(bytes, await FetchAsync(address));
        Assert.InRange(proxy.Down, 1, 1_100_000);
    }

    [Fact]
    public async Task Download_WhoseEveryByteHadArrived_IsFinished()
    {
        var address = new Uri($"{_plain}/{_name}");
        var bytes = await SendAsync(100_000, address);
        using var client = new HttpClient();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Stop);
        // As a process leaves it that dies before it can rename the file.
        await File.WriteAllBytesAsync(Fetched + ".part", bytes, Stop);
        await File.WriteAllTextAsync(Fetched + ".part.etag", head.Headers.ETag!.ToString(), Stop);
        Assert.Equal(bytes, await FetchAsync(address));
        Assert.Equal(["fetched"], Directory.GetFiles(_folder, "fetched*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Login_InTheAddress_IsSentAndNotShown()
    {
        var place = $"{_plain}/locked/{_name}";
        var allowed = new Uri(place.Replace("://", "://me:pass%20word@", StringComparison.Ordinal));
        var bytes = await SendAsync(10, allowed);
        Assert.Equal(bytes, await FetchAsync(allowed));
        foreach (var address in new[] { place, place.Replace("://", "://me:wr0ng@", StringComparison.Ordinal) })
        {
            var message = (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(new Uri(address)))).Message;
            Assert.StartsWith($"'{place}' answered 401", message, StringComparison.Ordinal);
            Assert.DoesNotContain("wr0ng", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tls_WithAnUnknownCertificate_IsRefusedInWords()
    {
        var message = (await Assert.ThrowsAsync<CovalentException>(() => FetchAsync(new Uri($"{Backends.Require("COVALENT_TEST_WEB")}/{_name}")))).Message;
        Assert.Contains("could not be reached from", message, StringComparison.Ordinal);
        Assert.Contains("certificate", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WithACertificateTheWorkerTrusts_MovesFilesBothWays()
    {
        // The runtime reads the variable once, with its first certificate: in this process, which goes on trusting nobody new, that has to be before it is set.
        await Tls_WithAnUnknownCertificate_IsRefusedInWords();
        Environment.SetEnvironmentVariable("SSL_CERT_FILE", Path.Combine(Backends.Require("COVALENT_TEST_WEB_DIR"), "cert.pem"));
        await using var rig = await OpenAsync(LocalExecutor.Process);
        var place = $"{Backends.Require("COVALENT_TEST_WEB")}/{_name}";
        Directory.CreateDirectory(Path.Combine(Served, _name));
        await File.WriteAllTextAsync(Path.Combine(Served, _name, "in"), "over tls", Stop);
        var options = new ElectronOptions { Files = [FileTransfer.FromRemote(place + "/in"), FileTransfer.ToRemote(null, place + "/out")] };
        await rig.ValueAsync(() => Electron(() => PreparedTasks.CopyText(null), null, options));
        Assert.Equal("OVER TLS", await File.ReadAllTextAsync(Path.Combine(Served, _name, "out"), Stop));
    }

    [Fact]
    public async Task Disk_ThatIsFull_IsNamedAndNotLeftFull()
    {
        var small = Directory.CreateDirectory(Path.Combine(Backends.Require("COVALENT_TEST_SMALL_DISK"), _name)).FullName;
        await SendAsync(3_000_000, new Uri($"{_plain}/{_name}"));
        await using var rig = await OpenAsync();
        foreach (var from in new[] { $"{_plain}/{_name}", Path.Combine(_folder, "sent") })
        {
            var options = new ElectronOptions { Files = [FileTransfer.FromRemote(from, Path.Combine(small, "file"))] };
            var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.Add(1, 1), null, options));
            Assert.Equal((FailureKind.Executor, "file-transfer"), (failure.Kind, failure.Type));
            Assert.StartsWith($"The transfer from '{from}' to '{small}/file' failed on", failure.Message, StringComparison.Ordinal);
            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(small));
        }

        Directory.Delete(small);
    }

    private async Task<byte[]> SendAsync(int size, Uri to)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);
        var file = Path.Combine(_folder, "sent");
        await File.WriteAllBytesAsync(file, bytes, Stop);
        await FileStrategies.For(to, null).UploadAsync(file, to, new ProgressNote(), Stop);
        return bytes;
    }

    private async Task<byte[]> FetchAsync(Uri from)
    {
        await FileStrategies.For(from, null).DownloadAsync(from, Fetched, new ProgressNote(), Stop);
        return await File.ReadAllBytesAsync(Fetched, Stop);
    }
}

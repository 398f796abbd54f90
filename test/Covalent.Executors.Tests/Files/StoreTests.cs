using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Covalent.Core.Files;

namespace Covalent.Executors.Tests.Files;

/// <summary>Files to and from servers that others wrote: moto in the place of S3, azurite in that of Azure Blob Storage.</summary>
[Collection(CloudVariables.Collection)]
[Trait("Checklist", "62")]
public sealed class StoreTests : IAsyncLifetime
{
    private const int Large = 20_000_003;
    private static readonly HttpClient Client = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-store-").FullName;
    private readonly string _name = $"test{Guid.NewGuid():N}";
    private readonly string _s3 = Backends.Require("COVALENT_TEST_S3");
    private readonly string _blob = Backends.Require("COVALENT_TEST_BLOB");
    private readonly string _signature = AzureSignature.Of(Backends.Require("COVALENT_TEST_BLOB_KEY"), "rwdlac");

    public static TheoryData<string> Stores => new("s3", "blob");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Use();
        using var bucket = new HttpRequestMessage(HttpMethod.Put, $"{_s3}/{_name}");
        bucket.Headers.Add("x-amz-acl", "public-read-write");
        using var made = await Client.SendAsync(bucket, Stop);
        made.EnsureSuccessStatusCode();
        using var container = await Client.PutAsync(new Uri($"{_blob}/{AzureSignature.Account}/{_name}?restype=container&{_signature}"), null, Stop);
        container.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        CloudVariables.Set();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Names_OfAllKinds_AreTheStores(string store)
    {
        string[] names = ["a file+(1).bin", "日本 😀/ü.bin", "100%", "q?m#.bin", "'quote\"$(x)`;&=,@:!*.bin", "-dash", "dots...", "~tilde_/deep/er"];
        foreach (var name in names)
        {
            var bytes = RandomNumberGenerator.GetBytes(1000);
            var place = Place(store, string.Join('/', name.Split('/').Select(Uri.EscapeDataString)));
            await SendAsync(bytes, place);
            Assert.Equal(bytes, await FetchAsync(place));
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), (await ListAsync(store)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task LargeFile_GoesInPieces_AndTellsHowFarItIs(string store)
    {
        var bytes = RandomNumberGenerator.GetBytes(Large);
        var note = new ProgressNote();
        await SendAsync(bytes, Place(store, "large"), note);
        Assert.Equal([1], note.Values.Skip(2));
        Assert.Equal(note.Values.Order(), note.Values);
        Assert.Equal(bytes, await FetchAsync(Place(store, "large"), note = new ProgressNote()));
        Assert.InRange(note.Values.Count, 10, int.MaxValue);
        Assert.Equal(note.Values.Order(), note.Values);
        Assert.Equal(1, note.Values[^1]);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Upload_ThatBrokeOff_GoesOnWithWhatIsThere(string store)
    {
        await using var proxy = Through(store);
        var bytes = RandomNumberGenerator.GetBytes(Large);
        // The first piece arrives, and no connection after that.
        proxy.UpLimit = PieceFile.Smallest + (1 << 20);
        Assert.Contains("could not be reached from", (await Assert.ThrowsAnyAsync<CovalentException>(() => SendAsync(bytes, Place(store, "large")))).Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(store));
        proxy.Heal();
        await SendAsync(bytes, Place(store, "large"));
        Assert.InRange(proxy.Up, Large - PieceFile.Smallest, Large - (PieceFile.Smallest / 2));
        Assert.Equal(bytes, await FetchAsync(Place(store, "large")));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Upload_AfterTheFileChanged_SendsItAnew(string store)
    {
        await using var proxy = Through(store);
        proxy.UpLimit = PieceFile.Smallest + (1 << 20);
        await Assert.ThrowsAnyAsync<CovalentException>(() => SendAsync(RandomNumberGenerator.GetBytes(Large), Place(store, "large")));
        proxy.Heal();
        var other = RandomNumberGenerator.GetBytes(Large);
        await SendAsync(other, Place(store, "large"));
        Assert.InRange(proxy.Up, Large, long.MaxValue);
        Assert.Equal(other, await FetchAsync(Place(store, "large")));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Download_ThatBrokeOff_ContinuesThere(string store)
    {
        var bytes = RandomNumberGenerator.GetBytes(Large);
        await SendAsync(bytes, Place(store, "large"));
        await using var proxy = Through(store);
        proxy.DownLimit = Large / 2;
        Assert.Contains("broke off after", (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(Place(store, "large")))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Fetched));
        proxy.Heal();
        Assert.Equal(bytes, await FetchAsync(Place(store, "large")));
        Assert.InRange(proxy.Down, 1, (Large / 2) + (1 << 20));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Download_OfAnObjectThatChangedMeanwhile_IsFetchedAnew(string store)
    {
        await SendAsync(RandomNumberGenerator.GetBytes(Large), Place(store, "large"));
        await using var proxy = Through(store);
        proxy.DownLimit = Large / 2;
        await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(Place(store, "large")));
        proxy.Heal();
        var other = RandomNumberGenerator.GetBytes(Large);
        await SendAsync(other, Place(store, "large"));
        Assert.Equal(other, await FetchAsync(Place(store, "large")));
        Assert.Equal(["fetched"], Directory.GetFiles(_folder, "fetched*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Blob_DamagedOnItsWay_IsRefusedByTheStore()
    {
        await using var proxy = Through("blob");
        proxy.Damaged = 500_000;
        var message = (await Assert.ThrowsAsync<FileRefusedException>(() => SendAsync(RandomNumberGenerator.GetBytes(1_000_000), Place("blob", "file")))).Message;
        Assert.Contains("received", message, StringComparison.Ordinal);
        Assert.Contains("damaged", message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync("blob"));
    }

    [Fact]
    public async Task Blob_WithAnotherChecksumThanItsBytes_IsRefused()
    {
        await SendAsync([1, 2, 3], Place("blob", "file"));
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{_blob}/{AzureSignature.Account}/{_name}/file?comp=properties&{_signature}");
        request.Headers.Add("x-ms-blob-content-md5", Convert.ToBase64String(new byte[16]));
        using var changed = await Client.SendAsync(request, Stop);
        changed.EnsureSuccessStatusCode();
        Assert.Contains("arrived damaged: its MD5 is", (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(Place("blob", "file")))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "fetched*"));
    }

    [Fact]
    public async Task S3Object_SentInParts_HasAChecksumOfTheWhole()
    {
        await SendAsync(RandomNumberGenerator.GetBytes(Large), Place("s3", "large"));
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{_s3}/{_name}/large");
        request.Headers.Add("x-amz-checksum-mode", "ENABLED");
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", "Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await Client.SendAsync(request, Stop);
        Assert.Equal(await Crc32C.OfFileAsync(Path.Combine(_folder, "sent"), Stop), response.Headers.GetValues("x-amz-checksum-crc32c").Single());
    }

    [Theory]
    [InlineData("s3", "S3 has no bucket 'nowhere'", "S3 has no object '{0}/missing'")]
    [InlineData("blob", "Azure Blob Storage has no container 'nowhere'", "Azure Blob Storage has no object 'covalent/{0}/missing'")]
    public async Task Place_ThatIsNotThere_IsNamed(string store, string noContainer, string noObject)
    {
        var nowhere = Place(store, "file").Replace(_name, "nowhere", StringComparison.Ordinal);
        Assert.StartsWith(noContainer, await RefusalAsync(() => FetchAsync(nowhere)), StringComparison.Ordinal);
        Assert.StartsWith(noContainer, await RefusalAsync(() => SendAsync(new byte[3], nowhere)), StringComparison.Ordinal);
        Assert.StartsWith(noContainer, await RefusalAsync(() => SendAsync(new byte[Large], nowhere)), StringComparison.Ordinal);
        Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, noObject, _name), await RefusalAsync(() => FetchAsync(Place(store, "missing"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r")]
    [InlineData(null)]
    public async Task Blob_WithASignatureThatDoesNotDo_SaysWhichVariable(string? permissions)
    {
        CloudVariables.Set(null, null, null, null, null, null, permissions is null ? _signature.Replace("sig=", "sig=AA", StringComparison.Ordinal) : AzureSignature.Of(Backends.Require("COVALENT_TEST_BLOB_KEY"), permissions), _blob);
        foreach (var size in new[] { 3, Large })
        {
            var message = await RefusalAsync(() => SendAsync(new byte[size], Place("blob", "file")));
            Assert.Contains("Check AZURE_STORAGE_SAS_TOKEN on", message, StringComparison.Ordinal);
            Assert.DoesNotContain("sig=", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S3_ThatChecksSignatures_TakesOursAndRefusesOthers()
    {
        using var checks = await Client.PostAsync(new Uri($"{_s3}/moto-api/reset-auth"), new StringContent("3", Encoding.UTF8, "text/plain"), Stop);
        checks.EnsureSuccessStatusCode();
        try
        {
            // The first requests, which are not checked, make somebody who may.
            var (id, secret) = await MakeUserAsync();
            CloudVariables.Set(id, secret, "us-east-1", _s3);
            foreach (var size in new[] { 1000, Large })
            {
                var bytes = RandomNumberGenerator.GetBytes(size);
                await SendAsync(bytes, Place("s3", "file"));
                Assert.Equal(bytes, await FetchAsync(Place("s3", "file")));
            }

            CloudVariables.Set(id, "wrong", "us-east-1", _s3);
            foreach (var size in new[] { 3, Large })
            {
                Assert.StartsWith($"S3 refuses access to '{_name}/file' (SignatureDoesNotMatch). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY on", await RefusalAsync(() => SendAsync(new byte[size], Place("s3", "file"))), StringComparison.Ordinal);
            }
        }
        finally
        {
            using var end = await Client.PostAsync(new Uri($"{_s3}/moto-api/reset-auth"), new StringContent("inf", Encoding.UTF8, "text/plain"), CancellationToken.None);
        }
    }

    private static async Task<string> RefusalAsync(Func<Task> transfer) => (await Assert.ThrowsAnyAsync<CovalentException>(transfer)).Message;

    private string Fetched => Path.Combine(_folder, "fetched");

    private void Use(string? s3 = null, string? blob = null) => CloudVariables.Set("id", "secret", "us-east-1", s3 ?? _s3, null, null, _signature, blob ?? _blob);

    private BreakingProxy Through(string store)
    {
        var proxy = new BreakingProxy(new Uri(store == "s3" ? _s3 : _blob));
        Use(store == "s3" ? proxy.Address : null, store == "blob" ? proxy.Address : null);
        return proxy;
    }

    private string Place(string store, string name) => store == "s3" ? $"s3://{_name}/{name}" : $"blob://{AzureSignature.Account}/{_name}/{name}";

    private async Task SendAsync(byte[] bytes, string place, IProgress<double>? progress = null)
    {
        var file = Path.Combine(_folder, "sent");
        await File.WriteAllBytesAsync(file, bytes, Stop);
        var address = FileLocation.Parse(place).Address!;
        await FileStrategies.For(address, null).UploadAsync(file, address, progress ?? new ProgressNote(), Stop);
    }

    private async Task<byte[]> FetchAsync(string place, IProgress<double>? progress = null)
    {
        var address = FileLocation.Parse(place).Address!;
        await FileStrategies.For(address, null).DownloadAsync(address, Fetched, progress ?? new ProgressNote(), Stop);
        return await File.ReadAllBytesAsync(Fetched, Stop);
    }

    /// <summary>The names that the store itself tells.</summary>
    private async Task<string[]> ListAsync(string store)
    {
        var list = await Client.GetStringAsync(new Uri(store == "s3" ? $"{_s3}/{_name}?list-type=2" : $"{_blob}/{AzureSignature.Account}/{_name}?restype=container&comp=list&{_signature}"), Stop);
        var name = store == "s3" ? "Key" : "Name";
        return [.. XDocument.Parse(list.TrimStart('\uFEFF')).Descendants().Where(one => one.Name.LocalName == name).Select(one => one.Value)];
    }

    private async Task<(string Id, string Secret)> MakeUserAsync()
    {
        await AskIamAsync("Action=CreateUser&UserName=" + _name);
        await AskIamAsync($"Action=PutUserPolicy&UserName={_name}&PolicyName=all&PolicyDocument=" + Uri.EscapeDataString("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""));
        var key = await AskIamAsync("Action=CreateAccessKey&UserName=" + _name);
        string Text(string name) => key.Descendants().First(one => one.Name.LocalName == name).Value;
        return (Text("AccessKeyId"), Text("SecretAccessKey"));
    }

    private async Task<XDocument> AskIamAsync(string question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _s3) { Content = new StringContent(question + "&Version=2010-05-08", Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await Client.SendAsync(request, Stop);
        var words = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.IsSuccessStatusCode, words);
        return XDocument.Parse(words);
    }
}

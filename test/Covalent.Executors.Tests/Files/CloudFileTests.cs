using System.Security.Cryptography;
using Covalent.Core.Files;

namespace Covalent.Executors.Tests.Files;

/// <summary>Files to and from object stores, as a stand-in of these tests understands their descriptions.</summary>
[Collection(CloudVariables.Collection)]
[Trait("Checklist", "62")]
public sealed class CloudFileTests : IAsyncDisposable
{
    private readonly CloudServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-cloud-").FullName;

    public CloudFileTests() => CloudVariables.Set(CloudServer.KeyId, CloudServer.Secret, CloudServer.Region, _server.Address, CloudServer.Token, _server.Address, CloudServer.Signature, _server.Address);

    public static TheoryData<string> Places => new("s3://bucket/folder/a file+(1).bin", "gs://bucket/folder/file.bin", "blob://account/container/folder/file.bin");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        CloudVariables.Set();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task File_SentAndFetched_IsTheSame(string place)
    {
        var bytes = RandomNumberGenerator.GetBytes(100_003);
        await SendAsync(bytes, place);
        Assert.Equal(bytes, _server.Objects.Single().Value);
        Assert.Equal(bytes, await FetchAsync(place));
    }

    [Fact]
    public async Task LargeFile_ToGoogle_GoesOnWhereTheConnectionBroke()
    {
        var bytes = RandomNumberGenerator.GetBytes(20_000_000);
        _server.Breaks = 2;
        await SendAsync(bytes, "gs://bucket/large");
        Assert.Equal(bytes, _server.Objects["/bucket/large"]);
        Assert.Equal(0, _server.Breaks);
        Assert.InRange(_server.SessionRequests, 5, 9);
    }

    [Theory]
    [InlineData("s3://bucket/file")]
    [InlineData("gs://bucket/file")]
    public async Task Download_WithAnotherChecksum_FailsAndIsFetchedAnew(string place)
    {
        await SendAsync([1, 2, 3], place);
        _server.Lies = true;
        Assert.Contains("arrived damaged: its CRC-32C is", (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(place))).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], await FetchAsync(place));
        Assert.Single(Directory.GetFiles(_folder, "fetched*"));
    }

    [Theory]
    [InlineData("s3://bucket/file", "S3 refuses access to 'bucket/file', and there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY on")]
    [InlineData("gs://bucket/file", "Google Storage refuses access to 'bucket/file', and there are no credentials. Set GOOGLE_OAUTH_ACCESS_TOKEN on")]
    [InlineData("blob://account/container/file", "Azure Blob Storage refuses access to 'account/container/file', and there are no credentials. Set AZURE_STORAGE_SAS_TOKEN on")]
    public async Task Credentials_Missing_AreNamed(string place, string words)
    {
        CloudVariables.Set(null, null, CloudServer.Region, _server.Address, null, _server.Address, null, _server.Address);
        Assert.StartsWith(words, (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(place))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_Wrong_AreNamedButNotShown()
    {
        CloudVariables.Set(CloudServer.KeyId, "wrong", CloudServer.Region, _server.Address);
        var message = (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync("s3://bucket/file"))).Message;
        Assert.StartsWith("S3 refuses access to 'bucket/file' (SignatureDoesNotMatch). Check AWS_ACCESS_KEY_ID", message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", message, StringComparison.Ordinal);
        CloudVariables.Set(CloudServer.KeyId, null, CloudServer.Region, _server.Address);
        Assert.Contains("only one of them is set", (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync("s3://bucket/file"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://nowhere/file", "S3 has no bucket 'nowhere'")]
    [InlineData("gs://nowhere/file", "Google Storage has no bucket 'nowhere'")]
    [InlineData("blob://account/nowhere/file", "Azure Blob Storage has no container 'nowhere'")]
    [InlineData("s3://bucket/missing", "S3 has no object 'bucket/missing'")]
    [InlineData("gs://bucket/missing", "Google Storage has no object 'bucket/missing'")]
    [InlineData("blob://account/container/missing", "Azure Blob Storage has no object 'account/container/missing'")]
    public async Task Place_ThatIsNotThere_IsNamed(string place, string words)
    {
        var message = (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync(place))).Message;
        Assert.StartsWith(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Region_Wrong_IsSaidWithTheRightOne()
    {
        CloudVariables.Set(CloudServer.KeyId, CloudServer.Secret, "us-east-1", _server.Address);
        Assert.StartsWith($"The bucket 'bucket' is in another region than the one asked: it is in '{CloudServer.Region}'. Set AWS_REGION",
            (await Assert.ThrowsAnyAsync<CovalentException>(() => FetchAsync("s3://bucket/file"))).Message, StringComparison.Ordinal);
    }

    private static Uri Place(string text) => FileLocation.Parse(text).Address!;

    private async Task SendAsync(byte[] bytes, string place)
    {
        var file = Path.Combine(_folder, "sent");
        await File.WriteAllBytesAsync(file, bytes, Stop);
        await FileStrategies.For(Place(place), null).UploadAsync(file, Place(place), new Progress<double>(), Stop);
    }

    private async Task<byte[]> FetchAsync(string place)
    {
        var file = Path.Combine(_folder, "fetched");
        await FileStrategies.For(Place(place), null).DownloadAsync(Place(place), file, new Progress<double>(), Stop);
        return await File.ReadAllBytesAsync(file, Stop);
    }
}

using System.Security.Cryptography;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Tests.Storage;

/// <summary>Links that somebody put into the folder of stored values, to have other files read, written or deleted through them.</summary>
public sealed class PlantedLinkTests : IDisposable
{
    private static readonly byte[] Value = RandomNumberGenerator.GetBytes(20_000);
    private readonly string _root = Directory.CreateTempSubdirectory("covalent-planted-").FullName;
    private readonly AssetFiles _assets;
    private readonly AssetId _asset = AssetFiles.Identify(Value.AsSpan());

    public PlantedLinkTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows that tests do not have.");
        _assets = new AssetFiles(Path.Combine(_root, "assets"), flush: false);
        Directory.CreateDirectory(Outside);
    }

    private string Outside => Path.Combine(_root, "outside");

    private string Victim => Path.Combine(Outside, _asset.Sha256);

    private string Shelf => Path.GetDirectoryName(_assets.PathOf(_asset.Sha256))!;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void LinkInPlaceOfAValue_IsNotRead_AndIsReplacedByTheValue()
    {
        File.WriteAllBytes(Victim, new byte[Value.Length]);
        Directory.CreateDirectory(Shelf);
        File.CreateSymbolicLink(_assets.PathOf(_asset.Sha256), Victim);
        Assert.False(_assets.Exists(_asset));
        Assert.Contains("is a link", Assert.Throws<StorageException>(() => _assets.Read(_asset)).Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => _assets.Open(_asset).Dispose());

        Assert.Equal(_asset, _assets.Write(Value));

        Assert.Equal(Value, _assets.Read(_asset).ToArray());
        Assert.Equal(new byte[Value.Length], File.ReadAllBytes(Victim));
    }

    [Fact]
    public void LinkInPlaceOfAValue_IsDeletedItself()
    {
        File.WriteAllBytes(Victim, Value);
        Directory.CreateDirectory(Shelf);
        File.CreateSymbolicLink(_assets.PathOf(_asset.Sha256), Victim);
        Assert.Equal(0, _assets.Delete(_asset.Sha256));
        Assert.Equal(Value, File.ReadAllBytes(Victim));
        Assert.Empty(Directory.GetFileSystemEntries(Shelf));
    }

    [Fact]
    public void LinkInPlaceOfAFolder_IsNotFollowed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Shelf)!);
        File.WriteAllBytes(Victim, Value);
        File.WriteAllBytes(Path.Combine(Outside, "notes.tmp"), Value);
        Directory.CreateSymbolicLink(Shelf, Outside);
        Assert.False(_assets.Exists(_asset));
        Assert.Throws<StorageException>(() => _assets.Read(_asset));
        Assert.Throws<StorageException>(() => _assets.Write(Value));
        Assert.Equal(0, _assets.Delete(_asset.Sha256));
        Assert.Empty(_assets.WrittenBefore(DateTime.MaxValue.Ticks));
        Assert.Equal(0, _assets.DeleteTemporaries(DateTime.MaxValue.Ticks));
        FolderCopy.Run(Path.Combine(_root, "assets"), Path.Combine(_root, "copy"), TestContext.Current.CancellationToken);
        Assert.Equal([_asset.Sha256, "notes.tmp"], Directory.GetFiles(Outside).Select(Path.GetFileName).Order(StringComparer.Ordinal).OrderBy(name => name!.Length < 64));
        Assert.False(Directory.Exists(Path.Combine(_root, "copy")));
    }

    [Fact]
    public void WholeFolder_MayBeALink_SuchAsToALargerDisk()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "assets"), Outside);
        _assets.Write(Value);
        Assert.Equal(Value, _assets.Read(_asset).ToArray());
        Assert.Equal([_asset.Sha256], _assets.WrittenBefore(DateTime.MaxValue.Ticks));
    }
}

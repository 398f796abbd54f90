using Covalent.Executors.Dask;

namespace Covalent.Executors.Tests.Dask;

public sealed class DaskFolderTests : IDisposable
{
    private readonly string _parent = Path.Combine(Directory.CreateTempSubdirectory("covalent-daskfolder-").FullName, "parcels");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_parent)!, recursive: true);

    [Fact]
    public void Folder_OfADispatcherThatWasKilled_GoesWithTheNextOne()
    {
        // What a killed process leaves: its files, and a lock file that nobody holds.
        string left = Path.Combine(_parent, "0123456789abcdef");
        Directory.CreateDirectory(Path.Combine(left, "inbox", "job"));
        File.WriteAllText(Path.Combine(left, "inbox", "job", "outcome"), "large");
        File.WriteAllText(left + ".lock", "");
        using var next = new DaskFolder(_parent);
        Assert.False(Path.Exists(left));
        Assert.False(Path.Exists(left + ".lock"));
    }

    [Fact]
    public void Folder_OfALivingDispatcher_Stays()
    {
        using var living = new DaskFolder(_parent);
        string file = Path.Combine(living.Outbox, "package");
        File.WriteAllText(file, "under way");
        using (var other = new DaskFolder(_parent))
        {
            Assert.NotEqual(living.Outbox, other.Outbox);
            Assert.True(File.Exists(file));
        }

        Assert.True(File.Exists(file));
    }

    [Fact]
    public void Folder_WhenItsDispatcherEnds_IsGone()
    {
        using (var folder = new DaskFolder(_parent))
        {
            File.WriteAllText(Path.Combine(folder.Inbox, "outcome"), "");
        }

        Assert.Empty(Directory.GetFileSystemEntries(_parent));
    }
}

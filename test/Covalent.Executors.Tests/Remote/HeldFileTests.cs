using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests.Remote;

/// <summary>A large package may have to be sent a second time, over another link.</summary>
public sealed class HeldFileTests
{
    [Fact]
    public async Task File_OpenedAgain_IsReadFromTheBeginningEachTime()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "the package", TestContext.Current.CancellationToken);
        var held = new HeldFile(path);
        for (int i = 0; i < 3; i++)
        {
            using var reader = new StreamReader(held.Open());
            Assert.Equal("the package", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void File_NobodyHoldsAnyMore_IsGone()
    {
        string path = Path.GetTempFileName();
        Hold(path);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(File.Exists(path));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Hold(string path) => new HeldFile(path).Open().Dispose();
}

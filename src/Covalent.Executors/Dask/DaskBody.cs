namespace Covalent.Executors.Dask;

/// <summary>Bytes that follow the header of a request, written when their turn comes.</summary>
/// <param name="Length">How many.</param>
/// <param name="WriteAsync">Writes exactly so many.</param>
internal sealed record DaskBody(long Length, Func<Stream, CancellationToken, Task> WriteAsync)
{
    public static DaskBody Of(ReadOnlyMemory<byte> bytes) => new(bytes.Length, (stream, stop) => stream.WriteAsync(bytes, stop).AsTask());

    /// <summary>Packages one after the other, without a copy of them in memory.</summary>
    public static DaskBody Of(IReadOnlyList<TaskPackage> packages) => new(packages.Sum(package => package.Length), async (stream, stop) =>
    {
        foreach (TaskPackage package in packages)
        {
            await package.WriteToAsync(stream, stop).ConfigureAwait(false);
        }
    });
}

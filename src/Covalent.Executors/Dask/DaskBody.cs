namespace Covalent.Executors.Dask;

/// <summary>Bytes that follow the header of a request, written when their turn comes.</summary>
/// <param name="Length">How many.</param>
/// <param name="WriteAsync">Writes exactly so many.</param>
internal sealed record DaskBody(long Length, Func<Stream, CancellationToken, Task> WriteAsync)
{
    public static DaskBody Of(ReadOnlyMemory<byte> bytes) => new(bytes.Length, (stream, stop) => stream.WriteAsync(bytes, stop).AsTask());

    /// <summary>A task's package, without a copy of it in memory.</summary>
    public static DaskBody Of(TaskPackage package) => new(package.Length, package.WriteToAsync);

    /// <summary>Blocks one after the other.</summary>
    public static DaskBody Of(IReadOnlyList<byte[]> blocks) => Of([.. blocks.Select(block => Of((ReadOnlyMemory<byte>)block))]);

    /// <summary>Bodies one after the other.</summary>
    public static DaskBody Of(IReadOnlyList<DaskBody> bodies) => new(bodies.Sum(body => body.Length), async (stream, stop) =>
    {
        foreach (DaskBody body in bodies)
        {
            await body.WriteAsync(stream, stop).ConfigureAwait(false);
        }
    });
}

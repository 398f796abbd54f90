namespace Covalent.Core.Client.Http;

/// <summary>Counts what the server has taken.</summary>
internal sealed class UploadCounter(IProgress<BundleUploadProgress>? progress, IReadOnlyCollection<BundleFile> files)
{
    private readonly long _totalBytes = files.Sum(file => file.Length);
    private long _bytes;
    private int _count;

    public void Add(BundleFile file)
    {
        Interlocked.Add(ref _bytes, file.Length);
        Interlocked.Increment(ref _count);
        Report();
    }

    public void Report() => progress?.Report(new BundleUploadProgress(Volatile.Read(ref _bytes), _totalBytes, Volatile.Read(ref _count), files.Count));
}

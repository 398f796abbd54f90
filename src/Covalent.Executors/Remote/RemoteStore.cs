using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Covalent.Executors.Channels;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Remote;

/// <summary>What it took to bring a bundle to a machine.</summary>
/// <param name="FilesSent">Files that were not there yet.</param>
/// <param name="BytesSent">Their size on the wire, compressed.</param>
internal readonly record struct TransferReport(int FilesSent, long BytesSent);

/// <summary>The content-addressed store on a far machine: sends each content once, whatever bundles it is in.</summary>
internal sealed class RemoteStore(ICommandChannel channel, RemoteLayout layout, ILogger logger)
{
    private const long BatchBytes = 4 << 20;
    private const int BatchesAtOnce = 3;
    private const int Tries = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<TransferReport>>> _sent = new();

    /// <summary>Makes sure that the bundle's folder is complete; asks and sends at most once per bundle.</summary>
    public async Task<TransferReport> EnsureAsync(RemoteBundle bundle, CancellationToken cancellationToken)
    {
        Lazy<Task<TransferReport>> sending = _sent.GetOrAdd(bundle.Id, _ => new Lazy<Task<TransferReport>>(() => SendAsync(bundle, CancellationToken.None)));
        try
        {
            return await sending.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (sending.Value.IsFaulted)
        {
            _sent.TryRemove(KeyValuePair.Create(bundle.Id, sending));
            throw;
        }
    }

    /// <summary>Forgets that a bundle was sent: it has vanished from the far side.</summary>
    public void Forget(string bundleId) => _sent.TryRemove(bundleId, out _);

    /// <summary>Forgets all that was sent; each bundle is looked for again at its next use.</summary>
    public void ForgetAll() => _sent.Clear();

    /// <summary>Removes what has not been used for some days, and more while the store is larger than the limit.</summary>
    /// <returns>Size of the store afterwards in bytes.</returns>
    public async Task<long> PruneAsync(TimeSpan age, long bytes, CancellationToken cancellationToken)
    {
        ShellText script = StoreScripts.Prune(layout, (int)Math.Ceiling(age.TotalDays), bytes / 1024);
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(script) with { Timeout = TimeSpan.FromMinutes(10) }, cancellationToken).ConfigureAwait(false);
        return long.TryParse(result.Require(channel.Destination, $"pruning {layout.Cache}").OutputText.Trim(), out long kibibytes) ? kibibytes * 1024 : 0;
    }

    private async Task<TransferReport> SendAsync(RemoteBundle bundle, CancellationToken cancellationToken)
    {
        var report = default(TransferReport);
        for (int attempt = 1; ; attempt++)
        {
            IReadOnlyList<RemoteBundleFile>? missing = await FindMissingAsync(bundle, cancellationToken).ConfigureAwait(false);
            if (missing is null)
            {
                return report;
            }

            await bundle.RequireAsync(missing, cancellationToken).ConfigureAwait(false);
            try
            {
                long bytes = await UploadAsync(missing, cancellationToken).ConfigureAwait(false);
                report = new TransferReport(report.FilesSent + missing.Count, report.BytesSent + bytes);
                await AssembleAsync(bundle, cancellationToken).ConfigureAwait(false);
                RemoteLog.BundleSent(logger, bundle.Id, channel.Destination, report.FilesSent, report.BytesSent);
                return report;
            }
            catch (ChannelException e) when (e.IsAboutTheLink && attempt < Tries)
            {
                // What arrived is kept: the next round asks again and sends only the rest.
                RemoteLog.SendingOn(logger, bundle.Id, channel.Destination, e.Message);
            }
        }
    }

    /// <summary>Files whose contents are not stored; null when the bundle is complete already.</summary>
    private async Task<IReadOnlyList<RemoteBundleFile>?> FindMissingAsync(RemoteBundle bundle, CancellationToken cancellationToken)
    {
        string hashes = string.Concat(bundle.Files.Select(file => file.Sha256).Distinct().Select(hash => hash + "\n"));
        ShellCommand command = ShellCommand.Repeatable(StoreScripts.Missing(layout, bundle.Id)) with { Input = Lines(hashes) };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        string[] answer = result.Require(channel.Destination, $"looking into {layout.Cache}").OutputLines();
        if (answer is ["complete"])
        {
            return null;
        }

        HashSet<string> missing = [.. answer];
        return [.. bundle.Files.Where(file => missing.Contains(file.Sha256)).DistinctBy(file => file.Sha256)];
    }

    private async Task<long> UploadAsync(IReadOnlyList<RemoteBundleFile> files, CancellationToken cancellationToken)
    {
        long bytes = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Batches(files), options, async (batch, stop) => Interlocked.Add(ref bytes, await UploadBatchAsync(batch, stop).ConfigureAwait(false))).ConfigureAwait(false);
        return bytes;
    }

    private async Task<long> UploadBatchAsync(IReadOnlyList<RemoteBundleFile> batch, CancellationToken cancellationToken)
    {
        long bytes = 0;
        var command = new ShellCommand(StoreScripts.Receive(layout, Guid.NewGuid().ToString("N")))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            Input = async (stream, stop) =>
            {
                var counting = new CountingStream(stream);
                var zip = new GZipStream(counting, CompressionLevel.Fastest, leaveOpen: true);
                await using (zip.ConfigureAwait(false))
                {
                    await FileArchive.WriteAsync(zip, batch.Select(file => ArchiveFile.FromPath(file.Sha256, file.Source)), stop).ConfigureAwait(false);
                }

                bytes = counting.Written;
            },
        };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        string[] damaged = result.Require(channel.Destination, $"storing {batch.Count} file(s) in {layout.Objects}").OutputLines();
        return damaged.Length == 0 ? bytes : throw new ChannelException(channel.Destination, ChannelFault.LinkLost,
            $"{channel.Destination}: {damaged.Length} file(s) arrived with another SHA-256 than they were sent with ({damaged[0]}…). They are sent again; if it repeats, check the disk below {layout.Cache}.");
    }

    private async Task AssembleAsync(RemoteBundle bundle, CancellationToken cancellationToken)
    {
        string list = string.Concat(bundle.Files.Select(file => $"{file.Sha256} {SafePath(file.Path)}\n"));
        ShellText script = StoreScripts.Assemble(layout, bundle.Id, Guid.NewGuid().ToString("N"));
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(script) with { Input = Lines(list), Timeout = TimeSpan.FromMinutes(10) }, cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"assembling bundle {bundle.Id} in {layout.Bundles}");
    }

    /// <summary>Refuses paths that would leave the bundle's folder, or break the list.</summary>
    private static string SafePath(string path) =>
        path.Length > 0 && path[0] is not ('/' or '-' or ' ') && path[^1] != ' ' && path.IndexOfAny(['\n', '\0', '\\', '\t']) < 0 && !path.Split('/').Any(part => part is "" or "." or "..")
            ? path
            : throw new ExecutorException($"The file '{path}' cannot travel: a path in a bundle is relative, with forward slashes and without '..', backslashes, line breaks or blanks at its ends. Rename it.");

    private static IEnumerable<IReadOnlyList<RemoteBundleFile>> Batches(IEnumerable<RemoteBundleFile> files)
    {
        var batch = new List<RemoteBundleFile>();
        long bytes = 0;
        foreach (RemoteBundleFile file in files.OrderByDescending(file => file.Length))
        {
            if (bytes > 0 && bytes + file.Length > BatchBytes)
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(file);
            bytes += file.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static Func<Stream, CancellationToken, Task> Lines(string text) => (stream, stop) => stream.WriteAsync(Encoding.UTF8.GetBytes(text.Length == 0 ? "\n" : text), stop).AsTask();
}

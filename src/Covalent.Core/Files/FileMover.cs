using System.Security.Cryptography;

namespace Covalent.Core.Files;

/// <summary>Carries out the transfers of one task.</summary>
internal sealed class FileMover
{
    private readonly List<(FileTransfer Transfer, FileLocation From, FileLocation To)> _transfers = [];
    private readonly List<FilePair> _pairs = [];
    private readonly List<string> _temporary = [];

    public FileMover(IEnumerable<FileTransfer> transfers, string folder)
    {
        foreach (var transfer in transfers)
        {
            var (from, to) = (Settled(FileLocation.Parse(transfer.From), folder), Settled(FileLocation.Parse(transfer.To), folder));
            _transfers.Add((transfer, from, to));
            _pairs.Add(new FilePair(from.Text!, to.Text!));
        }
    }

    /// <summary>One pair per transfer, in order.</summary>
    public IReadOnlyList<FilePair> Pairs => _pairs;

    public async Task MoveAsync(FileOrder order, CancellationToken cancellationToken)
    {
        foreach (var (transfer, from, to) in _transfers.Where(one => one.Transfer.Order == order))
        {
            try
            {
                await MoveAsync(transfer, from, to, cancellationToken).ConfigureAwait(false);
            }
            catch (CovalentException e)
            {
                throw Failure(e.Message, e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Failure($"The transfer from '{Shown(from)}' to '{Shown(to)}' failed on {Environment.MachineName}: {e.Message} Make room, or choose a place that can be read and written.", e);
            }
        }
    }

    /// <summary>Deletes what was made for the task alone.</summary>
    public void DeleteTemporary()
    {
        foreach (var path in _temporary)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Left to the system's own cleaning of temporary folders.
            }
        }
    }

    private static async Task MoveAsync(FileTransfer transfer, FileLocation from, FileLocation to, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress(to.Text!);
        if (from.IsRemote)
        {
            if (Directory.Exists(to.Text))
            {
                throw new CovalentException($"'{Shown(from)}' is to be brought to '{to.Text}', which is a folder on {Environment.MachineName}. Write the file's name behind it.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to.Text!)!);
            await FileStrategies.For(from.Address!, transfer.Strategy).DownloadAsync(from.Address!, to.Text!, progress, cancellationToken).ConfigureAwait(false);
            await CheckAsync(transfer, to.Text!, cancellationToken).ConfigureAwait(false);
            return;
        }

        await CheckAsync(transfer, from.Text!, cancellationToken).ConfigureAwait(false);
        await (to.IsRemote
            ? FileStrategies.For(to.Address!, transfer.Strategy).UploadAsync(from.Text!, to.Address!, progress, cancellationToken)
            : LocalCopy.RunAsync(from.Text!, to.Text!, cancellationToken)).ConfigureAwait(false);
    }

    private static TaskRuntimeException Failure(string message, Exception cause) => new(new FailureInfo(FailureKind.Executor, "file-transfer", message, cause.ToString()));

    private static string Shown(FileLocation place) => place.Address is { } address ? HttpStrategy.Shown(address) : place.Text!;

    private FileLocation Settled(FileLocation location, string folder)
    {
        if (location.IsRemote)
        {
            return location;
        }

        var path = location.PathIn(folder);
        if (location.Text is null)
        {
            _temporary.Add(path);
        }

        return new FileLocation(path, null);
    }

    private static async Task CheckAsync(FileTransfer transfer, string path, CancellationToken cancellationToken)
    {
        if (transfer.Sha256 is not { } wanted)
        {
            return;
        }

        if (!File.Exists(path))
        {
            throw new CovalentException($"The file '{path}' is to be transferred and is not there on {Environment.MachineName}. Check the path, or let the task write it.");
        }

        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            if (!found.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                throw new CovalentException($"The file '{transfer.From ?? path}' has SHA-256 {found} where {wanted} is demanded. It was changed or damaged; correct the transfer's Sha256, or fetch the right file.");
            }
        }
    }

    private sealed class TransferProgress(string what) : IProgress<double>
    {
        public void Report(double value) => ElectronContext.Current?.ReportProgress(value, $"transferring {Path.GetFileName(what)}");
    }
}

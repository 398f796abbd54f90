using System.Collections.Concurrent;
using System.Security.Cryptography;
using Covalent.Core.Client.Http;
using Covalent.Core.Files;

namespace Covalent.Server.Api;

/// <summary>Large submissions on their way in, named by their hash. They rest in <c>uploads/</c> until they are submitted, or for a while.</summary>
internal sealed class DocumentUploads(string dataFolder, long largest, DiskQuota quota)
{
    private readonly string _folder = DiskQuota.FolderIn(dataFolder);
    private readonly ConcurrentDictionary<string, byte> _busy = new(StringComparer.Ordinal);

    /// <summary>How much of a document has arrived.</summary>
    public long OffsetOf(string sha256) => OwnFiles.Exists(WholePath(sha256)) ? new FileInfo(WholePath(sha256)).Length : new Arrival(PartPath(sha256), sha256, 0, "", quota).Offset;

    /// <summary>Appends to a document at an offset, or begins it anew at 0; checks it when it is whole.</summary>
    /// <returns>The offset reached.</returns>
    public async Task<long> TakeAsync(string sha256, long length, long offset, Stream body, string encoding, CancellationToken cancellationToken)
    {
        if (length > largest)
        {
            throw new RefusedException(413, ProblemCodes.TooLarge, "The submission is too large",
                $"The submission has {length:N0} bytes; this server takes up to {largest:N0}. Pass large inputs as files, or raise the server's limit.");
        }

        if (OwnFiles.Exists(WholePath(sha256)))
        {
            return length;
        }

        if (!_busy.TryAdd(sha256, 0))
        {
            throw new TransientRefusal(409, ProblemCodes.Busy, "The document is being sent", $"Document '{sha256}' is being sent by another request. Ask for its offset in a moment.");
        }

        try
        {
            Directory.CreateDirectory(_folder);
            var arrival = new Arrival(PartPath(sha256), sha256, length, "the submission", quota);
            var end = await arrival.AppendAsync(offset, body, encoding, cancellationToken);
            if (end == length)
            {
                await arrival.CheckAsync(cancellationToken);
                File.Move(arrival.Path, WholePath(sha256), overwrite: true);
            }

            return end;
        }
        finally
        {
            _busy.TryRemove(sha256, out _);
        }
    }

    /// <summary>Length of a document that has arrived.</summary>
    /// <exception cref="RefusedException">It is not here, or not whole.</exception>
    public long LengthOf(string sha256) => Demand(sha256).Length;

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string sha256, CancellationToken cancellationToken) => await File.ReadAllBytesAsync(Demand(sha256).FullName, cancellationToken);

    /// <summary>Deletes a document that was submitted.</summary>
    public void Remove(string sha256)
    {
        if (new FileInfo(WholePath(sha256)) is { Exists: true, LinkTarget: null } whole)
        {
            var length = whole.Length;
            whole.Delete();
            quota.Free(length);
        }
    }

    public static string Checked(string sha256) => sha256.Length == SHA256.HashSizeInBytes * 2 && sha256.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f')
        ? sha256
        : throw new BadRequestException($"'{sha256}' is not a SHA-256 in lower-case hex.");

    private FileInfo Demand(string sha256) => new FileInfo(WholePath(sha256)) is { Exists: true, LinkTarget: null } file ? file
        : throw new RefusedException(409, ProblemCodes.DocumentMissing, "The document is not here",
            $"Document '{sha256}' is not here, or not whole. Send it to {ApiRoutes.Root}/documents/{sha256}, then submit it.");

    private string WholePath(string sha256) => Path.Combine(_folder, sha256 + ".document");

    private string PartPath(string sha256) => Path.Combine(_folder, sha256 + ".document-part");
}

using System.IO.Compression;
using System.Security.Cryptography;
using Covalent.Core.Client.Http;
using Covalent.Core.Files;

namespace Covalent.Server.Api;

/// <summary>Bytes on their way in, of announced hash and length. A connection that is cut costs nothing that has arrived.</summary>
/// <param name="Path">File they gather in.</param>
/// <param name="Sha256">Hash of all of them, lower-case hex.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Name">What they are, for messages.</param>
/// <param name="Quota">Room for them until they are stored.</param>
internal sealed record Arrival(string Path, string Sha256, long Length, string Name, DiskQuota Quota)
{
    /// <summary>How many have arrived.</summary>
    public long Offset => new FileInfo(Path) is { Exists: true, LinkTarget: null } part ? part.Length : 0;

    /// <summary>Appends at an offset, or begins anew at 0.</summary>
    /// <returns>The offset reached.</returns>
    public async Task<long> AppendAsync(long offset, Stream body, string encoding, CancellationToken cancellationToken)
    {
        var thrownAway = offset == 0 ? Offset : 0;
        Quota.Demand(Length - offset, $"What is sent for {Name}", thrownAway);
        if (offset == 0 || OwnFiles.IsLink(Path))
        {
            File.Delete(Path);
        }

        // A new file is never made through a link.
        await using var part = new FileStream(Path, offset == 0 ? FileMode.CreateNew : FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1);
        Quota.Free(thrownAway);
        if (part.Length != offset)
        {
            throw new TransientRefusal(409, ProblemCodes.InvalidState, "The offset is not where the file ends",
                $"Of {Name} ({Sha256}) {part.Length:N0} bytes have arrived, so it goes on there and not at {offset:N0}. Ask for its offset again.");
        }

        part.Seek(0, SeekOrigin.End);
        await CopyAsync(Decoded(body, encoding), part, cancellationToken);
        return part.Length;
    }

    /// <summary>Throws all away when it is not what was announced.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        string hash;
        await using (var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan))
        {
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        if (hash != Sha256)
        {
            Remove();
            throw new TransientRefusal(422, ProblemCodes.InvalidRequest, "The file is not the one announced",
                $"What arrived for {Name} has the hash {hash} instead of {Sha256}, so it was thrown away. Send it again from the beginning.");
        }
    }

    private async Task CopyAsync(Stream body, FileStream part, CancellationToken cancellationToken)
    {
        var piece = new byte[128 * 1024];
        int read;
        while ((read = await ReadAsync(body, piece, cancellationToken)) > 0)
        {
            if (part.Position + read > Length)
            {
                throw new RefusedException(413, ProblemCodes.TooLarge, "The file is longer than announced",
                    $"More bytes came for {Name} than the {Length:N0} that were announced. Announce and send it again.");
            }

            Quota.Take(read);
            await WriteAsync(part, piece.AsMemory(0, read));
        }
    }

    // Not to be interrupted: room is taken for what is in the file, no more and no less.
    private async Task WriteAsync(FileStream part, ReadOnlyMemory<byte> piece)
    {
        var before = part.Position;
        try
        {
            await part.WriteAsync(piece, CancellationToken.None);
        }
        catch (IOException)
        {
            Quota.Free(piece.Length - (part.Length - before));
            throw;
        }
    }

    private void Remove()
    {
        Quota.Free(Offset);
        File.Delete(Path);
    }

    private static async Task<int> ReadAsync(Stream body, byte[] piece, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(piece, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new BadRequestException($"The body is not compressed as its Content-Encoding says: {e.Message}", e);
        }
    }

    private static Stream Decoded(Stream body, string encoding) => encoding switch
    {
        "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        "gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        _ => body,
    };
}

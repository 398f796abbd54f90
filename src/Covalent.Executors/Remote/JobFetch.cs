using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Brings back files of jobs: small ones together in one round trip, large ones piece by piece into a file here, so that their size costs no memory,
/// however slow the disk, and a lost link costs one piece.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Nobody asks for the semaphore's wait handle, so that there is nothing to dispose of.")]
internal sealed class JobFetch
{
    // What the SSH library has received and nobody has read yet it keeps in memory, without a limit of its own: no more than a piece is ever asked for.
    private const int PieceSize = 2 << 20;
    private const int Block = 1 << 20;
    private const int TriesOfAPiece = 4;
    private const int LargeAtOnce = 2;
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromHours(6);

    private readonly ICommandChannel _channel;
    private readonly RemoteLayout _layout;
    private readonly string _spoolFolder;
    private readonly RoundTripBatcher<string, Found?> _trips;
    private readonly SemaphoreSlim _large = new(LargeAtOnce);

    /// <param name="channel">The way to the machine.</param>
    /// <param name="layout">Where the jobs are there.</param>
    /// <param name="spoolFolder">Folder for large contents, on the disk that values are kept on.</param>
    public JobFetch(ICommandChannel channel, RemoteLayout layout, string spoolFolder)
    {
        (_channel, _layout, _spoolFolder) = (channel, layout, spoolFolder);
        _trips = new RoundTripBatcher<string, Found?>(TripAsync);
    }

    /// <summary>A file, its path relative to the jobs' folder; null when it is not there. Calls at the same time share round trips.</summary>
    public async Task<ReadOnlyMemory<byte>?> FetchAsync(string path, CancellationToken cancellationToken)
    {
        if (await _trips.AddAsync(path, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        if (found.Content is { } content)
        {
            return content;
        }

        await _large.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await FetchLargeAsync(path, found.Length, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _large.Release();
        }
    }

    /// <summary>First one line for each large file (bytes and path), then an empty one and the small ones as an archive, if there are any.</summary>
    private async Task<IReadOnlyList<Found?>> TripAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        ShellText script = ShellText.Of($$"""
            cd -- {{_layout.Jobs}} 2>/dev/null || exit 0
            set --
            for f in {{ShellText.Words(paths)}}; do [ -f "$f" ] && set -- "$@" "$f"; done
            [ $# -gt 0 ] || exit 0
            large=$(find "$@" -prune -size +{{SpooledBytes.Threshold / 512}})
            if [ -n "$large" ]; then
              for f in "$@"; do
                shift
                case "
            $large
            " in
                *"
            $f
            "*) printf '%s %s\n' "$(($(wc -c <"$f")))" "$f" ;;
                *) set -- "$@" "$f" ;;
                esac
              done
            fi
            [ $# -eq 0 ] || { echo && tar -cf - -- "$@"; }
            """);
        // Unpacked as it comes: together the files may be larger than any one buffer can be.
        var pipe = new Pipe();
        Task<IReadOnlyDictionary<string, Found>> unpacking = UnpackAsync(pipe.Reader, cancellationToken);
        var command = new ShellCommand(script)
        {
            Timeout = LongestTransfer,
            OnOutput = async (piece, stop) => await pipe.Writer.WriteAsync(piece, stop).ConfigureAwait(false),
        };
        try
        {
            CommandResult result = await _channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
            result.Require(_channel.Destination, $"reading {paths.Count} file(s) of jobs");
        }
        catch
        {
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            await ((Task)unpacking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await pipe.Writer.CompleteAsync().ConfigureAwait(false);
        IReadOnlyDictionary<string, Found> files = await unpacking.ConfigureAwait(false);
        return [.. paths.Select(path => files.GetValueOrDefault(path))];
    }

    private static async Task<IReadOnlyDictionary<string, Found>> UnpackAsync(PipeReader answer, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, Found>();
        Stream bytes = answer.AsStream();
        await using ConfiguredAsyncDisposable _ = bytes.ConfigureAwait(false);
        while (await LineAsync(bytes, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                await UnpackArchiveAsync(bytes, files, cancellationToken).ConfigureAwait(false);
                break;
            }

            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank > 0 && long.TryParse(line.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            {
                files[line[(blank + 1)..]] = new Found(null, length);
            }
        }

        return files;
    }

    private static async Task UnpackArchiveAsync(Stream bytes, Dictionary<string, Found> files, CancellationToken cancellationToken)
    {
        var tar = new TarReader(bytes, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                byte[] content = new byte[entry.Length];
                await (entry.DataStream ?? Stream.Null).ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
                files[entry.Name] = new Found(content, content.Length);
            }
        }
    }

    /// <summary>The next line; null at the end. There are few of them, and short ones.</summary>
    private static async Task<string?> LineAsync(Stream bytes, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (await bytes.ReadAsync(one, cancellationToken).ConfigureAwait(false) > 0)
        {
            if (one[0] == (byte)'\n')
            {
                return Encoding.UTF8.GetString([.. line]);
            }

            line.Add(one[0]);
        }

        return null;
    }

    private async Task<ReadOnlyMemory<byte>> FetchLargeAsync(string path, long length, CancellationToken cancellationToken)
    {
        if (length > Array.MaxLength)
        {
            throw new ExecutorException($"{_channel.Destination}: the file '{path}' has {length:N0} bytes; outcomes of up to {Array.MaxLength:N0} are brought back. "
                + "Write such results to a file that the next task reads, and return its path.");
        }

        using var spool = OpenSpool(length);
        for (int failures = 0; spool.Length < length;)
        {
            long before = spool.Length;
            try
            {
                await FetchPieceAsync(path, spool, length, cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (ChannelException e) when (e.Fault == ChannelFault.LinkLost && ++failures < TriesOfAPiece)
            {
                // What came of the piece is asked for again.
                spool.Cut(before);
            }
        }

        return spool.Take();
    }

    private async Task FetchPieceAsync(string path, Spool spool, long length, CancellationToken cancellationToken)
    {
        // Pieces begin where blocks do: dd seeks, where others would read all that comes before.
        int wanted = (int)Math.Min(PieceSize, length - spool.Length);
        long end = spool.Length + wanted;
        ShellText script = ShellText.Of($"cd -- {_layout.Jobs} && dd if={path} bs={Block} skip={spool.Length / Block} count={PieceSize / Block} 2>/dev/null");
        var command = new ShellCommand(script)
        {
            OnOutput = (piece, _) =>
            {
                Keep(spool, piece.Span, length);
                return ValueTask.CompletedTask;
            },
        };
        CommandResult result = await _channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        result.Require(_channel.Destination, $"reading {wanted:N0} bytes of {path}");
        if (spool.Length != end)
        {
            throw new ExecutorException($"{_channel.Destination}: the file '{path}' had {length:N0} bytes and then others ({wanted:N0} of them were asked for, {spool.Length - end + wanted:N0} came). It is read again.", isTransient: true);
        }
    }

    private Spool OpenSpool(long length)
    {
        try
        {
            return new Spool(_spoolFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(length, e);
        }
    }

    private void Keep(Spool spool, ReadOnlySpan<byte> bytes, long length)
    {
        try
        {
            spool.Append(bytes);
        }
        catch (IOException e)
        {
            throw NoRoom(length, e);
        }
    }

    private ExecutorException NoRoom(long length, Exception cause) =>
        new($"An outcome of {length:N0} bytes on {_channel.Destination} cannot be put into '{_spoolFolder}' here: {cause.Message} It stays where it is meanwhile. Make room on this machine.", isTransient: true, cause);

    /// <param name="Content">What is in it; null for a large one.</param>
    /// <param name="Length">How many bytes.</param>
    private sealed record Found(ReadOnlyMemory<byte>? Content, long Length);
}

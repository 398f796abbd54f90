namespace Covalent.Executors.Channels;

/// <summary>Moves files over a channel. A file appears under its name whole or not at all.</summary>
internal static class RemoteFiles
{
    /// <summary>Writes one file: to a name beside it, then by rename.</summary>
    /// <param name="channel">Where to.</param>
    /// <param name="path">Absolute path there; its folder is made.</param>
    /// <param name="content">What to write.</param>
    /// <param name="mode">Permission bits. Default: readable by the owner only.</param>
    /// <param name="cancellationToken">Stops the transfer; nothing appears under <paramref name="path"/>.</param>
    public static async Task UploadAsync(this ICommandChannel channel, string path, Stream content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, CancellationToken cancellationToken = default)
    {
        string part = $"{path}.{Guid.NewGuid():N}.part";
        // The first byte says that data follows: SSH closes an input that never carried any in a way servers do not see.
        ShellText script = ShellText.Of($"mkdir -p -- {FolderOf(path)} && umask 077 && dd bs=1 count=1 of=/dev/null 2>/dev/null && cat >{part} && chmod {Octal(mode)} {part} && mv -f -- {part} {path} || {{ s=$?; rm -f -- {part}; exit $s; }}");
        var command = new ShellCommand(script) { Input = WithLeadingByte(content), Timeout = Timeout.InfiniteTimeSpan };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"writing {path}");
    }

    /// <summary>Writes many files with one compressed stream: paths are relative to <paramref name="folder"/>, which is made.</summary>
    public static async Task UploadManyAsync(this ICommandChannel channel, string folder, IReadOnlyList<ArchiveFile> files, CancellationToken cancellationToken = default)
    {
        ShellText script = ShellText.Of($"mkdir -p -- {folder} && cd -- {folder} && gzip -dc | tar -xf -");
        var command = new ShellCommand(script)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            Input = (stream, stop) => FileArchive.WriteCompressedAsync(stream, files, stop),
        };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"writing {files.Count} file(s) below {folder}");
    }

    /// <summary>Reads one file into a stream. Nothing is written to the stream when the file is missing.</summary>
    public static async Task DownloadAsync(this ICommandChannel channel, string path, Stream destination, CancellationToken cancellationToken = default)
    {
        var command = new ShellCommand(ShellText.Of($"cat -- {path}"))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            OnOutput = (piece, stop) => destination.WriteAsync(piece, stop),
        };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"reading {path}");
    }

    /// <summary>The last bytes of a file; empty when there is no such file.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadEndAsync(this ICommandChannel channel, string path, int bytes, CancellationToken cancellationToken = default)
    {
        ShellCommand command = ShellCommand.Repeatable(ShellText.Of($"if [ -f {path} ]; then tail -c {bytes} <{path}; fi"));
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return result.Require(channel.Destination, $"reading the end of {path}").Output;
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') switch { -1 => ".", 0 => "/", int slash => path[..slash] };

    private static ShellText Octal(UnixFileMode mode) => ShellText.Verbatim(Convert.ToString((int)mode, 8));

    private static Func<Stream, CancellationToken, Task> WithLeadingByte(Stream content) => async (stream, stop) =>
    {
        await stream.WriteAsync("\n"u8.ToArray(), stop).ConfigureAwait(false);
        await content.CopyToAsync(stream, stop).ConfigureAwait(false);
    };
}

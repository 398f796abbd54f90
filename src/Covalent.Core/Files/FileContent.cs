using System.Net;

namespace Covalent.Core.Files;

/// <summary>A file as the body of a request, which tells how far it is.</summary>
internal sealed class FileContent : HttpContent
{
    private const int BufferSize = 1 << 18;
    private readonly string _path;
    private readonly long _length;
    private readonly IProgress<double> _progress;

    public FileContent(string path, IProgress<double> progress)
    {
        _path = path;
        _length = new FileInfo(path).Length;
        _progress = progress;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(_path);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            var sent = 0L;
            // A file that grows meanwhile is sent as long as it was; one that shrinks is an error of the client's own.
            while (sent < _length && await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, _length - sent)), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                sent += count;
                _progress.Report((double)sent / _length);
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}

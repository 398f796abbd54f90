using System.Net;
using System.Net.Http.Headers;

namespace Covalent.Core.Client.Http;

/// <summary>The body of an answer. Where the connection is cut, the rest is asked for by its range, so that what has arrived is not sent again.</summary>
/// <param name="server">The server.</param>
/// <param name="path">What is asked for; its bytes never change.</param>
/// <param name="first">The answer to the first request.</param>
internal sealed class ResumedDownload(ServerConnection server, string path, HttpResponseMessage first) : Stream
{
    private const int MostCuts = 20;
    private readonly long? _length = first.Content.Headers.ContentLength;
    private HttpResponseMessage _response = first;
    private Stream? _body;
    private long _read;
    private int _cuts;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A body that arrives has no length before its end.");

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException("A body that arrives cannot be sought in.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                _body ??= await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                var read = await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                _read += read;
                return read;
            }
            catch (Exception e) when (e is IOException or HttpRequestException && _length is not null && _cuts++ < MostCuts)
            {
                await ResumeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body that arrives is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body that arrives cannot be sought in.");

    public override void SetLength(long value) => throw new NotSupportedException("A body that arrives cannot be changed.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body that arrives cannot be changed.");

    public override void Flush()
    {
        // Nothing is ever written.
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _response.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        _response.Dispose();
        _body = null;
        _response = await server.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(_read, null) } }, Repeat.Always, cancellationToken).ConfigureAwait(false);
        if (_response.StatusCode != HttpStatusCode.PartialContent || _response.Content.Headers.ContentRange?.Length != _length)
        {
            throw new CovalentException($"The server at {server.Address} did not go on with {path} at byte {_read:N0}, where the connection was cut. Ask for it again.");
        }
    }
}

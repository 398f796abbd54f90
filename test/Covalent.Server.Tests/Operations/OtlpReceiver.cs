using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Covalent.Server.Tests.Operations;

/// <summary>A receiver of OTLP over HTTP that takes the spans of a request apart by itself.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentBag<ReceivedSpan> _spans = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OtlpReceiver() => _listener = new(TakeAsync);

    public string Address => _listener.Address;

    /// <summary>Paths and content types of the requests.</summary>
    public ConcurrentBag<(string Path, string? ContentType, string? Key)> Requests { get; } = [];

    /// <summary>Waits until the spans of a trace are enough.</summary>
    public async Task<List<ReceivedSpan>> WaitAsync(string traceId, Func<List<ReceivedSpan>, bool> areEnough)
    {
        while (true)
        {
            var news = Volatile.Read(ref _news).Task;
            var spans = _spans.Where(span => span.TraceId == traceId).ToList();
            if (areEnough(spans))
            {
                return spans;
            }

            await news.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task TakeAsync(HttpListenerContext call)
    {
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        Requests.Add((call.Request.Url!.AbsolutePath, call.Request.ContentType, call.Request.Headers["x-key"]));
        Read(body.ToArray());
        call.Response.Close();
        Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private void Read(byte[] request)
    {
        foreach (var resource in WireFields.Of(request).Of(1))
        {
            var service = WireFields.Of(resource.Bytes).Of(1).SelectMany(about => WireFields.Of(about.Bytes).Of(1)).Select(Attribute).First(attribute => attribute.Name == "service.name").Value;
            foreach (var scope in WireFields.Of(resource.Bytes).Of(2))
            {
                var source = WireFields.Of(WireFields.Of(scope.Bytes).Of(1).Single().Bytes).Of(1).Single().Text;
                foreach (var span in WireFields.Of(scope.Bytes).Of(2))
                {
                    _spans.Add(SpanOf(WireFields.Of(span.Bytes), service, source));
                }
            }
        }
    }

    private static ReceivedSpan SpanOf(List<WireField> span, string service, string source) => new(
        service,
        source,
        span.Of(5).Single().Text,
        Convert.ToHexStringLower(span.Of(1).Single().Bytes),
        Convert.ToHexStringLower(span.Of(2).Single().Bytes),
        span.Of(4).SingleOrDefault() is { Bytes: { } parent } ? Convert.ToHexStringLower(parent) : "",
        span.Of(7).Single().Number,
        span.Of(8).Single().Number,
        span.Of(9).Select(Attribute).ToDictionary(attribute => attribute.Name, attribute => attribute.Value),
        span.Of(15).SelectMany(status => WireFields.Of(status.Bytes).Of(3)).Any(code => code.Number == 2));

    private static (string Name, string Value) Attribute(WireField attribute)
    {
        var fields = WireFields.Of(attribute.Bytes);
        var value = WireFields.Of(fields.Of(2).Single().Bytes).FirstOrDefault();
        return (fields.Of(1).Single().Text, value.Bytes is null ? value.Number.ToString() : value.Text);
    }
}

/// <summary>A span as a receiver sees it.</summary>
internal sealed record ReceivedSpan(
    string Service, string Source, string Name, string TraceId, string SpanId, string ParentId, ulong Start, ulong End, IReadOnlyDictionary<string, string> Tags, bool IsError);

/// <summary>A field of a protocol buffer message.</summary>
internal readonly record struct WireField(int Field, ulong Number, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);
}

/// <summary>Takes protocol buffer messages apart, knowing nothing of their schema.</summary>
internal static class WireFields
{
    public static List<WireField> Of(byte[] message)
    {
        var fields = new List<WireField>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var (field, kind) = ((int)(key >> 3), key & 7);
            switch (kind)
            {
                case 0:
                    fields.Add(new WireField(field, Varint(message, ref at), null!));
                    break;
                case 1:
                    fields.Add(new WireField(field, BitConverter.ToUInt64(message, at), null!));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    fields.Add(new WireField(field, 0, message[at..(at + length)]));
                    at += length;
                    break;
                default:
                    throw new FormatException($"wire type {kind} at {at}");
            }
        }

        return fields;
    }

    public static IEnumerable<WireField> Of(this List<WireField> fields, int number) => fields.Where(field => field.Field == number);

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Covalent.Core.Execution;

namespace Covalent.Server.Operations;

/// <summary>Spans as an OTLP request, <c>opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest</c> in protocol buffers.</summary>
internal static class OtlpTraces
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<ExportedSpan> spans)
    {
        var request = new Protobuf();
        foreach (var resource in spans.GroupBy(span => (span.Service, span.Host)))
        {
            request.Message(1, message => WriteResource(message, resource.Key.Service, resource.Key.Host, resource));
        }

        return request.Written;
    }

    private static void WriteResource(Protobuf message, string service, string host, IEnumerable<ExportedSpan> spans)
    {
        message.Message(1, about =>
        {
            about.Message(1, attribute => WriteAttribute(attribute, "service.name", service));
            about.Message(1, attribute => WriteAttribute(attribute, "service.version", CovalentVersion.Text));
            about.Message(1, attribute => WriteAttribute(attribute, "host.name", host));
        });
        foreach (var scope in spans.GroupBy(span => span.Span.Source))
        {
            message.Message(2, inner =>
            {
                inner.Message(1, about => about.Text(1, scope.Key));
                foreach (var span in scope)
                {
                    inner.Message(2, one => WriteSpan(one, span.Span));
                }
            });
        }
    }

    private static void WriteSpan(Protobuf message, SpanRecord span)
    {
        message.Bytes(1, Convert.FromHexString(span.TraceId.ToHexString()));
        message.Bytes(2, Convert.FromHexString(span.SpanId.ToHexString()));
        if (span.ParentSpanId != default)
        {
            message.Bytes(4, Convert.FromHexString(span.ParentSpanId.ToHexString()));
        }

        message.Text(5, span.Name);
        message.Number(6, KindOf(span.Kind));
        message.Fixed64(7, NanosecondsOf(span.StartedAt));
        message.Fixed64(8, NanosecondsOf(span.EndedAt));
        foreach (var (name, value) in span.Tags)
        {
            message.Message(9, attribute => WriteAttribute(attribute, name, value));
        }

        if (span.Status != ActivityStatusCode.Unset)
        {
            message.Message(15, status =>
            {
                status.Text(2, span.StatusText ?? "");
                status.Number(3, (int)span.Status);
            });
        }
    }

    private static void WriteAttribute(Protobuf message, string name, object? value)
    {
        message.Text(1, name);
        message.Message(2, any =>
        {
            switch (value)
            {
                case bool flag:
                    any.Number(2, flag ? 1 : 0);
                    break;
                case sbyte or byte or short or ushort or int or uint or long:
                    any.Number(3, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case double number:
                    any.Double(4, number);
                    break;
                default:
                    any.Text(1, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                    break;
            }
        });
    }

    private static int KindOf(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => 2,
        ActivityKind.Client => 3,
        ActivityKind.Producer => 4,
        ActivityKind.Consumer => 5,
        _ => 1,
    };

    private static ulong NanosecondsOf(long ticks) => (ulong)Math.Max(0, ticks - DateTime.UnixEpoch.Ticks) * 100;
}

/// <summary>A span and what it comes from.</summary>
/// <param name="Span">The span.</param>
/// <param name="Service">Name of the program that recorded it.</param>
/// <param name="Host">Machine that program ran on.</param>
internal readonly record struct ExportedSpan(SpanRecord Span, string Service, string Host);

namespace Covalent.Server.Operations;

/// <summary>Where traces go.</summary>
/// <param name="Traces">Whole address of the receiver of traces.</param>
/// <param name="Headers">Headers of each request, such as a key.</param>
/// <param name="Service">Name of this program in its spans.</param>
internal sealed record OtlpSettings(Uri Traces, IReadOnlyDictionary<string, string> Headers, string Service)
{
    private const string Path = "v1/traces";

    // Records print all their members; headers may hold a secret.
    public override string ToString() => $"{nameof(OtlpSettings)} {{ Traces = {Traces} }}";

    /// <summary>The settings of <c>dispatcher.otlp_endpoint</c>, or of OpenTelemetry's environment variables; null when neither names a receiver.</summary>
    /// <exception cref="CovalentException">The address is none.</exception>
    public static OtlpSettings? Find(CovalentConfiguration configuration, Func<string, string?> variable)
    {
        if (variable("OTEL_SDK_DISABLED") is { } disabled && bool.TryParse(disabled, out var isDisabled) && isDisabled)
        {
            return null;
        }

        var address = configuration.GetText("dispatcher.otlp_endpoint") is { Length: > 0 } configured ? Under(configured, "dispatcher.otlp_endpoint")
            : variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is { Length: > 0 } whole ? Parse(whole, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            : variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } common ? Under(common, "OTEL_EXPORTER_OTLP_ENDPOINT")
            : null;
        if (address is null)
        {
            return null;
        }

        var protocol = variable("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? variable("OTEL_EXPORTER_OTLP_PROTOCOL");
        return protocol is null or "" or "http/protobuf"
            ? new OtlpSettings(address, HeadersOf(variable("OTEL_EXPORTER_OTLP_TRACES_HEADERS") ?? variable("OTEL_EXPORTER_OTLP_HEADERS")), variable("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : "covalent-server")
            : throw new CovalentException($"OTEL_EXPORTER_OTLP_PROTOCOL is '{protocol}'; this server sends traces by http/protobuf only. Name the receiver's HTTP address, such as http://localhost:4318.");
    }

    private static Uri Under(string text, string from) => Parse(text.TrimEnd('/') + "/" + Path, from);

    private static Uri Parse(string text, string from) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? new Uri(text)
        : throw new CovalentException($"'{text}' of {from} is not the address of an OTLP receiver; use one such as http://localhost:4318.");

    private static Dictionary<string, string> HeadersOf(string? text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                headers[pair[..at].Trim()] = Uri.UnescapeDataString(pair[(at + 1)..].Trim());
            }
        }

        return headers;
    }
}

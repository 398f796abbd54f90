using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Covalent.Server.Api;

/// <summary>One request on its way: what it asks and how it is answered.</summary>
internal sealed class ApiCall(HttpContext http, ApiParts parts)
{
    public HttpContext Http { get; } = http;

    public ApiParts Parts { get; } = parts;

    public IDispatcherClient Dispatcher => Parts.Engine.Dispatcher;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping => Http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>The dispatch in the path.</summary>
    public string DispatchId => Value("id");

    /// <summary>The node in the path.</summary>
    public int Node => int.TryParse(Value("node"), NumberStyles.None, CultureInfo.InvariantCulture, out var node)
        ? node
        : throw new BadRequestException($"'{Value("node")}' is not a node; use its number, such as 0.");

    public string Value(string name) => (string)Http.Request.RouteValues[name]!;

    /// <summary>A query parameter; null when it is not given.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public bool Flag(string name) => Query(name) switch
    {
        null or "false" or "0" => false,
        "" or "true" or "1" => true,
        var other => throw new BadRequestException($"Parameter '{name}' is '{other}'; use true or false."),
    };

    public int Number(string name, int fallback, int least, int most) => Query(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new BadRequestException($"Parameter '{name}' is '{text}'; use a whole number from {least} to {most}.");

    /// <summary>A parameter whose value is one of a few words.</summary>
    public T Word<T>(string name, T fallback)
        where T : struct, Enum => Query(name) is not { } text ? fallback
        : Enum.GetValues<T>().Where(value => value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(static value => (T?)value).FirstOrDefault()
        ?? throw new BadRequestException($"Parameter '{name}' is '{text}'; use {string.Join(", ", Enum.GetNames<T>().SkipLast(1)).ToLowerInvariant()} or {Enum.GetNames<T>()[^1].ToLowerInvariant()}.");

    /// <summary>The statuses in parameter <c>status</c>, separated by commas; null when there are none.</summary>
    public IReadOnlyList<Status>? Statuses()
    {
        try
        {
            return Query("status") is { Length: > 0 } words ? [.. words.Split(',').Select(word => StatusExtensions.ParseStatus(word.Trim().ToUpperInvariant()))] : null;
        }
        catch (FormatException e)
        {
            throw new BadRequestException($"Parameter 'status': {e.Message}", e);
        }
    }

    /// <summary>Reads a small JSON body; null when there is none.</summary>
    public async Task<T?> ReadJsonAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        var body = await BodyReading.ReadAllAsync(Http.Request, BodyReading.LargestJson, Aborted);
        try
        {
            return body.IsEmpty ? null : JsonSerializer.Deserialize(body.Span, type);
        }
        catch (JsonException e)
        {
            throw new BadRequestException($"The body is not the JSON that is expected here: {e.Message}", e);
        }
    }

    public Task JsonAsync<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(Http.Response.BodyWriter, value, type, Aborted);
    }

    /// <summary>Answers with JSON that is small enough to be put together first, so that what fails half-way still gets a proper answer.</summary>
    public Task JsonAsync(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Http.Response.StatusCode = status;
        return BytesAsync(buffer.WrittenMemory, "application/json");
    }

    public async Task BytesAsync(ReadOnlyMemory<byte> bytes, string contentType)
    {
        Http.Response.ContentType = contentType;
        Http.Response.ContentLength = bytes.Length;
        await Http.Response.Body.WriteAsync(bytes, Aborted);
    }

    public Task EmptyAsync(int status = StatusCodes.Status204NoContent)
    {
        Http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

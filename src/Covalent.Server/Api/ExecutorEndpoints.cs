using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Covalent.Core.Client.Http;
using Covalent.Core.Execution;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Which executors there are, how they are configured, and whether their machines answer.</summary>
internal static class ExecutorEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] HostKeys = ["hostname", "address", "host", "scheduler_address"];

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", ApiRoutes.Root + "/executors", Scope.Read, "Lists the executors this server knows, with their configuration and its problems.", ListAsync)
        {
            Reply = ApiSchema.Object("ExecutorPage", ("executors", "array")),
        },
        new("GET", ApiRoutes.Root + "/executors/{name}", Scope.Read, "One executor as it is configured.", GetAsync) { Reply = ApiSchema.Object("ExecutorEntry", ("name", "string")) },
        new("POST", ApiRoutes.Root + "/executors/{name}/check", Scope.Submit, "Checks an executor's settings, and whether its machine takes connections.", CheckAsync)
        {
            Reply = ApiSchema.Object("ExecutorCheck", ("name", "string"), ("ok", "boolean"), ("checked", "string"), ("problem", "string?")),
        },
    ];

    private static Task ListAsync(ApiCall call) => call.JsonAsync(json =>
    {
        json.WriteStartArray("executors"u8);
        foreach (var entry in call.Parts.Engine.Registry.List())
        {
            json.WriteStartObject();
            Write(json, call, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static Task GetAsync(ApiCall call)
    {
        var entry = Find(call);
        return call.JsonAsync(json => Write(json, call, entry));
    }

    private static async Task CheckAsync(ApiCall call)
    {
        var entry = Find(call);
        var (executor, problems) = Configured(call, entry);
        var host = executor is null ? null : HostOf(executor);
        var reason = problems.Count > 0 ? string.Join(" ", problems) : host is { } target ? await ConnectAsync(target, call.Aborted) : null;
        await call.JsonAsync(json =>
        {
            json.WriteString("name"u8, entry.ShortName);
            json.WriteBoolean("ok"u8, reason is null);
            json.WriteString("checked"u8, problems.Count > 0 || host is null ? "settings" : $"settings, connection to {host.Value.Host}:{host.Value.Port}");
            json.WriteString("problem"u8, reason);
        });
    }

    private static void Write(Utf8JsonWriter json, ApiCall call, ExecutorEntry entry)
    {
        var (executor, problems) = Configured(call, entry);
        json.WriteString("name"u8, entry.ShortName);
        json.WriteString("type"u8, entry.Type.FullName);
        json.WriteString("origin"u8, entry.Origin);
        json.WriteBoolean("is_default"u8, entry.ShortName == call.Parts.Engine.DefaultExecutor.ShortName);
        json.WriteBoolean("is_configured"u8, problems.Count == 0 && new ConfiguredAttributes(call.Parts.Options.Configuration).For(entry.Create()) is { Count: > 0 });
        if (executor is not null)
        {
            json.WritePropertyName("attributes"u8);
            executor.ToDictionary().WriteTo(json);
        }

        json.WriteStartArray("problems"u8);
        foreach (var problem in problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
    }

    private static (Executor? Executor, IReadOnlyList<string> Problems) Configured(ApiCall call, ExecutorEntry entry)
    {
        try
        {
            var executor = call.Parts.Engine.Create(new ExecutorSpec(entry.ShortName));
            return (executor, [.. executor?.Problems() ?? []]);
        }
        catch (CovalentException e)
        {
            return (null, [e.Message]);
        }
    }

    private static (string Host, int Port)? HostOf(Executor executor)
    {
        var attributes = executor.ToDictionary();
        var text = HostKeys.Select(key => attributes.TryGetPropertyValue(key, out var value) && value is not null ? value.ToString() : "").FirstOrDefault(value => value.Length > 0);
        if (text is null)
        {
            return null;
        }

        var port = attributes.TryGetPropertyValue("port", out var number) && int.TryParse(number?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 22;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? (uri.Host, uri.Port > 0 ? uri.Port : port) : (text, port);
    }

    private static async Task<string?> ConnectAsync((string Host, int Port) target, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, patience.Token);
            return null;
        }
        catch (SocketException e)
        {
            return $"{target.Host}:{target.Port} does not take connections: {e.Message}. Check the address, the port and the network.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{target.Host}:{target.Port} did not answer within {Patience.TotalSeconds:0} s. Check the address, the port and the network.";
        }
    }

    private static ExecutorEntry Find(ApiCall call) => call.Parts.Engine.Registry.List().FirstOrDefault(entry => entry.ShortName == call.Value("name"))
        ?? throw new RefusedException(404, ProblemCodes.NotFound, "There is no such thing", $"No executor is named '{call.Value("name")}' here; {ApiRoutes.Root}/executors lists them.");
}

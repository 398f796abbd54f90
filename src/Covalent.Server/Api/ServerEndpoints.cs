using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>What concerns the server itself.</summary>
internal static class ServerEndpoints
{
    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", "/health", Scope.None, "Says that the process answers.", HealthAsync),
    ];

    private static Task HealthAsync(ApiCall call) => call.BytesAsync("{\"status\":\"ok\"}"u8.ToArray(), "application/json");
}

using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>What only administrators may do.</summary>
internal static class AdminEndpoints
{
    private const string Root = ApiRoutes.Root + "/admin";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", Root + "/tokens", Scope.Admin, "Lists tokens by name, with their scopes; never the tokens themselves.", ListTokensAsync)
        {
            Reply = ApiSchema.Of(SecurityJson.Default.IReadOnlyListTokenInfo),
        },
        new("POST", Root + "/tokens", Scope.Admin, "Makes a token, which is shown this once only.", AddTokenAsync)
        {
            Call = ApiSchema.Of(SecurityJson.Default.TokenCall),
            Reply = ApiSchema.Of(SecurityJson.Default.TokenReply),
            Success = [(201, "Made.")],
            Body = ["application/json"],
        },
        new("DELETE", Root + "/tokens/{name}", Scope.Admin, "Removes a token; it stops working at once.", RemoveTokenAsync) { Success = [(204, "Done; there is nothing to tell.")] },
    ];

    private static Task ListTokensAsync(ApiCall call) => call.JsonAsync(call.Parts.Tokens.List(), SecurityJson.Default.IReadOnlyListTokenInfo);

    private static async Task AddTokenAsync(ApiCall call)
    {
        var wanted = await call.ReadJsonAsync(SecurityJson.Default.TokenCall) ?? throw new BadRequestException("The body is empty; send {\"name\": …, \"scopes\": \"read,submit,cancel\"}.");
        var scopes = wanted.Scopes ?? "read,submit,cancel";
        var token = call.Parts.Tokens.Add(wanted.Name ?? "", scopes, wanted.Expires);
        await call.JsonAsync(new TokenReply(wanted.Name!, scopes, token), SecurityJson.Default.TokenReply, StatusCodes.Status201Created);
    }

    private static Task RemoveTokenAsync(ApiCall call) => call.Parts.Tokens.Remove(call.Value("name"))
        ? call.EmptyAsync()
        : throw new RefusedException(404, "not_found", "There is no such thing", $"There is no token named '{call.Value("name")}'.");
}

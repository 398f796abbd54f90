using System.CommandLine;
using Covalent.Core.Client.Http;

namespace Covalent.Cli.Connections;

/// <summary>What to do when a server turns the caller away: which token was shown, and where another one is set.</summary>
internal static class TokenAdvice
{
    public static string Of(ServerRefusedException refused, CommandHost host, ParseResult parsed)
    {
        if (refused.Code is not (ProblemCodes.Unauthorized or ProblemCodes.Forbidden))
        {
            return refused.Message;
        }

        var configuration = host.Configuration();
        var source = SourceOf(host, configuration);
        var named = parsed.CommandResult.GetResult("--server") is System.CommandLine.Parsing.OptionResult { Tokens: [var address, ..] } ? DispatcherPlace.ParseAddress(address.Value) : null;
        return source is null ? refused.Message
            : named is not null && !DispatcherPlaces.IsTrusted(configuration, named)
                ? $"{refused.Message} The token in {source} was not sent: it is for the configured server and this machine's own. To send it, name this server with COVALENT_DISPATCHER_ADDR={named.ToString().TrimEnd('/')} instead of --server."
            : $"{refused.Message} The token that was shown came from {source}.";
    }

    private static string? SourceOf(CommandHost host, CovalentConfiguration configuration) =>
        configuration.GetText("sdk.token") is { Length: > 0 } ? host.Variable("COVALENT_SDK__TOKEN") is null ? "sdk.token of the configuration" : "COVALENT_SDK__TOKEN"
        : configuration.GetPath("sdk.token_file") is { } file ? $"{file} (sdk.token_file)"
        : configuration.GetTable("sdk.extra_headers").Keys.Any(static name => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) ? "sdk.extra_headers"
        : null;
}

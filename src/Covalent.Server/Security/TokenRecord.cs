using System.Text.Json.Serialization;

namespace Covalent.Server.Security;

/// <summary>A token as it is kept: never itself, only its hash.</summary>
/// <param name="Name">Whose it is; in the audit log.</param>
/// <param name="Hash">SHA-256 of the token, hex. The tokens are 256 random bits, so nothing slower is needed.</param>
/// <param name="Scopes">What it allows, as words.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
internal sealed record TokenRecord(string Name, string Hash, string Scopes, DateTimeOffset Created, DateTimeOffset? Expires);

/// <summary>A token as administrators see it.</summary>
internal sealed record TokenInfo(string Name, string Scopes, DateTimeOffset Created, DateTimeOffset? Expires);

/// <summary>What is asked for when a token is made.</summary>
internal sealed record TokenCall(string? Name, string? Scopes, DateTimeOffset? Expires);

/// <summary>A new token, the only time it is shown.</summary>
internal sealed record TokenReply(string Name, string Scopes, string Token);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(List<TokenRecord>))]
[JsonSerializable(typeof(IReadOnlyList<TokenInfo>))]
[JsonSerializable(typeof(TokenCall))]
[JsonSerializable(typeof(TokenReply))]
internal sealed partial class SecurityJson : JsonSerializerContext;

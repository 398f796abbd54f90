using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>One operation of the API: what the server routes by and what the OpenAPI document tells.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Path with its parameters in braces.</param>
/// <param name="Scope">What a token must allow.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Handler">Answers a call.</param>
internal sealed record ApiRoute(string Method, string Pattern, Scope Scope, string Summary, Func<ApiCall, Task> Handler)
{
    /// <summary>Parameters after the question mark, each with what it means.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Query { get; init; } = [];

    /// <summary>Headers it understands or needs, each with what it means.</summary>
    public IReadOnlyList<(string Name, bool IsNeeded, string Meaning)> Headers { get; init; } = [];

    /// <summary>Media types of the body; empty when there is none.</summary>
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>What the body says when it is JSON.</summary>
    public ApiSchema? Call { get; init; }

    /// <summary>Media types of the answer.</summary>
    public IReadOnlyList<string> Answer { get; init; } = ["application/json"];

    /// <summary>What the answer says when it is JSON.</summary>
    public ApiSchema? Reply { get; init; }

    /// <summary>Statuses of success, each with what it means.</summary>
    public IReadOnlyList<(int Status, string Meaning)> Success { get; init; } = [(200, "Done; the body tells.")];

    /// <summary>Whether the call waits or listens, so that its time says nothing.</summary>
    public bool IsLong => Pattern.EndsWith("/wait", StringComparison.Ordinal) || Pattern.EndsWith("/events", StringComparison.Ordinal);

    /// <summary>Whether the call changes something, so that it belongs into the audit log.</summary>
    public bool IsChange => Method is not ("GET" or "HEAD") && !Pattern.EndsWith("/query", StringComparison.Ordinal);
}

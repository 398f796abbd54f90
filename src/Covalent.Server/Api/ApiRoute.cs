namespace Covalent.Server.Api;

/// <summary>One operation of the API: what the server routes by and what the OpenAPI document tells.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Path with its parameters in braces.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Handler">Answers a call.</param>
internal sealed record ApiRoute(string Method, string Pattern, string Summary, Func<ApiCall, Task> Handler);

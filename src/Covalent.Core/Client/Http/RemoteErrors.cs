using System.Text.Json;

namespace Covalent.Core.Client.Http;

/// <summary>Turns problem details back into the exceptions that the embedded engine throws.</summary>
internal static class RemoteErrors
{
    private const int LongestForeignText = 300;

    public static CovalentException Of(Uri address, int status, string? mediaType, ReadOnlyMemory<byte> body)
    {
        if (Parse(mediaType, body) is not { } problem)
        {
            var text = System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, LongestForeignText)]).Trim();
            return new ServerRefusedException($"{address} answered with HTTP status {status}, and not as a Covalent server does{(text.Length > 0 ? $": {text}" : "")}. "
                + "Check dispatcher.address, dispatcher.port and any proxy between.", status, "", status is 502 or 503 or 504);
        }

        return problem.Code switch
        {
            ProblemCodes.DispatchNotFound when problem.DispatchId is { } id => new DispatchNotFoundException(id, address.ToString()),
            ProblemCodes.Storage => new StorageException(problem.Detail, problem.IsTransient),
            ProblemCodes.BundleMissing => new BundleMissingException(problem.Detail),
            ProblemCodes.InvalidState => new RemoteStateException(problem.Detail),
            ProblemCodes.OutOfRange => new RemoteRangeException(problem.Detail),
            _ => new ServerRefusedException(problem.Detail, status, problem.Code, problem.IsTransient),
        };
    }

    /// <summary>The standard exceptions of wrong use, as which the embedded engine reports these.</summary>
    public static Exception ToStandard(CovalentException e) => e switch
    {
        RemoteStateException => new InvalidOperationException(e.Message, e),
        RemoteRangeException => new ArgumentOutOfRangeException(null, e.Message),
        _ => e,
    };

    private static Problem? Parse(string? mediaType, ReadOnlyMemory<byte> body)
    {
        try
        {
            return mediaType == "application/problem+json" ? JsonSerializer.Deserialize(body.Span, WireJson.Default.Problem) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The server does not have the bundle (any more); it has to be sent again.</summary>
internal sealed class BundleMissingException(string message) : CovalentException(message);

/// <summary>The server's answer to a call that the dispatch's state does not allow.</summary>
internal sealed class RemoteStateException(string message) : CovalentException(message);

/// <summary>The server's answer to a node number that does not exist.</summary>
internal sealed class RemoteRangeException(string message) : CovalentException(message);

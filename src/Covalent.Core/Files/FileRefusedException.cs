using System.Net;

namespace Covalent.Core.Files;

/// <summary>A server answered that it will not do it.</summary>
internal sealed class FileRefusedException(HttpStatusCode status, string message) : CovalentException(message)
{
    public HttpStatusCode Status { get; } = status;

    public override bool IsTransient => Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}

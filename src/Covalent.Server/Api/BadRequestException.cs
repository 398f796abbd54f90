namespace Covalent.Server.Api;

/// <summary>A request that can never succeed as it is.</summary>
internal sealed class BadRequestException(string message, Exception? cause = null) : CovalentException(message, cause);

namespace Covalent.Server.Hosting;

/// <summary>Another server uses the data folder.</summary>
internal sealed class ServerRunningException(string message) : CovalentException(message);

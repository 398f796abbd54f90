namespace Covalent;

/// <summary>The server that dispatches go to does not answer.</summary>
public sealed class ServerUnreachableException : CovalentException
{
    /// <summary>Creates the exception for an address, with what the network said.</summary>
    public ServerUnreachableException(Uri address, string reason, Exception? innerException = null)
        : base($"The Covalent server at {address} cannot be reached: {reason} Start one with 'covalent start', correct dispatcher.address and dispatcher.port, "
            + "or remove dispatcher.address to run without a server.", innerException) => (Address, Reason) = (address, reason);

    /// <summary>Where the server should be.</summary>
    public Uri Address { get; }

    /// <summary>What the network said.</summary>
    internal string Reason { get; }

    /// <inheritdoc />
    public override bool IsTransient => true;
}

namespace Covalent;

/// <summary>The store of dispatches could not be read or written.</summary>
public sealed class StorageException : CovalentException
{
    /// <summary>Creates the exception with a message that names the file or database, the reason and the next step.</summary>
    public StorageException(string message, bool isTransient = false, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <inheritdoc />
    public override bool IsTransient { get; }
}

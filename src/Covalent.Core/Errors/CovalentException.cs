namespace Covalent;

/// <summary>Root of the failures that Covalent itself reports. Wrong use by the caller throws the standard exceptions instead;
/// failures of user code travel as <see cref="FailureInfo"/> and never as an exception of ours.</summary>
public class CovalentException : Exception
{
    /// <summary>Creates the exception with a message that names the thing, the reason and the next step.</summary>
    public CovalentException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public CovalentException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>Whether the same call, unchanged, may succeed later. Default: <see langword="false"/>.</summary>
    public virtual bool IsTransient => false;
}

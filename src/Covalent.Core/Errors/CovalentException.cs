namespace Covalent;

<<<<<<< HEAD
/// <summary>The root of everything Covalent itself reports as failed. Wrong use of an API throws the standard exceptions instead.</summary>
public class CovalentException : Exception
{
    /// <summary>Names the thing, the reason and the next step.</summary>
    /// <param name="message">The whole story in one or two sentences.</param>
    public CovalentException(string message)
        : base(message)
    {
    }

    /// <summary>Names the thing, the reason and the next step.</summary>
    /// <param name="message">The whole story in one or two sentences.</param>
    /// <param name="innerException">What led to it; <see langword="null"/> when nothing did.</param>
    public CovalentException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later, unchanged. Default: <see langword="false"/>.</summary>
=======
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
>>>>>>> main
    public virtual bool IsTransient => false;
}

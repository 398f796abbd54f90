namespace Covalent;

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
    public virtual bool IsTransient => false;
}

namespace Covalent;

/// <summary>The server understood a request and turned it down, or failed over it.</summary>
public sealed class ServerRefusedException : CovalentException
{
    /// <summary>Creates the exception with the server's own message.</summary>
    public ServerRefusedException(string message, int status, string code, bool isTransient = false)
        : base(message)
    {
        Status = status;
        Code = code;
        IsTransient = isTransient;
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>The reason as a word that programs compare, such as <c>unauthorized</c>; empty when the answer did not come from Covalent.</summary>
    public string Code { get; }

    /// <inheritdoc />
    public override bool IsTransient { get; }
}

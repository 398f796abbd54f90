namespace Covalent.Server.Api;

/// <summary>A request that is understood and turned down, with its status.</summary>
internal class RefusedException(int status, string code, string title, string message) : CovalentException(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Title { get; } = title;
}

/// <summary>A request that is turned down now and may be taken in a moment.</summary>
internal sealed class TransientRefusal(int status, string code, string title, string message) : RefusedException(status, code, title, message)
{
    public override bool IsTransient => true;
}

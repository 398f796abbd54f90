namespace Covalent;

/// <summary>No dispatch with this id is known to the dispatcher that was asked.</summary>
public sealed class DispatchNotFoundException(string dispatchId, string where)
    : CovalentException($"Dispatch '{dispatchId}' is not known in {where}. Check the id, and that the same data folder or server is used as when it was dispatched.")
{
    /// <summary>The id that was asked for.</summary>
    public string DispatchId { get; } = dispatchId;
}

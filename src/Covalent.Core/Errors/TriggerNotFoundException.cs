namespace Covalent;

/// <summary>There is no trigger with this id.</summary>
/// <param name="triggerId">The id that was asked for.</param>
/// <param name="where">The server that was asked.</param>
public sealed class TriggerNotFoundException(string triggerId, string where)
    : CovalentException($"Trigger '{triggerId}' is not known in {where}. It may have been removed; list the triggers to see which there are.")
{
    /// <summary>The id that was asked for.</summary>
    public string TriggerId { get; } = triggerId;
}

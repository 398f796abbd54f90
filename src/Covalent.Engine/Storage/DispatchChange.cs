namespace Covalent.Engine.Storage;

/// <summary>A new status of a dispatch.</summary>
/// <param name="Dispatch">Which.</param>
/// <param name="Status">The new status.</param>
/// <param name="At">UTC ticks.</param>
/// <param name="Completed">Completed nodes, parameters included.</param>
/// <param name="Failed">Failed nodes.</param>
/// <param name="Cancelled">Cancelled nodes.</param>
/// <param name="Error">Composed message naming the failed nodes; null when nothing failed.</param>
internal readonly record struct DispatchChange(DispatchKey Dispatch, Status Status, long At, int Completed, int Failed, int Cancelled, string? Error);

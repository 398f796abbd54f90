namespace Covalent;

/// <summary>Something that happened in a dispatch. A slow reader may miss intermediate progress, never a status.</summary>
/// <param name="DispatchId">The dispatch.</param>
public abstract record DispatchEvent(string DispatchId);

/// <summary>The dispatch has this status now.</summary>
public sealed record DispatchStatusChanged(string DispatchId, Status Status, int CompletedCount, int NodeCount) : DispatchEvent(DispatchId);

/// <summary>A node has this status now.</summary>
public sealed record NodeStatusChanged(string DispatchId, int NodeId, Status Status) : DispatchEvent(DispatchId);

/// <summary>An electron told how far it is.</summary>
public sealed record NodeProgressed(string DispatchId, int NodeId, double Fraction, string? Message) : DispatchEvent(DispatchId);

/// <summary>A piece of live output.</summary>
public sealed record NodeWrote(string DispatchId, int NodeId, OutputStream Stream, string Text) : DispatchEvent(DispatchId);

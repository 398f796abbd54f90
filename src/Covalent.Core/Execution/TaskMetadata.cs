namespace Covalent;

/// <summary>Which task an executor is asked to run.</summary>
/// <param name="DispatchId">The dispatch.</param>
/// <param name="NodeId">The node within it.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="ResultsDir">Folder of this dispatch's result files on the dispatcher's machine.</param>
public sealed record TaskMetadata(string DispatchId, int NodeId, int Attempt, string ResultsDir);

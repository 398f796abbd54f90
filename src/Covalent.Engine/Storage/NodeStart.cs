namespace Covalent.Engine.Storage;

/// <summary>An attempt that is about to be handed to its executor; durable before user code runs.</summary>
/// <param name="Dispatch">Which dispatch.</param>
/// <param name="Node">Which node.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Deaths">Earlier attempts whose process died under them.</param>
internal readonly record struct NodeStart(DispatchKey Dispatch, int Node, int Attempt, int Deaths);

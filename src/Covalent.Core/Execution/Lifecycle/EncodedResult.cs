namespace Covalent.Core.Execution;

/// <summary>The result of a function that ran in another process: handed through executors unopened.</summary>
internal sealed record EncodedResult(TaskOutcome Outcome);

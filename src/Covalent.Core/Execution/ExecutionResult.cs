namespace Covalent;

/// <summary>What <c>ExecuteAsync</c> returns: the task's value and how it went.</summary>
/// <param name="Output">The value; null when the task failed, was cancelled or returns nothing.</param>
/// <param name="Stdout">What the task wrote to standard output.</param>
/// <param name="Stderr">What the task wrote to standard error.</param>
/// <param name="Status">Completed, Failed or Cancelled.</param>
/// <param name="Failure">Why it failed; null otherwise.</param>
public sealed record ExecutionResult(object? Output, string Stdout, string Stderr, Status Status, FailureInfo? Failure = null);

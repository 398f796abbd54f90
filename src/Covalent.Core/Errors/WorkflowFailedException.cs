using System.Text;

namespace Covalent;

/// <summary>A dispatch failed or was cancelled, so it has no value. Carries what its electrons threw, with their remote stack traces.</summary>
public sealed class WorkflowFailedException : CovalentException
{
    private const int MostNamed = 3;

    internal WorkflowFailedException(DispatchSnapshot dispatch, IReadOnlyList<NodeResult> failedNodes)
        : base(Describe(dispatch, failedNodes), Cause(failedNodes))
    {
        DispatchId = dispatch.DispatchId;
        Status = dispatch.Status;
        FailedNodes = failedNodes;
    }

    /// <summary>The dispatch.</summary>
    public string DispatchId { get; }

    /// <summary>Failed or cancelled.</summary>
    public Status Status { get; }

    /// <summary>The nodes that failed; empty when it was cancelled.</summary>
    public IReadOnlyList<NodeResult> FailedNodes { get; }

    /// <summary>The message, and what every failed electron threw, as it was seen where it ran.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{GetType().FullName}: {Message}");
        foreach (var node in FailedNodes.Where(node => node.Failure is not null))
        {
            text.AppendLine().Append($" ---> {Of(node)}:").AppendLine().Append(node.Failure!.StackTrace.Length > 0 ? node.Failure.StackTrace : $"{node.Failure.Type}: {node.Failure.Message}")
                .AppendLine().Append($"   --- End of remote stack trace of node {node.NodeId} ---");
        }

        return text.AppendLine().Append(StackTrace).ToString();
    }

    private static string Describe(DispatchSnapshot dispatch, IReadOnlyList<NodeResult> failed)
    {
        if (dispatch.Status == Status.Cancelled)
        {
            return $"Dispatch '{dispatch.DispatchId}' ('{dispatch.Name}') was cancelled and has no value. Redispatch it to run it again.";
        }

        // A sublattice node fails because of a node within it, which is named too; the cause says more than its shell.
        List<NodeResult> causes = failed.Where(node => node.Failure is { Kind: not FailureKind.Sublattice }).ToList() is { Count: > 0 } real ? real : [.. failed];
        var named = causes.Take(MostNamed).Select(node => $"{Of(node)} failed with {node.Failure?.Type}: {node.Failure?.Message}");
        var more = causes.Count > MostNamed ? $"; and {causes.Count - MostNamed} more" : "";
        return causes.Count == 0
            ? $"Dispatch '{dispatch.DispatchId}' ('{dispatch.Name}') failed: {dispatch.Error ?? "no node says why"}"
            : $"Dispatch '{dispatch.DispatchId}' ('{dispatch.Name}') failed: {string.Join("; ", named)}{more}";
    }

    private static ElectronFailedException? Cause(IReadOnlyList<NodeResult> failed) =>
        failed.FirstOrDefault(node => node.Failure is { Kind: not FailureKind.Sublattice }) is { } first ? new ElectronFailedException(first) : null;

    private static string Of(NodeResult node) => $"node {node.NodeId} '{node.Name}'";
}

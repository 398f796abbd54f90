using System.Runtime.CompilerServices;

namespace Covalent.Core.Execution;

/// <summary>Calls the function of one template: decodes the slots, evaluates what travels around them, calls, awaits. Used in this process and
/// by workers alike. Holds no state of a run, so one invoker serves any number of calls at once.</summary>
internal sealed class TaskInvoker
{
    private static readonly ConditionalWeakTable<TaskTemplate, TaskInvoker> Invokers = [];

    private TaskInvoker(TaskTemplate template) =>
        ResultCodec = template.ResultType.Length == 0 ? null : ValueCodec.For(Graph.TypeReference.Resolve(template.ResultType));

    /// <summary>Codec of the value produced; null when nothing is produced.</summary>
    public ValueCodec? ResultCodec { get; }

    /// <summary>The invoker of a template, made once per template object.</summary>
    /// <exception cref="CovalentException">The function or one of its types is not there in this process, or the template is damaged.</exception>
    public static TaskInvoker For(TaskTemplate template) => Invokers.GetValue(template, static t => new TaskInvoker(t));

    /// <summary>Runs the call. Exceptions of the user's method come out as they were thrown; everything wrong with the arguments is a
    /// <see cref="CovalentException"/>.</summary>
    /// <param name="slots">The node's slot block.</param>
    /// <param name="shared">The graph's shared constants.</param>
    /// <param name="values">Outputs of the nodes that the slots name.</param>
    /// <param name="cancellationToken">Given to the method where it has a parameter for it.</param>
    public ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken) =>
        throw new CovalentException($"The invoker ({ResultCodec}) is being written; this commit only fixes its shape.");
}

/// <summary>What a call gave.</summary>
/// <param name="Value">The value returned; null when nothing is, and for sublattices.</param>
/// <param name="Child">The graph built by a sublattice; null otherwise.</param>
internal readonly record struct InvocationResult(object? Value, TransportGraph? Child);

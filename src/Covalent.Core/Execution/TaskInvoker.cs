using System.Runtime.CompilerServices;
using Covalent.Core.Graph;
using Covalent.Core.Leptons;

namespace Covalent.Core.Execution;

/// <summary>Runs the call of one template. Used in this process and by workers alike. Holds no state of a run, so one invoker serves any number
/// of calls at once.</summary>
internal abstract class TaskInvoker
{
    private static readonly ConditionalWeakTable<TaskTemplate, TaskInvoker> Invokers = [];

    private protected TaskInvoker(TaskTemplate template) =>
        ResultCodec = template.ResultType.Length == 0 ? null : ValueCodec.For(TypeReference.Resolve(template.ResultType));

    /// <summary>Codec of the value produced; null when nothing is produced.</summary>
    public ValueCodec? ResultCodec { get; }

    /// <summary>The invoker of a template, made once per template object.</summary>
    /// <exception cref="CovalentException">The function or one of its types is not there in this process, or the template is damaged.</exception>
    public static TaskInvoker For(TaskTemplate template) => Invokers.GetValue(template, static t => Create(t));

    /// <summary>Runs the call. Exceptions of the user's method come out as they were thrown, some before the first await; everything wrong with
    /// the arguments is a <see cref="CovalentException"/>.</summary>
    /// <param name="slots">The node's slot block.</param>
    /// <param name="shared">The graph's shared constants.</param>
    /// <param name="values">Outputs of the nodes that the slots name.</param>
    /// <param name="cancellationToken">Given to the method where it has a parameter for it.</param>
    public abstract ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken);

    /// <summary>The same for a task that nobody reads again: its encoded values may be let go as soon as they are decoded.</summary>
    public virtual ValueTask<InvocationResult> InvokeAsync(PackedTask task, CancellationToken cancellationToken) => InvokeAsync(task.Slots, task.Shared, task, cancellationToken);

    private static TaskInvoker Create(TaskTemplate template)
    {
        var function = template.Function ?? throw new CovalentException($"'{template.Name}' is an input, not a task: there is no function to call.");
        TaskInvoker invoker = function.Language switch
        {
            FunctionReference.DotNet => new MethodTaskInvoker(template, function),
            PythonRecorder.Language => new PythonInvoker(template),
            ShellRecorder.Language => new ShellInvoker(template),
            NativeRecorder.Language => new NativeInvoker(template),
            _ => throw new CovalentException($"'{function}' is written in '{function.Language}', which this worker ({CovalentVersion.Text}) does not know. Dispatch from the version that runs it."),
        };
        return PreparedInvoker.IsNeeded(template.Options) ? new PreparedInvoker(template, invoker) : invoker;
    }
}

/// <summary>What a call gave.</summary>
/// <param name="Value">The value returned; null when nothing is, and for sublattices.</param>
/// <param name="Child">The graph built by a sublattice; null otherwise.</param>
/// <param name="Encoded">The value as it is to be stored, where it came so; it then stands for <paramref name="Value"/>.</param>
internal readonly record struct InvocationResult(object? Value, TransportGraph? Child, EncodedResult? Encoded = null);

using System.Buffers;
using System.Linq.Expressions;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent;

/// <summary>A call before or after a task, on the machine where the task runs. What a call before it returns can be given to the task under a name.</summary>
/// <example><code>
/// CallBefore = [DepsCall.Of(() => Database.Connect("main"), into: "connection")]
/// </code></example>
public sealed class DepsCall
{
    /// <summary>The name that belongs to file transfers.</summary>
    internal const string Reserved = "files";

    private DepsCall(ReadOnlyMemory<byte> graph, string? into)
    {
        Graph = graph;
        Into = into;
    }

    /// <summary>Parameter of the task's function that receives the value; null for none. Several calls into one name give a list, in order.</summary>
    public string? Into { get; }

    internal ReadOnlyMemory<byte> Graph { get; }

    /// <summary>A call whose value is given to the task.</summary>
    /// <param name="call">One call of a method, on constants: nodes are not known to it.</param>
    /// <param name="into">Parameter that receives the value instead of the argument at the call; null for none.</param>
    /// <exception cref="WorkflowBuildException">The call cannot travel, or the name is <c>files</c>.</exception>
    public static DepsCall Of<T>(Expression<Func<T>> call, string? into = null) => Make(call, typeof(T), into);

    /// <inheritdoc cref="Of{T}(Expression{Func{T}}, string?)"/>
    public static DepsCall Of<T>(Expression<Func<Task<T>>> call, string? into = null) => Make(call, typeof(T), into);

    /// <summary>A call that returns nothing.</summary>
    /// <inheritdoc cref="Of{T}(Expression{Func{T}}, string?)"/>
    public static DepsCall Of(Expression<Action> call) => Make(call, typeof(void), null);

    /// <inheritdoc cref="Of(Expression{Action})"/>
    public static DepsCall Of(Expression<Func<Task>> call) => Make(call, typeof(void), null);

    internal static DepsCall Read(byte[] graph, string? into) => new(graph, into);

    private static DepsCall Make(LambdaExpression call, Type result, string? into)
    {
        if (into == Reserved)
        {
            throw new WorkflowBuildException($"A hook's value cannot be named '{Reserved}', which belongs to file transfers. Choose another name.");
        }

        var recorder = new Recorder("a hook", LatticeDefaults.None);
        CallRecorder.RecordIn(recorder, call, result);
        var output = new ArrayBufferWriter<byte>();
        GraphCodec.Write(output, recorder.Graph.Build(GraphOutput.None));
        return new DepsCall(output.WrittenMemory, into);
    }
}

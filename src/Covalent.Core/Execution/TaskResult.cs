using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent;

/// <summary>What a function returned, as executors hand it on: encoded, and opened only when somebody looks.</summary>
public sealed class TaskResult
{
    private readonly TaskTemplate _template;

    internal TaskResult(TaskTemplate template, TaskOutcome outcome)
    {
        _template = template;
        Outcome = outcome;
    }

    /// <summary>The value, decoded anew by each call; null when the function returns nothing, and for sublattices.</summary>
    /// <exception cref="CovalentException">The value's type is not in this process, as in a server.</exception>
    public object? Value => Outcome.Result.Codec is null || _template.ResultType.Length == 0 ? null
        : ValueCodec.For(TypeReference.Resolve(_template.ResultType)).Decode(Outcome.Result.Codec, Outcome.Result.Bytes.Span);

    internal TaskOutcome Outcome { get; }
}

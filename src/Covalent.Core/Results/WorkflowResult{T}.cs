namespace Covalent;

/// <summary>A dispatch as it was when the result was fetched, and its value.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class WorkflowResult<T> : WorkflowResult
{
    private readonly Payload? _value;
    private readonly Lazy<T> _decoded;

    internal WorkflowResult(IDispatcherClient client, DispatchSnapshot snapshot, IReadOnlyList<NodeResult> failedNodes, Payload? value)
        : base(client, snapshot, failedNodes)
    {
        _value = value;
        _decoded = new Lazy<T>(Decode);
    }

    /// <summary>The value of the lattice. Decoded when first read.</summary>
    /// <exception cref="WorkflowFailedException">The dispatch failed or was cancelled; it carries the remote exceptions with their stack traces.</exception>
    /// <exception cref="InvalidOperationException">It has not ended yet.</exception>
    /// <exception cref="PayloadException">The value is of another type.</exception>
    public T Value
    {
        get
        {
            ThrowUnlessCompleted();
            return _decoded.Value;
        }
    }

    /// <summary>Short text of the value, without decoding it; null when there is none.</summary>
    public string? Preview => _value?.Preview;

    private T Decode() => _value is null
        ? throw new PayloadException($"Lattice '{Name}' returns nothing, so its result has no value of type '{typeof(T)}'. Use GetResultAsync without a type.")
        : _value.Decode<T>();
}

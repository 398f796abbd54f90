using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>How an executor travels and is stored: its short name and the attributes that differ from nothing. Never holds a secret.</summary>
/// <remarks>A bare name takes all its attributes from the configuration of the dispatcher that runs the task.
/// A spec is captured when the graph is built: changing the executor object afterwards has no effect.</remarks>
public sealed class ExecutorSpec : IEquatable<ExecutorSpec>
{
    private readonly string _attributes;

    /// <summary>Creates a spec.</summary>
    /// <param name="shortName">Short name such as <c>slurm</c>.</param>
    /// <param name="attributes">Attributes in snake_case; null for "as configured". Copied.</param>
    public ExecutorSpec(string shortName, JsonObject? attributes = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(shortName);
        ShortName = shortName;
        _attributes = attributes is null ? "" : attributes.ToJsonString();
    }

    /// <summary>Short name of the executor, such as <c>local</c> or <c>slurm</c>.</summary>
    public string ShortName { get; }

    /// <summary>Attributes as compact JSON text; empty for "as configured".</summary>
    public string AttributesJson => _attributes;

    /// <summary>A fresh copy of the attributes; null for "as configured".</summary>
    public JsonObject? Attributes => _attributes.Length == 0 ? null : JsonNode.Parse(_attributes)!.AsObject();

    /// <summary>An executor by its short name, as configured.</summary>
    public static implicit operator ExecutorSpec(string shortName) => new(shortName);

    /// <summary>A captured executor.</summary>
    public static implicit operator ExecutorSpec(Executor executor)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.ToSpec();
    }

    /// <inheritdoc />
    public bool Equals(ExecutorSpec? other) => other is not null && ShortName == other.ShortName && _attributes == other._attributes;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ExecutorSpec);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(ShortName, _attributes);

    /// <inheritdoc />
    public override string ToString() => ShortName;
}

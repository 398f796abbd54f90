using System.Text.Json.Nodes;
using Covalent.Quantum.QElectrons;

namespace Covalent.Quantum;

/// <summary>Several quantum executors behind one: a selector chooses per circuit.</summary>
public sealed class QCluster : BaseQExecutor
{
    private readonly Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> _choose;

    /// <summary>Joins executors.</summary>
    /// <param name="executors">At least one; clusters inside clusters are allowed.</param>
    /// <param name="selector">How they are chosen; null for <see cref="Selector.Cyclic"/>.</param>
    /// <exception cref="ArgumentException">There is no executor, or one is null.</exception>
    public QCluster(IReadOnlyList<BaseQExecutor> executors, Selector? selector = null)
    {
        ArgumentNullException.ThrowIfNull(executors);
        if (executors.Count == 0 || executors.Contains(null!))
        {
            throw new ArgumentException("A cluster needs at least one executor and no empty places.", nameof(executors));
        }

        Executors = [.. executors];
        Selector = selector ?? Selector.Cyclic;
        _choose = Selector.Open();
    }

    /// <summary>The executors, in the order in which they take turns.</summary>
    public IReadOnlyList<BaseQExecutor> Executors { get; }

    /// <summary>How they are chosen.</summary>
    public Selector Selector { get; }

    /// <summary>The executor that runs this circuit; calling it takes a turn.</summary>
    public BaseQExecutor Select(Circuit circuit)
    {
        var chosen = _choose(circuit, Executors);
        return chosen is QCluster inner ? inner.Select(circuit) : chosen;
    }

    /// <inheritdoc />
    public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch) => QServer.Submit(circuits, [.. circuits.Select(Select)], batch);

    /// <inheritdoc />
    protected override string Description => "Several quantum executors; a selector chooses one for each circuit.";

    /// <inheritdoc />
    protected override IEnumerable<QExecutorField> Fields() =>
    [
        QExecutorField.WithoutDefault("executors", "array", new JsonArray([.. Executors.Select(executor => (JsonNode)executor.ToDictionary())])),
        new("selector", "string", "cyclic", Selector.ToString()),
    ];
}

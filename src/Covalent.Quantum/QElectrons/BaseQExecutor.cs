using System.Text.Json.Nodes;
using Covalent.Quantum.QElectrons;

namespace Covalent.Quantum;

/// <summary>Base of quantum executors: where the circuits of a QElectron run. Derive from it to bring your own.</summary>
/// <remarks>An executor is settings; it must be safe to use from several threads. Unknown fields of a dictionary are kept in
/// <see cref="Extra"/>, as the documented schema allows.</remarks>
public abstract class BaseQExecutor
{
    private static readonly Lazy<CovalentConfiguration> OfThisProcess = new(static () => CovalentConfiguration.Load());

    private readonly bool? _persistData;
    private readonly Lazy<Shots?> _configuredShots;

    /// <summary>Prepares the settings.</summary>
    protected BaseQExecutor() => _configuredShots = new(() => ConfiguredShots.Read(Defaults));

    /// <summary>Name of the executor, which is also the last part of its configuration section <c>[qelectron.Name]</c>.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Where settings come from that nobody gave. Default: null, the user's configuration file and environment, read once per process.</summary>
    public CovalentConfiguration? Configuration { get; init; }

    /// <summary>Shots that replace those of the QElectron's device: null keeps the device's, <see cref="Shots.Analytic"/> asks for exact
    /// results. Default: the configuration's, else null (written as 0 in dictionaries, as documented).</summary>
    public Shots? Shots
    {
        get => field ?? _configuredShots.Value;
        init;
    }

    /// <summary>Whether circuits and results are kept with the electron that ran them. Default: the configuration's, else true.</summary>
    public bool PersistData
    {
        get => _persistData ?? Defaults.GetBoolean("persist_data") ?? true;
        init => _persistData = value;
    }

    /// <summary>Fields that no property stands for.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>Starts circuits and returns at once, one future per circuit in the same order. A circuit that fails fails only its own future.</summary>
    /// <param name="circuits">What to run.</param>
    /// <param name="batch">The device the QElectron was made for, and the identity of the batch.</param>
    public abstract IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch);

    /// <summary>Waits for futures of <see cref="BatchSubmit"/>; throws the first failure after all have ended.</summary>
    public virtual async Task<IReadOnlyList<QResult>> BatchGetResultsAsync(IReadOnlyList<QFuture<QResult>> futures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        return await Task.WhenAll(futures.Select(future => future.GetResultAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>The settings as a dictionary, without secrets.</summary>
    public JsonObject ToDictionary()
    {
        var json = new JsonObject { ["type"] = Name };
        foreach (var field in AllFields())
        {
            json[field.Name] = field.Value?.DeepClone();
        }

        foreach (var (key, value) in Extra)
        {
            json[key] = value?.DeepClone();
        }

        return json;
    }

    /// <summary>The JSON schema of the settings: title, description, fields with type and default; further fields are allowed.</summary>
    public JsonObject JsonSchema()
    {
        var properties = new JsonObject();
        foreach (var field in AllFields())
        {
            properties[field.Name] = field.Schema();
        }

        return new JsonObject
        {
            ["title"] = Name,
            ["description"] = Description,
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = true,
        };
    }

    /// <summary>One or two sentences for the schema.</summary>
    protected virtual string Description => "A quantum executor.";

    /// <summary>The section <c>[qelectron.Name]</c>: what holds where nothing is given.</summary>
    protected ConfigurationSection Defaults => (Configuration ?? OfThisProcess.Value).Section($"qelectron.{GetType().Name}");

    /// <summary>The executor's own fields, in the order of the schema.</summary>
    protected virtual IEnumerable<QExecutorField> Fields() => [];

    /// <summary>The shots a circuit is run with: this executor's, then the circuit's, then the device's.</summary>
    protected Shots ShotsFor(Circuit circuit, Device device)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(device);
        return Shots ?? circuit.Shots ?? device.Shots;
    }

    /// <summary>One circuit of a batch, with the shots that apply.</summary>
    protected QCircuitRun RunOf(Circuit circuit, QBatch batch, int index)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new(circuit.WithShots(ShotsFor(circuit, batch.Device)), batch.Device, batch.Streams[index]) { CancellationToken = batch.CancellationToken };
    }

    private IEnumerable<QExecutorField> AllFields() =>
    [
        new("persist_data", "boolean", true, PersistData),
        QExecutorField.WithoutDefault("qnode_device_import_path", "array", Extra["qnode_device_import_path"]),
        QExecutorField.WithoutDefault("qnode_device_shots", "integer", Extra["qnode_device_shots"]),
        QExecutorField.WithoutDefault("qnode_device_wires", "integer", Extra["qnode_device_wires"]),
        QExecutorField.WithoutDefault("pennylane_active_return", "boolean", Extra["pennylane_active_return"]),
        .. Fields(),
        new("shots", "integer", 0, ShotsNode()),
    ];

    private JsonNode? ShotsNode() => Shots switch
    {
        null => 0,
        { IsAnalytic: true } => null,
        { IsVector: true } vector => new JsonArray([.. vector.Counts.Select(count => (JsonNode)count)]),
        var number => number.Counts[0],
    };
}

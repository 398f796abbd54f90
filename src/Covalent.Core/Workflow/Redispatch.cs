using System.Runtime.CompilerServices;
using Covalent.Core.Client;
using Covalent.Core.Recording;

namespace Covalent;

/// <summary>A new dispatch derived from an earlier one, being described. Await it to dispatch it; the result is the new dispatch's id.</summary>
/// <remarks>Without changes the same graph runs again. The earlier dispatch is left as it is and need not have ended.</remarks>
public sealed class Redispatch
{
    private readonly string _dispatchId;
    private readonly List<Replacement> _replacements = [];
    private object?[]? _inputs;
    private Dictionary<string, object?>? _namedInputs;
    private bool _reuse;

    internal Redispatch(string dispatchId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dispatchId);
        _dispatchId = dispatchId;
    }

    /// <summary>Calls another method wherever the earlier dispatch calls this one.</summary>
    /// <param name="oldMethod">The method as the workflow names it, such as <c>Tasks.Train</c>.</param>
    /// <param name="newMethod">A method or a lambda without captured variables, with the same parameters and result.</param>
    /// <exception cref="ArgumentException">The two do not have the same parameters and result, or the new one cannot travel.</exception>
    public Redispatch Replace(Delegate oldMethod, Delegate newMethod)
    {
        _replacements.Add(Replacement.Of(oldMethod, newMethod));
        return this;
    }

    /// <summary>Gives new inputs, in the order of the lattice function's parameters; all of them.</summary>
    /// <remarks>New values for plain parameters run the lattice function again, in this process.</remarks>
    public Redispatch WithInputs(params object?[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _inputs = inputs;
        return this;
    }

    /// <summary>Gives a new value to one input, by the name of the lattice function's parameter; the others stay.</summary>
    public Redispatch WithInput(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (_namedInputs ??= new(StringComparer.Ordinal))[name] = value;
        return this;
    }

    /// <summary>Takes the results of completed nodes whose function, inputs and ancestors are unchanged. Without this everything runs again.</summary>
    public Redispatch ReusePreviousResults(bool reuse = true)
    {
        _reuse = reuse;
        return this;
    }

    /// <summary>Registers and starts the new dispatch.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="DispatchNotFoundException">The earlier dispatch is not known.</exception>
    /// <exception cref="WorkflowBuildException">An input or a replacement does not fit the earlier workflow.</exception>
    public async Task<string> DispatchAsync(CancellationToken cancellationToken = default)
    {
        var client = ClientProvider.Current;
        var request = new RedispatchRequest
        {
            NewDispatchId = Guid.CreateVersion7().ToString(),
            DispatchId = _dispatchId,
            ReusePreviousResults = _reuse,
        };
        if (_replacements.Count > 0 || _inputs is not null || _namedInputs is not null)
        {
            request = await ChangeAsync(client, request, cancellationToken).ConfigureAwait(false);
        }

        return await client.RedispatchAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers and starts the new dispatch; awaiting gives its id.</summary>
    public TaskAwaiter<string> GetAwaiter() => DispatchAsync().GetAwaiter();

    private async Task<RedispatchRequest> ChangeAsync(IDispatcherClient client, RedispatchRequest request, CancellationToken cancellationToken)
    {
        var earlier = new RecordedLattice(
            await client.GetGraphAsync(_dispatchId, cancellationToken).ConfigureAwait(false),
            await client.GetLatticeAsync(_dispatchId, cancellationToken).ConfigureAwait(false));
        var changed = NewInputs.Apply(earlier, _inputs, _namedInputs);
        return request with
        {
            Graph = ThisBuild.Of(Replacement.Apply(changed.Graph, _replacements)),
            Lattice = changed.Info,
            BundleId = await Dispatching.StoreBundleAsync(client, cancellationToken).ConfigureAwait(false),
        };
    }
}

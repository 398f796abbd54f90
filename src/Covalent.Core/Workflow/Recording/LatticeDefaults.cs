using System.Text.Json.Nodes;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>What a lattice gives to nodes that say nothing themselves.</summary>
/// <param name="Electrons">For electrons.</param>
/// <param name="WorkflowExecutor">For what the lattice itself needs; null for the electrons' executor.</param>
internal sealed record LatticeDefaults(ElectronOptions Electrons, ExecutorSpec? WorkflowExecutor)
{
    public static LatticeDefaults None { get; } = new(ElectronOptions.None, null);

    /// <summary>For operators, parts, collections and sublattices.</summary>
    public ElectronOptions Glue { get; } = WorkflowExecutor is null ? Electrons : Electrons with { Executor = WorkflowExecutor };

    /// <summary>Defaults of one lattice: the dispatch's options, then its attribute, then those of the lattice it is a part of.</summary>
    public static LatticeDefaults Of(DispatchOptions options, LatticeAttribute? attribute, LatticeDefaults? parent)
    {
        // Names and versions belong to one function and are not inherited.
        var electrons = (options.Electrons ?? ElectronOptions.None) with { Name = null, Version = null };
        electrons = options.Executor is { } executor ? electrons with { Executor = executor } : electrons;
        var workflow = options.WorkflowExecutor ?? (attribute?.WorkflowExecutor is { } name ? new ExecutorSpec(name) : null);
        return new LatticeDefaults(electrons.Or(attribute?.ToElectronOptions()).Or(parent?.Electrons), workflow ?? parent?.WorkflowExecutor);
    }

    public string ToJson() => new JsonObject
    {
        ["electrons"] = OptionsJson.Write(Electrons),
        ["workflow"] = OptionsJson.Write(new ElectronOptions { Executor = WorkflowExecutor }),
    }.ToJsonString();

    public static LatticeDefaults FromJson(string json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        return new LatticeDefaults(OptionsJson.Read(root["electrons"]!.AsObject()), OptionsJson.Read(root["workflow"]!.AsObject()).Executor);
    }
}

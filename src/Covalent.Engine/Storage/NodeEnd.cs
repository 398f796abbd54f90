using Covalent.Core.Execution;

namespace Covalent.Engine.Storage;

/// <summary>A node whose record is to be written: it ended, or its attempt did.</summary>
/// <param name="Dispatch">Which dispatch.</param>
/// <param name="Node">Which node.</param>
/// <param name="Attempt">Attempts made; 0 when it ended without one.</param>
/// <param name="Status">The node's status now.</param>
/// <param name="Outcome">What is known of how it ended.</param>
/// <param name="Assets">Large parts that were already written as files; null when all parts are inline.</param>
/// <param name="HasChild">Whether it is a sublattice with a child dispatch.</param>
internal readonly record struct NodeEnd(
    DispatchKey Dispatch, int Node, int Attempt, Status Status, TaskOutcome Outcome, OutcomeAssets? Assets = null, bool HasChild = false);

/// <summary>The parts of an outcome that lie outside the database.</summary>
internal sealed record OutcomeAssets
{
    public AssetId? Result { get; init; }

    public AssetId? Stdout { get; init; }

    public AssetId? Stderr { get; init; }

    public IEnumerable<AssetId> All() => new[] { Result, Stdout, Stderr }.OfType<AssetId>();
}

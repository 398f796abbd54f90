namespace Covalent.Engine.Storage;

/// <summary>Tells living engines of a store from dead ones, and shows that this one lives.</summary>
internal interface IEngineLiveness
{
    /// <summary>Begins to show that this engine lives; ends with the store.</summary>
    /// <returns>What <see cref="IDispatchOwnership.EnterOwnerAsync"/> is to write down.</returns>
    OwnerRecord Announce();

    /// <summary>Whether an engine lives, as far as its sign of life tells.</summary>
    ValueTask<bool> IsAliveAsync(OwnerRecord owner, CancellationToken cancellationToken);

    /// <summary>Takes the place of an engine that is dead; from then on nothing it might still write is accepted.</summary>
    /// <returns>Held while its dispatches are claimed; null when the engine lives.</returns>
    ValueTask<IDisposable?> TryReplaceAsync(OwnerRecord owner, CancellationToken cancellationToken);
}

namespace Covalent;

/// <summary>Triggers of a server. See <see cref="IDispatcherClient.Triggers"/>.</summary>
public interface ITriggerClient
{
    /// <summary>Attaches a trigger to a dispatch. A dispatch that was registered and not started is started by the first firing; from another one the
    /// first firing derives a new one as every later firing does.</summary>
    /// <param name="dispatchId">The dispatch.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="triggerId">Id made by the caller, so that a repeat adds it once. Null: a new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DispatchNotFoundException">No such dispatch.</exception>
    /// <exception cref="ArgumentException">The trigger cannot work; all problems are named.</exception>
    Task<TriggerSnapshot> AddAsync(string dispatchId, Trigger trigger, string? triggerId = null, CancellationToken cancellationToken = default);

    /// <summary>Triggers in the order they were added: of one dispatch, or all when null.</summary>
    Task<IReadOnlyList<TriggerSnapshot>> ListAsync(string? dispatchId = null, CancellationToken cancellationToken = default);

    /// <summary>Lets a trigger watch, or has it stop watching. What happens while it is disabled does not fire later.</summary>
    /// <exception cref="TriggerNotFoundException">No such trigger.</exception>
    Task<TriggerSnapshot> EnableAsync(string triggerId, bool isEnabled, CancellationToken cancellationToken = default);

    /// <summary>Removes a trigger; the dispatches it started stay. One that is not there is left at that.</summary>
    Task RemoveAsync(string triggerId, CancellationToken cancellationToken = default);

    /// <summary>Fires a trigger from outside.</summary>
    /// <param name="triggerId">The trigger.</param>
    /// <param name="occasion">Names what happened: the same occasion fires once, however often it is told. Null: a new occasion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Id of the dispatch that was started, also for an occasion that fired before.</returns>
    /// <exception cref="TriggerNotFoundException">No such trigger.</exception>
    /// <exception cref="InvalidOperationException">It is disabled, or as many of its dispatches are unfinished as it allows.</exception>
    Task<string> FireAsync(string triggerId, string? occasion = null, CancellationToken cancellationToken = default);
}

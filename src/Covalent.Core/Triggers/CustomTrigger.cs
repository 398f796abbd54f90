using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>Base of triggers of one's own. The code runs in the program that calls <see cref="Workflow.ObserveAsync"/>, since a server runs no user code;
/// the server keeps the trigger, its firings and its limits.</summary>
/// <example><code>
/// sealed record QueueTrigger(MyQueue Queue) : CustomTrigger
/// {
///     protected override async Task ObserveAsync(TriggerObservation observation, CancellationToken cancellationToken)
///     {
///         await foreach (var message in Queue.ReadAsync(cancellationToken))
///         {
///             await observation.FireAsync(occasion: message.Id, cancellationToken);
///         }
///     }
/// }
/// </code></example>
public abstract record CustomTrigger : Trigger
{
    /// <inheritdoc />
    public sealed override string Kind => "custom";

    /// <summary>Watches until it is cancelled, firing through the observation.</summary>
    protected abstract Task ObserveAsync(TriggerObservation observation, CancellationToken cancellationToken);

    internal Task RunAsync(TriggerObservation observation, CancellationToken cancellationToken) => ObserveAsync(observation, cancellationToken);

    private protected sealed override void Write(JsonObject json) => json["type"] = GetType().FullName;
}

/// <summary>Lets a custom trigger fire.</summary>
public sealed class TriggerObservation
{
    private readonly IDispatcherClient _client;

    internal TriggerObservation(IDispatcherClient client, string triggerId) => (_client, TriggerId) = (client, triggerId);

    /// <summary>Id of the trigger on the server.</summary>
    public string TriggerId { get; }

    /// <summary>Fires.</summary>
    /// <param name="occasion">Names what happened: the same occasion fires once, however often it is told. Null: a new occasion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Id of the dispatch that was started.</returns>
    /// <exception cref="CovalentException">The trigger is disabled or removed, or too many of its dispatches are unfinished.</exception>
    public Task<string> FireAsync(string? occasion = null, CancellationToken cancellationToken = default) =>
        _client.Triggers.FireAsync(TriggerId, occasion, cancellationToken);
}

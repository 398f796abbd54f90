namespace Covalent;

/// <content>Triggers.</content>
public static partial class Workflow
{
    /// <summary>Attaches a trigger to a dispatch on the server.</summary>
    /// <inheritdoc cref="ITriggerClient.AddAsync"/>
    public static Task<TriggerSnapshot> AddTriggerAsync(string dispatchId, Trigger trigger, CancellationToken cancellationToken = default) =>
        ClientProvider.Current.Triggers.AddAsync(dispatchId, trigger, null, cancellationToken);

    /// <summary>Triggers of a dispatch, or all when null.</summary>
    public static Task<IReadOnlyList<TriggerSnapshot>> ListTriggersAsync(string? dispatchId = null, CancellationToken cancellationToken = default) =>
        ClientProvider.Current.Triggers.ListAsync(dispatchId, cancellationToken);

    /// <summary>Stops and removes all triggers of a dispatch. What they started goes on.</summary>
    /// <returns>Ids of the triggers; empty when it had none.</returns>
    public static async Task<IReadOnlyList<string>> StopTriggersAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dispatchId);
        var triggers = ClientProvider.Current.Triggers;
        var stopped = new List<string>();
        foreach (var trigger in await triggers.ListAsync(dispatchId, cancellationToken).ConfigureAwait(false))
        {
            await triggers.RemoveAsync(trigger.TriggerId, cancellationToken).ConfigureAwait(false);
            stopped.Add(trigger.TriggerId);
        }

        return stopped;
    }

    /// <summary>Runs a trigger of one's own in this program until it ends or is cancelled. A trigger of the same name on the same dispatch is taken up
    /// again, so that occasions that fired before this program was restarted do not fire twice.</summary>
    public static async Task ObserveAsync(string dispatchId, CustomTrigger trigger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var client = ClientProvider.Current;
        var there = (await client.Triggers.ListAsync(dispatchId, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(known => known.Trigger.Kind == trigger.Kind && known.Trigger.Name == trigger.Name);
        there ??= await client.Triggers.AddAsync(dispatchId, trigger, null, cancellationToken).ConfigureAwait(false);
        await trigger.RunAsync(new TriggerObservation(client, there.TriggerId), cancellationToken).ConfigureAwait(false);
    }
}

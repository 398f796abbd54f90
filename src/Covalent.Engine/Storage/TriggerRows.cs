namespace Covalent.Engine.Storage;

/// <summary>Triggers and firings as rows, which are the same in every database.</summary>
internal static class TriggerRows
{
    public const string Columns = "id, dispatch_id, definition, enabled, created_at, state, next_at, fired, skipped, last_fired_at, last_dispatch_id, last_error";
    public const string FiringColumns = "trigger_id, occasion, dispatch_id, at";

    /// <summary>Dispatches of a trigger that have not ended, those not submitted yet included; the databases differ in their words for true.</summary>
    public static string CountUnfinished(string triggerId, string isFalse) =>
        "SELECT count(DISTINCT f.dispatch_id) FROM trigger_firings f LEFT JOIN dispatches d ON d.id = f.dispatch_id "
        + $"WHERE f.trigger_id = {triggerId} AND (f.submitted = {isFalse} OR d.status NOT IN ({(int)Status.Completed}, {(int)Status.Failed}, {(int)Status.Cancelled}))";

    /// <summary>Lets go of the oldest firings beyond those that are remembered.</summary>
    public static string Forget(string triggerId, string remembered, string isTrue) =>
        $"DELETE FROM trigger_firings WHERE trigger_id = {triggerId} AND submitted = {isTrue} "
        + $"AND at < (SELECT at FROM trigger_firings WHERE trigger_id = {triggerId} ORDER BY at DESC LIMIT 1 OFFSET {remembered})";

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static TriggerRecord Read(Func<int, string?> text, Func<int, long> number, Func<int, bool> flag) => new()
    {
        Id = text(0)!,
        DispatchId = text(1)!,
        Definition = text(2)!,
        IsEnabled = flag(3),
        CreatedAt = number(4),
        State = text(5)!,
        NextAt = number(6),
        Fired = number(7),
        Skipped = number(8),
        LastFiredAt = number(9),
        LastDispatchId = text(10),
        LastError = text(11),
    };

    /// <summary>Reads a row of <see cref="FiringColumns"/>.</summary>
    public static TriggerFiring ReadFiring(Func<int, string?> text, Func<int, long> number) => new(text(0)!, text(1)!, text(2)!, number(3));
}

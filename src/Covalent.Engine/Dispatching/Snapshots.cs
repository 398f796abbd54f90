using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>Turns stored records into what clients see.</summary>
internal static class Snapshots
{
    public static DispatchSnapshot Of(DispatchRecord record) => new()
    {
        DispatchId = record.Key.Id,
        RootDispatchId = record.RootId,
        Name = record.Name,
        Status = record.Status,
        CreatedAt = Time(record.CreatedAt)!.Value,
        StartedAt = Time(record.StartedAt),
        EndedAt = Time(record.EndedAt),
        NodeCount = record.NodeCount,
        CompletedCount = record.CompletedCount,
        FailedCount = record.FailedCount,
        CancelledCount = record.CancelledCount,
        Error = record.Error,
        RedispatchOf = record.RedispatchOf,
        Parent = record.Parent,
    };

    public static DateTimeOffset? Time(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}

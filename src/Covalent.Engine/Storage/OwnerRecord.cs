namespace Covalent.Engine.Storage;

/// <summary>An engine that runs, or ran, dispatches of this store.</summary>
/// <param name="Number">Given by the store.</param>
/// <param name="Host">Machine it runs on.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="ProcessStartedAt">UTC ticks; tells a reused process id from the old process.</param>
/// <param name="LockName">File name of the lock it holds while it lives.</param>
/// <param name="LeftCleanly">Whether it stopped in good order.</param>
internal sealed record OwnerRecord(long Number, string Host, int ProcessId, long ProcessStartedAt, string LockName, bool LeftCleanly = false);

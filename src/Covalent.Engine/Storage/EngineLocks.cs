namespace Covalent.Engine.Storage;

/// <summary>Signs of life by locked files in a folder all engines of the store share. A dead engine writes nothing any more, so its lock is all
/// there is to take.</summary>
internal sealed class EngineLocks(string folder) : IEngineLiveness, IDisposable
{
    private EngineLock? _own;

    public OwnerRecord Announce() => (_own = EngineLock.Create(folder)).ToOwner();

    public ValueTask<bool> IsAliveAsync(OwnerRecord owner, CancellationToken cancellationToken)
    {
        using var taken = EngineLock.TryTakeOver(folder, owner.LockName);
        return new ValueTask<bool>(taken is null);
    }

    public ValueTask<IDisposable?> TryReplaceAsync(OwnerRecord owner, CancellationToken cancellationToken) => new(EngineLock.TryTakeOver(folder, owner.LockName));

    public void Dispose() => _own?.Dispose();
}

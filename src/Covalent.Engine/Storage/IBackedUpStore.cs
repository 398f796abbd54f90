namespace Covalent.Engine.Storage;

/// <summary>A store that can copy itself while it is in use.</summary>
internal interface IBackedUpStore
{
    /// <summary>Writes everything, as it is at one moment, into a folder that does not exist yet.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    void Backup(string folder, CancellationToken cancellationToken);
}

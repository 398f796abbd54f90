namespace Covalent.Worker.Running;

/// <summary>A small file that keeps room on a disk for the news that the disk is full. Best effort: where it cannot be made, there is none.</summary>
internal sealed class DiskReserve(string path) : IDisposable
{
    private const int Length = 32 << 10;

    private bool _isThere;

    /// <summary>Sees to it that the room is kept.</summary>
    public void Keep()
    {
        if (_isThere)
        {
            return;
        }

        try
        {
            // Written, not only made longer: what was never written takes no room.
            File.WriteAllBytes(path, new byte[Length]);
            _isThere = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Release();
        }
    }

    /// <summary>Gives the room to whoever writes next.</summary>
    public void Release()
    {
        try
        {
            File.Delete(path);
            _isThere = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then what follows fails for its own reason.
        }
    }

    public void Dispose() => Release();
}

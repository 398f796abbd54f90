namespace Covalent.Core.Leptons;

/// <summary>A folder for one call, gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("covalent-lepton-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that the task left behind may still write there; the system's own cleaning of temporary folders gets it.
        }
    }
}

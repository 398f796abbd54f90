using Microsoft.Win32.SafeHandles;

namespace Covalent.Worker.Running;

/// <summary>The folder that tasks without one of their own run in. Entered before every task, since the one before may have gone elsewhere.</summary>
internal sealed class BaseFolder
{
    // An open folder is entered without looking its path up, and stays valid when it is renamed.
    private readonly SafeFileHandle? _open;

    public BaseFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
        _open = OperatingSystem.IsLinux() ? NativeProcess.OpenFolder(path) : null;
    }

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    public void Enter()
    {
        if (_open is null || !NativeProcess.TryEnter(_open))
        {
            Directory.SetCurrentDirectory(Path);
        }
    }
}

using Microsoft.Win32.SafeHandles;

namespace Covalent.Core.Execution;

/// <summary>A nameless file that takes what arrives. It is gone when nobody holds its bytes any more, and when this process ends, however it ends.</summary>
internal sealed class Spool : IDisposable
{
    /// <summary>Folder of such files below a data folder.</summary>
    public const string FolderName = "spool";

    private readonly SafeFileHandle _file;
    private long _length;
    private bool _isTaken;

    /// <param name="folder">Folder on the disk that values are kept on; made where it does not exist.</param>
    public Spool(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.spool");
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete,
            OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
    }

    /// <summary>Bytes appended so far.</summary>
    public long Length => _length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }

    /// <returns>False when the disk has no room for them; what was there before still is.</returns>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Append(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Takes the last bytes back.</summary>
    /// <param name="length">How many stay.</param>
    public void Cut(long length) => _length = Math.Min(_length, length);

    /// <summary>What was appended. The file now belongs to it.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        _isTaken = true;
        return SpooledBytes.Of(_file, checked((int)_length));
    }

    public void Dispose()
    {
        if (!_isTaken)
        {
            _file.Dispose();
        }
    }
}

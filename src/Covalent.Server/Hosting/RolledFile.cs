namespace Covalent.Server.Hosting;

/// <summary>A log file that is put aside when it is large; the last few are kept. Not thread-safe.</summary>
internal sealed class RolledFile(string path, long largest = 16 << 20, int kept = 5) : IDisposable
{
    private FileStream? _file;

    /// <summary>Appends; what cannot be written (disk full) is lost, because a log must not stop the work.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file ??= Open();
            if (_file.Length + bytes.Length > largest && _file.Length > 0)
            {
                Roll();
            }

            _file.Write(bytes);
            _file.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
    }

    private void Roll()
    {
        _file!.Dispose();
        _file = null;
        for (var number = kept - 1; number >= 1; number--)
        {
            var from = number == 1 ? path : $"{path}.{number - 1}";
            if (File.Exists(from))
            {
                File.Move(from, $"{path}.{number}", overwrite: true);
            }
        }

        _file = Open();
    }
}

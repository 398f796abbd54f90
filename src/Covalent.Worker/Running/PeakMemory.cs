using System.Buffers.Text;

namespace Covalent.Worker.Running;

/// <summary>The largest amount of memory this process had resident since <see cref="Reset"/>. Zero where the system does not tell.</summary>
internal sealed class PeakMemory
{
    private static readonly byte[] ResetCommand = "5"u8.ToArray();
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle? _reset = Open("/proc/self/clear_refs", FileAccess.Write);

    public void Reset()
    {
        if (_reset is not null)
        {
            RandomAccess.Write(_reset, ResetCommand, 0);
        }
    }

    public static long Read()
    {
        if (Open("/proc/self/status", FileAccess.Read) is not { } status)
        {
            return 0;
        }

        using (status)
        {
            Span<byte> text = stackalloc byte[4096];
            text = text[..RandomAccess.Read(status, text, 0)];
            var at = text.IndexOf("VmHWM:"u8);
            return at >= 0 && Utf8Parser.TryParse(text[(at + 6)..].TrimStart(" \t"u8), out long kilobytes, out _) ? kilobytes * 1024 : 0;
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle? Open(string path, FileAccess access)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

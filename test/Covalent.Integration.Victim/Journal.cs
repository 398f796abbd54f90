namespace Covalent.Integration.Victim;

/// <summary>A file of lines that survive the death of the process, in the order in which things happened.</summary>
internal static class Journal
{
    private static readonly Lock Gate = new();
    private static FileStream? _file;

    public static void Open(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public static void Write(string line)
    {
        lock (Gate)
        {
            _file!.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        }
    }
}

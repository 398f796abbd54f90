using System.Globalization;

namespace Covalent.Worker;

/// <summary>Tells others which process to ask about or to stop.</summary>
internal static class PidFile
{
    /// <summary>Writes this process's id; the file is there whole or not at all.</summary>
    public static void Write(string path)
    {
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(temporary, path, overwrite: true);
    }
}

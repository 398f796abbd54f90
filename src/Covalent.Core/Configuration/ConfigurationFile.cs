using System.Text;

namespace Covalent.Core.Configuration;

/// <summary>Reads the file as text. Takes no lock and leaves nothing behind: a change replaces the file as a whole.</summary>
internal static class ConfigurationFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without a byte order mark; <see langword="null"/> if there is no file.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read or is not UTF-8.</exception>
    public static string? Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > TomlSource.LengthLimit)
            {
                throw Unreadable(path, $"the file is larger than {TomlSource.LengthLimit / 1024 / 1024} MB; this is not a configuration file.");
            }
            using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: false);
            return reader.ReadToEnd().TrimStart('\uFEFF');
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException garbled)
        {
            throw Unreadable(path, "the file is not UTF-8; save it in that encoding.", garbled);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, Directory.Exists(path) ? "this is a folder; a file is expected." : $"the file cannot be read: {refused.Message}", refused);
        }
    }

    private static ConfigurationException Unreadable(string path, string reason, Exception? inner = null) => new(new ConfigurationProblem(path, 0, 0, reason), inner);
}

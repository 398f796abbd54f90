using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Makes Python wheels by hand: a wheel is a zip of a module and a little metadata.</summary>
internal static class Wheel
{
    /// <summary>A wheel of a package whose module has <c>answer()</c>, which returns a number.</summary>
    public static string Write(string folder, string name, string version, int answer, params string[] requires)
    {
        Directory.CreateDirectory(folder);
        var info = $"{name}-{version}.dist-info";
        var files = new Dictionary<string, string>
        {
            [$"{name}/__init__.py"] = $"__version__ = '{version}'\ndef answer():\n    return {answer}\n",
            [$"{info}/METADATA"] = $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + string.Concat(requires.Select(require => $"Requires-Dist: {require}\n")),
            [$"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        };
        var record = string.Concat(files.Select(file => $"{file.Key},sha256={Hash(file.Value)},{Encoding.UTF8.GetByteCount(file.Value)}\n")) + $"{info}/RECORD,,\n";
        var path = Path.Combine(folder, $"{name}-{version}-py3-none-any.whl");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, text) in files.Append(KeyValuePair.Create($"{info}/RECORD", record)))
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return path;
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

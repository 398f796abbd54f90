using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Covalent.Core.Bundles;

/// <summary>A bundle's file list as JSON, and its id.</summary>
internal static class BundleManifestJson
{
    /// <summary>SHA-256 of the canonical text: application, platform, frameworks, then one line a file.</summary>
    public static string IdOf(string application, string runtimeIdentifier, IEnumerable<FrameworkReference> frameworks, IEnumerable<BundleFile> files)
    {
        var text = new StringBuilder().Append(application).Append('\n').Append(runtimeIdentifier).Append('\n');
        foreach (var framework in frameworks)
        {
            text.Append(framework.Name).Append(' ').Append(framework.Version).Append('\n');
        }

        foreach (var file in files)
        {
            text.Append(file.Path).Append('\0').Append(file.Sha256).Append('\0').Append(file.Length).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static BundleManifest Create(string application, string runtimeIdentifier, IReadOnlyList<FrameworkReference> frameworks, IEnumerable<BundleFile> files)
    {
        BundleFile[] ordered = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        return new BundleManifest
        {
            Id = IdOf(application, runtimeIdentifier, frameworks, ordered),
            Application = application,
            RuntimeIdentifier = runtimeIdentifier,
            Frameworks = frameworks,
            Files = ordered,
        };
    }

    public static byte[] Write(BundleManifest manifest)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format"u8, "covalent/bundle");
            json.WriteNumber("version"u8, 1);
            json.WriteString("id"u8, manifest.Id);
            json.WriteString("application"u8, manifest.Application);
            json.WriteString("rid"u8, manifest.RuntimeIdentifier);
            json.WriteStartArray("frameworks"u8);
            foreach (var framework in manifest.Frameworks)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, framework.Name);
                json.WriteString("version"u8, framework.Version);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("files"u8);
            foreach (var file in manifest.Files)
            {
                json.WriteStartObject();
                json.WriteString("path"u8, file.Path);
                json.WriteString("sha256"u8, file.Sha256);
                json.WriteNumber("length"u8, file.Length);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads and checks: paths stay inside the bundle, hashes look like hashes, the id is the hash of the list.</summary>
    /// <exception cref="CovalentException">The bytes are not a manifest, or were altered.</exception>
    public static BundleManifest Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != "covalent/bundle" || root.GetProperty("version").GetInt32() != 1)
            {
                throw Damaged("it does not begin like one");
            }

            var manifest = Create(
                root.GetProperty("application").GetString()!,
                root.GetProperty("rid").GetString()!,
                [.. root.GetProperty("frameworks").EnumerateArray().Select(f => new FrameworkReference(f.GetProperty("name").GetString()!, f.GetProperty("version").GetString()!))],
                root.GetProperty("files").EnumerateArray().Select(ReadFile));
            return manifest.Id == root.GetProperty("id").GetString() ? manifest : throw Damaged("its id is not the hash of its list");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            throw Damaged(e.Message, e);
        }
    }

    private static BundleFile ReadFile(JsonElement element)
    {
        var file = new BundleFile(element.GetProperty("path").GetString()!, element.GetProperty("sha256").GetString()!, element.GetProperty("length").GetInt64());
        if (!IsInside(file.Path))
        {
            throw Damaged($"path '{file.Path}' leads out of the bundle");
        }

        return file is { Sha256.Length: 64, Length: >= 0 } && file.Sha256.All(char.IsAsciiHexDigitLower) ? file : throw Damaged($"the hash of '{file.Path}' is none");
    }

    private static bool IsInside(string path) => path.Length > 0 && path[0] != '/' && !path.Contains('\\') && !path.Contains(':') && !path.Contains('\0')
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static CovalentException Damaged(string what, Exception? cause = null) =>
        new($"A bundle manifest is damaged: {what}. The store was altered; dispatch again so that it is made anew.", cause);
}

using System.Text.Json;

namespace Covalent.Core.Bundles;

/// <summary>Reads the shared frameworks an application names in its runtimeconfig file.</summary>
internal static class RuntimeConfigFile
{
    /// <returns>The frameworks; empty when the application brings its own runtime (self-contained).</returns>
    /// <exception cref="CovalentException">The file is not readable.</exception>
    public static IReadOnlyList<FrameworkReference> ReadFrameworks(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var options = document.RootElement.GetProperty("runtimeOptions");
            return options.TryGetProperty("frameworks", out var many) ? [.. many.EnumerateArray().Select(Read)]
                : options.TryGetProperty("framework", out var one) ? [Read(one)]
                : [];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            throw new CovalentException($"The runtime configuration '{path}' is not readable: {e.Message} Build the application again.", e);
        }
    }

    private static FrameworkReference Read(JsonElement framework) =>
        new(framework.GetProperty("name").GetString() ?? "", framework.GetProperty("version").GetString() ?? "");
}

using System.Text.Json;

namespace Covalent.Quantum.Tests.References;

/// <summary>The QASMBench files beside the repository; they are read where present and never committed.</summary>
internal static class Corpus
{
    private static readonly string? Folder = Find();

    private static JsonElement Files => QuantumReference.Root.GetProperty("qasmbench").GetProperty("files");

    /// <summary>Files of the reference that should parse.</summary>
    public static TheoryData<string> Programs => [.. Files.EnumerateObject().Where(static file => !file.Value.TryGetProperty("must_fail", out _)).Select(static file => file.Name)];

    /// <summary>Files of the reference that must be refused.</summary>
    public static TheoryData<string> Broken => [.. Files.EnumerateObject().Where(static file => file.Value.TryGetProperty("must_fail", out _)).Select(static file => file.Name)];

    /// <summary>What the reference says about a file; a transpiled file has its original's distribution.</summary>
    public static (JsonElement Own, JsonElement Distribution) Expected(string file)
    {
        var own = Files.GetProperty(file);
        return (own, own.TryGetProperty("same_distribution_as", out var original) ? Files.GetProperty(original.GetString()!) : own);
    }

    /// <summary>The text of a file; skips the test where the corpus is absent, and fails it in continuous integration.</summary>
    public static string Read(string file)
    {
        if (Folder is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "The corpus shared/data/qasmbench is missing; continuous integration must have it.");
            Assert.Skip("The corpus shared/data/qasmbench is not on this machine.");
        }

        var path = Path.Combine(Folder!, file);
        if (!File.Exists(path))
        {
            Assert.Skip($"The corpus on this machine lacks {file}.");
        }

        return File.ReadAllText(path);
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "qasmbench");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

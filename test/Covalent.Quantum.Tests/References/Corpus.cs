using System.Text.Json;

namespace Covalent.Quantum.Tests.References;

/// <summary>The QASMBench files beside the repository; they are read where present and never committed.</summary>
internal static class Corpus
{
    private static readonly string? Folder = Find();

    private static JsonElement Files => QuantumReference.Root.GetProperty("qasmbench").GetProperty("files");

    /// <summary>The files that lie in the corpus, by their names in the reference; all of the reference where the corpus is absent.</summary>
    public static IReadOnlyList<string> Present => Folder is null
        ? [.. Files.EnumerateObject().Select(static file => file.Name)]
        : [.. Directory.EnumerateFiles(Folder, "*.qasm", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Whether the corpus is on this machine; always asserted in continuous integration.</summary>
    public static bool IsPresent => Folder is not null;

    /// <summary>Files that should parse.</summary>
    public static TheoryData<string> Programs => [.. Present.Where(static file => !MustFail(file))];

    /// <summary>Files that must be refused.</summary>
    public static TheoryData<string> Broken => [.. Present.Where(MustFail)];

    private static bool MustFail(string file) => Files.TryGetProperty(file, out var known) && known.TryGetProperty("must_fail", out _);

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

        return File.ReadAllText(Path.Combine(Folder!, file));
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

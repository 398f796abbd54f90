using System.Xml.Linq;

namespace Covalent.Integration.Tests.Architecture;

/// <summary>The arrows of the design: everything points to Core; the engine knows no executor; executors know no engine; vendors not each other.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Covalent.Core"] = [],
        ["Covalent.Analyzers"] = [],
        ["Covalent.Analyzers.CodeFixes"] = ["Covalent.Analyzers"],
        ["Covalent.Engine"] = ["Covalent.Core"],
        ["Covalent.Worker"] = ["Covalent.Core"],
        ["Covalent.Executors"] = ["Covalent.Core", "Covalent.Worker"],
        ["Covalent.Persistence.Postgres"] = ["Covalent.Core", "Covalent.Engine"],
        ["Covalent.Quantum"] = ["Covalent.Core"],
        ["Covalent.Server"] = ["Covalent.Core", "Covalent.Engine", "Covalent.Executors", "Covalent.Persistence.Postgres", "Covalent.Worker"],
        ["Covalent.Testing"] = ["Covalent.Core", "Covalent.Engine"],
        ["Covalent.Cli"] = ["Covalent", "Covalent.Core", "Covalent.Executors", "Covalent.Quantum", "Covalent.Server"],
        ["Covalent"] = ["Covalent.Core", "Covalent.Engine", "Covalent.Executors", "Covalent.Worker", "Covalent.Analyzers", "Covalent.Analyzers.CodeFixes"],
    };

    [Fact]
    public void Projects_ReferenceOnlyWhatTheDesignAllows()
    {
        var wrong = new List<string>();
        foreach (var project in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(project);
            if (!Allowed.TryGetValue(name, out var allowed))
            {
                wrong.Add($"{name} is not in the table of arrows; add it with what it may reference");
                continue;
            }

            wrong.AddRange(References(project).Except(allowed).Select(reference => $"{name} → {reference}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void TheStateMachine_TouchesNoClockTaskOrStream() =>
        AssertNoUse("src/Covalent.Engine/State", ["TimeProvider", "System.IO", "Task.", "async ", "Stream", "Thread", "DateTime"]);

    [Fact]
    public void TheEngine_NamesNoVendorOrExecutor() =>
        AssertNoUse("src/Covalent.Engine", ["Slurm", "SshExecutor", "Renci", "Amazon", "Azure", "Google", "LocalExecutor"]);

    [Fact]
    public void OnlyTheQElectronFolder_OfQuantumSeesWorkflows() =>
        AssertNoUse("src/Covalent.Quantum", ["ElectronContext", "TransportGraph", "IDispatcherClient"], except: "QElectrons");

    private static IEnumerable<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    private static void AssertNoUse(string folder, string[] words, string? except = null)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/") && (except is null || !file.Contains($"/{except}/")))
            .ToList();
        Assert.NotEmpty(files);
        var uses = from file in files
                   from line in File.ReadLines(file)
                   where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                   from word in words
                   where line.Contains(word, StringComparison.Ordinal)
                   select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";
        Assert.Empty(uses);
    }
}

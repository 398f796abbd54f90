using System.Reflection;

namespace Covalent.Executors.Tests.Leptons;

public static class PreparedTasks
{
    public static int Add(int a, int b) => a + b;

    public static string Read(string path) => File.ReadAllText(path).Trim();

    [Electron(DepsBash = ["printf 'from the attribute' > prepared.txt"], CreateUniqueWorkDir = true)]
    public static string ReadPrepared() => File.ReadAllText(Path.Combine(ElectronContext.Current!.WorkDir, "prepared.txt"));

    public static string LoadAssembly(string name) => Assembly.Load(name).GetName().Name!;

    public static string Connect(string name) => $"connected to {name}";

    public static string Use(int value, string connection = "none") => $"{value} {connection}";

    public static string UseAll(IReadOnlyList<string> connections) => string.Join(", ", connections);

    public static void Note(string path, string text) => File.AppendAllText(path, text + "\n");

    public static int Fail() => throw new InvalidOperationException("the hook broke");

    public static string CopyText(IReadOnlyList<FilePair>? files = null)
    {
        File.WriteAllText(files![1].Source, File.ReadAllText(files[0].Destination).ToUpperInvariant());
        return string.Join(";", files.Select(pair => $"{Path.GetFileName(pair.Source)}>{Path.GetFileName(pair.Destination)}"));
    }

    /// <summary>Starts the program that PATH names <c>python</c>, and answers what it prints.</summary>
    public static string AskPython(string code)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python", ["-c", code]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return $"{said} {Environment.GetEnvironmentVariable("VIRTUAL_ENV")}";
    }
}

namespace Covalent.Executors.Tests.Local;

/// <summary>Electrons for tests of the in-process driver.</summary>
public static class InProcessTasks
{
    public sealed record Thing(string Name, int Size);

    public static string LeaveFile(string name)
    {
        var path = Path.Combine(ElectronContext.Current!.WorkDir, name);
        File.WriteAllText(path, name);
        return path;
    }

    public static int IgnoreUntil(string started, string release)
    {
        File.AppendAllText(started, "here");
        while (!File.Exists(release))
        {
            Thread.Yield();
        }

        return 1;
    }

    public static string Text() => new('x', 200);

    public static List<int> Numbers() => [1, 2, 3];

    public static Thing Make(string name, int size) => new(name, size);
}

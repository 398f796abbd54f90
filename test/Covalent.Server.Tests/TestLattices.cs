using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Server.Tests;

/// <summary>What the tests dispatch.</summary>
public static class TestLattices
{
    public static Node<string> Hello(Node<string> a, Node<string> b)
    {
        var phrase = Electron(() => TestTasks.Join(a, b));
        return Electron(() => TestTasks.Excite(phrase));
    }

    public static Node<int> Chain(int length)
    {
        var last = Electron(() => TestTasks.Step(length));
        for (var i = 1; i < length; i++)
        {
            var before = last;
            last = Electron(() => TestTasks.Step(before));
        }

        return last;
    }

    public static Node<int> Nested() => Electron(() => Chain(3));

    public static Node<int> Failing() => Electron(() => TestTasks.Fail("no luck"));

    public static Node<string> Blocked(string file) => Electron(() => TestTasks.WaitFor(file));

    public static Node<int> Suicide()
    {
        var good = Electron(() => TestTasks.Step(1));
        var dead = Electron(() => TestTasks.Die());
        return Electron(() => TestTasks.Add(good, dead));
    }

    public static Node<string> BlockedSublattice(string file) => Electron(() => Blocked(file));
}

/// <summary>Electrons of the tests.</summary>
public static class TestTasks
{
    public static string Join(string a, string b) => $"{a}, {b}";

    public static string Excite(string a) => $"{a}!";

    public static int Add(int a, int b) => a + b;

    public static int Step(int x)
    {
        Console.WriteLine($"step {x}");
        return unchecked((x * 31) + 7);
    }

    public static int Fail(string why) => throw new InvalidOperationException(why);

    public static int Die()
    {
        Environment.FailFast("on purpose");
        return 0;
    }

    /// <summary>Waits until a file is there, and gives its text. Ends early when it is cancelled.</summary>
    public static async Task<string> WaitFor(string file, CancellationToken cancellationToken = default)
    {
        Console.WriteLine("waiting");
        await FileNotice.AppearsAsync(file, cancellationToken);
        return await File.ReadAllTextAsync(file, cancellationToken);
    }
}

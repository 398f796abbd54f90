using static Covalent.Workflow;

namespace Covalent.Benchmarks.Server;

/// <summary>What the server benchmark dispatches.</summary>
public static class ServerTasks
{
    public static string Join(string a, string b) => $"{a}, {b}";

    public static string Excite(string a) => $"{a}!";

    public static async Task<string> Ponder(string a)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20));
        return a;
    }

    public static Node<string> Pondering(Node<string> a) => Electron(() => Ponder(a));

    public static int Step(int x) => x + 1;

    public static Node<string> Hello(Node<string> a, Node<string> b)
    {
        var phrase = Electron(() => Join(a, b));
        return Electron(() => Excite(phrase));
    }

    public static Node<int> Wide(int count)
    {
        var last = Electron(() => Step(0));
        for (var i = 1; i < count; i++)
        {
            last = Electron(() => Step(i));
        }

        return last;
    }
}

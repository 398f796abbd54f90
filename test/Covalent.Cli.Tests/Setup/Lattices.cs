using static Covalent.Workflow;

namespace Covalent.Cli.Tests.Setup;

/// <summary>What the tests dispatch.</summary>
internal static class Lattices
{
    public static Task<string> Hello(string whom = "World") => DispatchAsync(Greeting, whom);

    public static Task<string> Numbers() => DispatchAsync(Range, 3);

    public static Task<string> Broken() => DispatchAsync(Failing, "bad");

    public static Task<string> Endless() => DispatchAsync(Waiting, 1);

    public static Task<string> EndlessThenMore() => DispatchAsync(WaitingThenHalves, 1);

    public static Task<string> Talking() => DispatchAsync(Chat, "hello");

    public static Task<string> Nested() => DispatchAsync(Outer, 5000);

    public static Task<string> NestedEndless() => DispatchAsync(Around, 1);

    private static Node<int> Around(Node<int> start) => Electron(() => Waiting(start));

    private static Node<double[]> Outer(Node<int> count) => Electron(() => Inner(count));

    private static Node<double[]> Inner(Node<int> count) => Electron(() => Tasks.Halves(count));

    private static Node<string> Greeting(Node<string> whom)
    {
        var greeting = Electron(() => Tasks.Greet(whom));
        return Electron(() => Tasks.Shout(greeting));
    }

    private static Node<double[]> Range(Node<int> count) => Electron(() => Tasks.Halves(count));

    private static Node<string> Failing(Node<string> text)
    {
        var refused = Electron(() => Tasks.Refuse(text));
        return Electron(() => Tasks.Shout(refused));
    }

    private static Node<int> Waiting(Node<int> start) => Electron(() => Tasks.WaitAsync(start, CancellationToken.None));

    private static Node<double[]> WaitingThenHalves(Node<int> start)
    {
        var count = Electron(() => Tasks.WaitAsync(start, CancellationToken.None));
        return Electron(() => Tasks.Halves(count));
    }

    private static Node<string> Chat(Node<string> text) => Electron(() => Tasks.Talk(text));
}

internal static class Tasks
{
    public static string Greet(string whom) => $"Hello, {whom}";

    public static string Shout(string text) => text + "!";

    public static double[] Halves(int count) => [.. Enumerable.Range(0, count).Select(static i => i / 2.0)];

    public static string Refuse(string text) => throw new InvalidDataException($"'{text}' is \u001b[31mnot\u001b[0m good");

    public static async Task<int> WaitAsync(int start, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return start;
    }

    public static string Talk(string text)
    {
        Console.WriteLine($"out {text}");
        Console.Error.WriteLine($"err {text}");
        return text;
    }
}

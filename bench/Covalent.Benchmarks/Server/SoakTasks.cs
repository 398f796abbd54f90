using static Covalent.Workflow;

namespace Covalent.Benchmarks.Server;

/// <summary>What the soak dispatches beside hellos: fan-outs, sublattices, large values, output, failures and tasks to cancel.</summary>
public static class SoakTasks
{
    public static byte[] Block(int size) => new byte[size];

    public static int Measure(byte[] block) => block.Length;

    public static int Talk(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            Console.WriteLine($"line {i} of {lines}");
        }

        return lines;
    }

    public static int Fail() => throw new InvalidOperationException("as planned");

    public static async Task<int> Linger(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(5), cancellationToken);
        return 0;
    }

    public static Node<int> Large(Node<int> size)
    {
        var block = Electron(() => Block(size));
        return Electron(() => Measure(block));
    }

    public static Node<int> Nested(Node<int> count) => Electron(() => Inner(count));

    public static Node<int> Inner(int count) => ServerTasks.Wide(count);

    public static Node<int> Talking(Node<int> lines) => Electron(() => Talk(lines));

    public static Node<int> Failing() => Electron(() => Fail());

    public static Node<int> Lingering() => Electron(() => Linger(CancellationToken.None));
}

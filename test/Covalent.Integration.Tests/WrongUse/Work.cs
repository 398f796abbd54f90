namespace Covalent.Integration.Tests.WrongUse;

/// <summary>What the wrongly used workflows do.</summary>
public static class Work
{
    public static int Inc(int x) => x + 1;

    public static int Add(int x, int y) => x + y;

    public static double Half(double x) => x / 2;

    public static int Fail() => throw new InvalidDataException("no such sample");

    public static async Task<int> WaitForStop(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(() => stopped.TrySetCanceled(stop));
        return await stopped.Task;
    }

    public static Link Circle()
    {
        var link = new Link();
        link.Next = link;
        return link;
    }

    public static int Length(Link link) => link.Next is null ? 1 : 2;

    /// <summary>May point at itself.</summary>
    public sealed class Link
    {
        public Link? Next { get; set; }
    }
}

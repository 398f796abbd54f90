using System.Globalization;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Plain methods that the tests use as electrons. They know nothing of workflows.</summary>
internal static class Tasks
{
    public static int Zero() => 0;

    public static int Inc(int x) => x + 1;

    public static int Add(int a, int b) => a + b;

    public static int Weigh(int a, int b = 10, int c = 100) => a + (2 * b) + (3 * c);

    public static double Half(double x) => x / 2;

    public static string Join(string a, string b) => $"{a} {b}";

    public static string JoinAll(params object[] xs) => string.Join(",", xs);

    public static double Sum(double[] xs) => xs.Sum();

    public static int Total(IReadOnlyList<int> xs) => xs.Sum();

    public static int TotalOf(params int[] xs) => xs.Sum();

    public static (int Low, int High) Split(int x) => (x / 2, x - (x / 2));

    public static T Same<T>(T value) => value;

    public static List<T> Twice<T>(T value) => [value, value];

    public static string Text(object value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    public static string Describe<T>(T value) => $"{typeof(T).Name}:{value}";

    public static async Task<int> IncAsync(int x)
    {
        await Task.Yield();
        return x + 1;
    }

    public static ValueTask<int> IncValueTask(int x) => new(x + 1);

    public static async ValueTask<int> IncSlowValueTask(int x) => await IncAsync(x);

    public static Task RunAsync(Counter counter) => Task.CompletedTask;

    public static void Nothing(int x) => _ = x;

    public static async Task NothingAsync(int x)
    {
        await Task.Yield();
        _ = x;
    }

    public static ValueTask NothingValueTask(int x) => ValueTask.CompletedTask;

    public static bool SawToken(int x, CancellationToken cancellationToken = default) => cancellationToken.CanBeCanceled;

    public static int Count(List<int> xs, Func<int, bool> test) => xs.Count(test);

    public static int Apply(Func<int, int> f, int x) => f(x);

    public static int Lookup(Dictionary<string, int> map, string key) => map[key];

    public static int Fail(int x) => throw new InvalidTimeZoneException($"no zone {x}");

    public static async Task<int> FailAsync(int x)
    {
        await Task.Yield();
        throw new InvalidTimeZoneException($"no zone {x}");
    }

    public static int In(in int x) => x + 1;
}

internal sealed record Counter(int Start)
{
    public int CountTo(int end) => end - Start;

    public async Task<int> CountToAsync(int end)
    {
        await Task.Yield();
        return end - Start;
    }
}

internal sealed record Model(string Name, double[] Weights, Size? Extent);

internal readonly record struct Size(int Width, int Height)
{
    public static Size operator +(Size a, Size b) => new(a.Width + b.Width, a.Height + b.Height);

    public int Area() => Width * Height;
}

internal sealed class Box
{
    public int Value { get; set; }

    public List<int> Items { get; } = [];

    public Shape Extent;

    public Box? Inner { get; init; }
}

internal struct Shape
{
    public int Depth { get; set; }
}

internal enum Colour
{
    Red = 1,
    Green = 2,
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace Covalent.Core.Tests.Serialization;

/// <summary>One valid value of many shapes, for tests that try to break what reads them.</summary>
internal static class Samples
{
    public static IReadOnlyList<(Type Type, object? Value)> All { get; } =
    [
        Of(true), Of(42), Of(3.5), Of("text with ünicode 𝄞"), Of("lone \uD800 surrogate"), Of(1.5m), Of(BigInteger.Pow(3, 200)),
        Of(new Complex(1, 2)), Of(new DateTime(2024, 1, 1)), Of(DateTimeOffset.UnixEpoch), Of(new DateOnly(2024, 1, 1)), Of(new TimeOnly(1, 2)),
        Of(new Uri("https://example.org/x")), Of(new Version(1, 2)), Of(Colour.Red), Of<int?>(7), Of<string?>(null), Of(new StringBuilder("abc")),
        Of(Enumerable.Range(0, 50).ToArray()), Of(Enumerable.Range(0, 50).Select(x => x * 0.5).ToArray()), Of(new bool[] { true, false, true }),
        Of(new[] { "a", null, "ccc" }), Of(new double[,] { { 1, 2 }, { 3, 4 } }), Of(new string?[,] { { "a", null } }), Of(new int[][] { [1], [2, 3] }),
        Of(new decimal[] { 1, 2 }), Of(new DateTime[] { new(2020, 1, 1) }), Of(new int?[] { 1, null, 3 }), Of(new Point[] { new(1, 2), new(3, 4) }),
        Of(new Padded[] { new() { Flag = true } }), Of(new List<(int, string)> { (1, "a"), (2, "b") }), Of(new HashSet<string> { "a", "b" }),
        Of(new SortedSet<int> { 1, 2 }), Of(new Stack<int>([1, 2])), Of(ImmutableArray.Create(1, 2)), Of(ImmutableList.Create("a")),
        Of(new Dictionary<string, double> { ["a"] = 1, ["b"] = 2 }), Of(new Dictionary<Point, List<int>> { [default] = [1] }),
        Of(new SortedDictionary<int, string> { [1] = "a" }), Of(new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary()),
        Of((1, "a", 2.5)), Of((1, 2, 3, 4, 5, 6, 7, "h")), Of(Tuple.Create(1, "a")), Of(new Person("Ada", 36, new Person("Grace", 40))),
        Of(new Reading(Guid.Empty, default, 1, "n", ["a"], new() { ["k"] = 1 })), Of(new Labelled("l", default, Colour.Green)),
        Of(new Tree("r") { Children = { new Tree("a"), new Tree("b") } }), Of(new Link { Value = 1, Next = new Link { Value = 2 } }),
        Of<IShape>(new Square(1, new Circle(2))), Of<Animal>(new Dog { Name = "d" }), Of<IReadOnlyList<Person>>([new Person("x", 1)]),
        Of(new Pair<List<Point>, Dictionary<int, string?>>([default], new() { [1] = null })), Of(new Blob([1, 2, 3])), Of<IReadOnlyDictionary<string, int[]>>(new Dictionary<string, int[]> { ["x"] = [1] }),
        Of(new Settings { Name = "s" }), Of(new { A = 1, B = new[] { 1.5 } }), Of(new Int128[] { 1, 2 }), Of(new Half[] { (Half)1 }),
    ];

    private static (Type Type, object? Value) Of<T>(T value) => (typeof(T), value);
}

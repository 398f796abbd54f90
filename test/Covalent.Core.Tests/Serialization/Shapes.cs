using System.Collections.Immutable;

namespace Covalent.Core.Tests.Serialization;

internal enum Colour : byte
{
    Red = 1,
    Green = 2,
}

internal sealed record Person(string Name, int Age, Person? Friend = null);

internal sealed record Reading(Guid Id, DateTime At, double Value, string? Note, IReadOnlyList<string> Tags, Dictionary<string, double> Extra);

internal readonly record struct Point(double X, double Y);

internal readonly record struct Labelled(string Label, Point At, Colour Colour);

internal struct Padded
{
    public byte Small;
    public long Large;
    public bool Flag { get; set; }
}

internal sealed class Settings
{
    public string Name { get; set; } = "";
    public int? Level { get; set; }
    public List<string> Tags { get; } = [];
    public string Upper = "";
}

internal sealed class Account
{
    private decimal _balance;

    private Account()
    {
    }

    public string Owner { get; private set; } = "";

    public static Account Open(string owner, decimal balance) => new() { Owner = owner, _balance = balance };

    public decimal Balance() => _balance;
}

internal sealed class Adder(int by)
{
    public int Add(int x) => x + by;
}

internal sealed class Tree
{
    public Tree(string name) => Name = name;

    public string Name { get; }

    public List<Tree> Children { get; init; } = [];
}

internal sealed class Link
{
    public int Value { get; set; }
    public Link? Next { get; set; }
}

internal sealed record Frozen(string Name, ImmutableArray<int> Items, Point At);

internal sealed record Thawed(string Name, int[] Items);

[PayloadTypes(typeof(Circle), typeof(Square))]
internal interface IShape;

internal sealed record Circle(double Radius) : IShape;

internal sealed record Square(double Side, IShape? Inner = null) : IShape;

[PayloadTypes(typeof(Dog))]
internal class Animal
{
    public string Name { get; set; } = "";
}

internal sealed class Dog : Animal
{
    public int Barks { get; set; }
}

internal class OpenBase
{
    public int A { get; set; }
}

internal sealed class OpenDerived : OpenBase
{
    public int B { get; set; }
}

internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

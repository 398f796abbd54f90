using MemoryPack;

namespace Covalent.Benchmarks.Serialization;

// Plain types of a user. MemoryPack cannot do without its attribute and "partial"; the other candidates ignore both.

[MemoryPackable]
public sealed partial record Sample(Guid Id, string Name, int Count, double Weight, DateTime At);

[MemoryPackable]
public readonly partial record struct Point(double X, double Y);

[MemoryPackable]
public sealed partial class Tree
{
    public string Name { get; set; } = "";

    public List<Tree> Children { get; set; } = [];
}

using System.Collections;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>Finds what a slot block refers to beyond itself: shared constants and the nodes whose values it needs.</summary>
internal static class SlotReferences
{
    /// <summary>Adds each shared constant and each node once, in order of first use.</summary>
    public static void Collect(TaskTemplate template, ReadOnlySpan<byte> slots, List<int> shared, List<int> nodes)
    {
        var uses = new UseRecorder(shared);
        var reader = new SlotReader(slots, uses);
        foreach (var slot in template.Slots)
        {
            switch (slot.Kind)
            {
                case SlotKind.Constant or SlotKind.Json:
                    reader.Constant();
                    break;
                case SlotKind.Node:
                    AddOnce(nodes, reader.Node());
                    break;
                default:
                    Structure(ref reader, nodes, depth: 0);
                    break;
            }
        }
    }

    private static void Structure(ref SlotReader reader, List<int> nodes, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new CovalentException($"The arguments of a node are nested more than {MaxDepth} levels deep. Pass the inner part as the result of an electron of its own.");
        }

        switch (reader.Tag())
        {
            case StructureTag.Constant:
                reader.Constant();
                break;
            case StructureTag.Node:
                AddOnce(nodes, reader.Node());
                break;
            case StructureTag.List:
                for (var left = reader.Count(); left > 0; left--)
                {
                    Structure(ref reader, nodes, depth + 1);
                }

                break;
            default:
                for (var left = reader.Count(); left > 0; left--)
                {
                    reader.Constant();
                    Structure(ref reader, nodes, depth + 1);
                }

                break;
        }
    }

    private const int MaxDepth = 256;

    private static void AddOnce(List<int> list, int value)
    {
        if (!list.Contains(value))
        {
            list.Add(value);
        }
    }

    /// <summary>Stands in for the graph's shared constants and notes which ones are asked for.</summary>
    private sealed class UseRecorder(List<int> uses) : IReadOnlyList<ReadOnlyMemory<byte>>
    {
        public int Count => int.MaxValue;

        public ReadOnlyMemory<byte> this[int index]
        {
            get
            {
                AddOnce(uses, index);
                return default;
            }
        }

        public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => Enumerable.Empty<ReadOnlyMemory<byte>>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Covalent.Core.Graph;

namespace Covalent.Engine.Dispatching;

/// <summary>Hashes what a task computes: its function, its expressions and what its slots hold. What stands for a node is the caller's choice.</summary>
/// <remarks>What is added is gathered and hashed at once: one call into the hash function costs as much as hashing a kilobyte.</remarks>
internal sealed class Fingerprint
{
    public const int Size = SHA256.HashSizeInBytes;
    private const int LargestGathered = 16 * 1024;
    private readonly ArrayBufferWriter<byte> _gathered = new(512);

    /// <summary>Adds what stands for the output of a node.</summary>
    public delegate void NodeHasher(Fingerprint fingerprint, int node);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_gathered.GetSpan(sizeof(int)), bytes.Length);
        _gathered.Advance(sizeof(int));
        if (bytes.Length <= LargestGathered)
        {
            _gathered.Write(bytes);
            return;
        }

        SHA256.HashData(bytes, _gathered.GetSpan(Size));
        _gathered.Advance(Size);
    }

    public void AddSlots(TransportGraph graph, int node, NodeHasher addNode)
    {
        var reader = new SlotReader(graph.SlotsOf(node).Span, graph.SharedConstants);
        var slots = graph.TemplateOf(node).Slots;
        for (var i = 0; i < slots.Count; i++)
        {
            switch (slots[i].Kind)
            {
                case SlotKind.Constant or SlotKind.Json:
                    Add(reader.Constant());
                    break;
                case SlotKind.Node:
                    addNode(this, reader.Node());
                    break;
                default:
                    AddStructure(ref reader, addNode);
                    break;
            }
        }
    }

    /// <summary>The hash of everything added; then all is forgotten.</summary>
    public void Finish(Span<byte> hash)
    {
        SHA256.HashData(_gathered.WrittenSpan, hash);
        _gathered.ResetWrittenCount();
    }

    private void AddStructure(ref SlotReader reader, NodeHasher addNode)
    {
        var tag = reader.Tag();
        Add([(byte)tag]);
        switch (tag)
        {
            case StructureTag.Constant:
                Add(reader.Constant());
                break;
            case StructureTag.Node:
                addNode(this, reader.Node());
                break;
            default:
                AddItems(ref reader, tag == StructureTag.Map, addNode);
                break;
        }
    }

    private void AddItems(ref SlotReader reader, bool hasKeys, NodeHasher addNode)
    {
        var count = reader.Count();
        Add(BitConverter.GetBytes(count));
        for (; count > 0; count--)
        {
            if (hasKeys)
            {
                Add(reader.Constant());
            }

            AddStructure(ref reader, addNode);
        }
    }
}

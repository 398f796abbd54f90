using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Graph;

namespace Covalent.Engine.Dispatching;

/// <summary>Hashes what a task computes: its function, its expressions and what its slots hold. What stands for a node is the caller's choice.</summary>
internal sealed class Fingerprint : IDisposable
{
    public const int Size = 32;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds what stands for the output of a node.</summary>
    public delegate void NodeHasher(Fingerprint fingerprint, int node);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public void AddSlots(TransportGraph graph, int node, NodeHasher addNode)
    {
        var reader = new SlotReader(graph.SlotsOf(node).Span, graph.SharedConstants);
        foreach (var slot in graph.TemplateOf(node).Slots)
        {
            switch (slot.Kind)
            {
                case SlotKind.Constant:
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

    /// <summary>The hash, and a fresh start.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();

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

using Covalent.Core.Recording;

namespace Covalent;

/// <summary>A call recorded in a lattice. It has no value yet; it can be waited for, and be the result of a lattice that returns nothing.</summary>
public class Node
{
    internal Node(Recorder? recorder, int id, NodeOrigin? origin)
    {
        Recorder = recorder;
        Id = id;
        Origin = origin;
    }

    /// <summary>The lattice it was recorded in; null for a plain value that stands where a node is wanted.</summary>
    internal Recorder? Recorder { get; }

    /// <summary>Id in the graph; -1 while it is only a value, a part of another node or a collection of nodes.</summary>
    internal int Id { get; set; }

    /// <summary>What stands behind it when it is not a node of the graph itself.</summary>
    internal NodeOrigin? Origin { get; }

    internal virtual Type ValueType => typeof(void);

    /// <summary>Explains what this is; the value is not known while the lattice is built.</summary>
    public override string ToString() => NodeText.Describe(this);
}

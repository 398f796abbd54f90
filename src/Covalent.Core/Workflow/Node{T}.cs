using Covalent.Core.Recording;

namespace Covalent;

/// <summary>The future value of an electron, an input or a sublattice while a lattice is being built.</summary>
/// <remarks>Pass it to other electrons as if it were a <typeparamref name="T"/>: inside <c>Electron(() => …)</c> it stands for the value, and
/// <see cref="Value"/> says so where the compiler wants a <typeparamref name="T"/>. Anywhere else reading it throws, because nothing has run yet.
/// Arithmetic and comparisons on nodes make new nodes; <c>==</c> compares the nodes themselves and is almost never meant.</remarks>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed partial class Node<T> : Node
{
    internal Node(Recorder? recorder, int id, NodeOrigin? origin = null) : base(recorder, id, origin)
    {
    }

    /// <summary>The value, inside <c>Electron(() => …)</c> only.</summary>
    /// <exception cref="WorkflowBuildException">Read while the lattice is being built.</exception>
    public T Value => throw WrongUse.ReadOutside(this);

    internal override Type ValueType => typeof(T);

    /// <summary>A plain value where a node is wanted.</summary>
    public static implicit operator Node<T>(T value) => new(null, -1, new ConstantOrigin(value));

    /// <summary>The value, inside <c>Electron(() => …)</c> only.</summary>
    /// <exception cref="WorkflowBuildException">Converted while the lattice is being built.</exception>
    public static implicit operator T(Node<T> node) => throw WrongUse.ReadOutside(node);
}

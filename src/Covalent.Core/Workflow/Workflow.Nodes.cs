using Covalent.Core.Recording;

namespace Covalent;

/// <content>Functions that join nodes without a task of their own.</content>
public static partial class Workflow
{
    /// <summary>Makes one node start only after others have completed, without using their values.</summary>
    /// <param name="child">The node that waits.</param>
    /// <param name="after">The nodes it waits for. A collection of nodes counts as all of them.</param>
    /// <returns><paramref name="child"/>.</returns>
    /// <exception cref="WorkflowBuildException">A node is of another lattice, or would wait for itself.</exception>
    public static Node<T> Wait<T>(Node<T> child, params Node[] after)
    {
        WaitingEdges.Add(child, after);
        return child;
    }

    /// <inheritdoc cref="Wait{T}(Node{T}, Node[])"/>
    public static Node Wait(Node child, params Node[] after)
    {
        WaitingEdges.Add(child, after);
        return child;
    }

    /// <summary>Several nodes of one type as one: a node of an array of their values. Costs no task where it is an argument.</summary>
    public static Node<T[]> Gather<T>(IEnumerable<Node<T>> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return Collect<T[]>(nodes.ToArray());
    }

    /// <summary>A dictionary of nodes as one node of a dictionary of their values. Costs no task where it is an argument.</summary>
    public static Node<Dictionary<TKey, T>> Gather<TKey, T>(IReadOnlyDictionary<TKey, Node<T>> nodes) where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return Collect<Dictionary<TKey, T>>(new Dictionary<TKey, Node<T>>(nodes));
    }

    /// <summary>Two nodes as one node of a tuple. Costs no task where it is an argument.</summary>
    public static Node<(T1, T2)> Gather<T1, T2>(Node<T1> first, Node<T2> second) => Collect<(T1, T2)>((first, second));

    /// <summary>Three nodes as one node of a tuple. Costs no task where it is an argument.</summary>
    public static Node<(T1, T2, T3)> Gather<T1, T2, T3>(Node<T1> first, Node<T2> second, Node<T3> third) => Collect<(T1, T2, T3)>((first, second, third));

    /// <summary>Four nodes as one node of a tuple. Costs no task where it is an argument.</summary>
    public static Node<(T1, T2, T3, T4)> Gather<T1, T2, T3, T4>(Node<T1> first, Node<T2> second, Node<T3> third, Node<T4> fourth) =>
        Collect<(T1, T2, T3, T4)>((first, second, third, fourth));

    /// <summary>Five nodes as one node of a tuple. Costs no task where it is an argument.</summary>
    public static Node<(T1, T2, T3, T4, T5)> Gather<T1, T2, T3, T4, T5>(Node<T1> first, Node<T2> second, Node<T3> third, Node<T4> fourth, Node<T5> fifth) =>
        Collect<(T1, T2, T3, T4, T5)>((first, second, third, fourth, fifth));

    private static Node<T> Collect<T>(object container) => new(Recorder.Require("Gather"), -1, new StructureOrigin(container, container.GetType()));
}

namespace Covalent;

/// <summary>What a node supplies for one slot of its template. The numbers are stored; never renumber.</summary>
public enum SlotKind : byte
{
    /// <summary>An encoded value.</summary>
    Constant = 0,

    /// <summary>The id of a node whose output is the value.</summary>
    Node = 1,

    /// <summary>A tree of lists, dictionaries and tuples with nodes and constants at its leaves.</summary>
    Structure = 2,

    /// <summary>A value as JSON, given by somebody without the type; the task reads it as the declared type.</summary>
    Json = 3,
}

/// <summary>One hole of a <see cref="TaskTemplate"/>.</summary>
/// <param name="Kind">What the nodes made from the template put there.</param>
/// <param name="Type">Type reference text of the value the hole takes.</param>
public readonly record struct SlotShape(SlotKind Kind, string Type);

using System.Reflection;

namespace Covalent.Core.Recording;

/// <summary>What stands behind a <see cref="Node"/> that is not itself a node of the graph: literals, parts and lists cost no task.</summary>
internal abstract record NodeOrigin;

/// <summary>A plain value.</summary>
internal sealed record ConstantOrigin(object? Value) : NodeOrigin;

/// <summary>A list, dictionary or tuple with nodes in it.</summary>
/// <param name="Container">The collection as it was when it was gathered.</param>
/// <param name="Type">Its type, nodes included.</param>
internal sealed record StructureOrigin(object Container, Type Type) : NodeOrigin;

/// <summary>A field, property or element of another node's value.</summary>
/// <param name="Source">The node it is a part of.</param>
/// <param name="Member">A field, a getter, an indexer's getter; null for an element of an array.</param>
/// <param name="Index">The index, if there is one: a node or a constant wrapped as one.</param>
internal sealed record PartOrigin(Node Source, MemberInfo? Member, Node? Index) : NodeOrigin;

namespace Covalent;

/// <summary>An argument passed by name to a function in another language; made by <see cref="Workflow.Named"/>.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Value">A value, a node, or a collection of nodes.</param>
public sealed record NamedArgument(string Name, object? Value);

namespace Covalent.Core.Expressions;

/// <summary>Null stood where a travelling expression needed an object. Compiled code would have thrown its base class, without saying where.</summary>
internal sealed class NullOperandException(string message) : NullReferenceException(message);

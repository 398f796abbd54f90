namespace Covalent.Engine.State;

/// <summary>An event came that the machine's state does not allow: a mistake in the engine or in an executor driver.</summary>
internal sealed class IllegalTransitionException(string message) : InvalidOperationException(message);

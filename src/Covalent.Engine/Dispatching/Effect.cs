namespace Covalent.Engine.Dispatching;

/// <summary>What is done once a pass is durable, and what is done instead when it cannot be made so.</summary>
internal readonly record struct Effect(Action Done, Action<Exception>? Failed = null);

namespace Covalent.Core.Execution;

/// <summary>Two sides are of different versions, which another attempt meets again: a matter of configuration.</summary>
internal sealed class VersionMismatchException(string message) : CovalentException(message);

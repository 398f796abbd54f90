namespace Covalent.Core.Leptons;

/// <summary>A task in another language cannot be prepared, or its answer cannot be read.</summary>
internal sealed class LeptonException(string message, Exception? innerException = null) : CovalentException(message, innerException);

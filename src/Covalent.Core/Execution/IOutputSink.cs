namespace Covalent.Core.Execution;

/// <summary>Takes what one electron says while it runs in this process.</summary>
internal interface IOutputSink
{
    /// <summary>A piece of its console output.</summary>
    void Write(OutputStream stream, ReadOnlySpan<char> text);

    /// <summary>How far it is.</summary>
    void Progress(double fraction, string? message);
}

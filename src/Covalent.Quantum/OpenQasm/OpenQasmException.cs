namespace Covalent.Quantum;

/// <summary>An OpenQASM text is wrong, or uses something that is not supported; says where.</summary>
public sealed class OpenQasmException : CovalentException
{
    /// <summary>Names the place, the thing and the reason.</summary>
    public OpenQasmException(string message, int line, int column, string? fileName = null)
        : base($"{fileName ?? "OpenQASM"}:{line}:{column}: {message}")
    {
        Line = line;
        Column = column;
        FileName = fileName;
    }

    /// <summary>Line of the text, from 1.</summary>
    public int Line { get; }

    /// <summary>Column of the line, from 1.</summary>
    public int Column { get; }

    /// <summary>The file, where the text came from one.</summary>
    public string? FileName { get; }
}

namespace Covalent;

/// <summary>One thing that a shell command gives back; its text is read as the declared type.</summary>
public sealed record ShellOutput
{
    private ShellOutput(string kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Standard output without its last line end.</summary>
    public static ShellOutput Stdout { get; } = new("stdout", "");

    /// <summary>The end of standard error (8,000 characters).</summary>
    public static ShellOutput Stderr { get; } = new("stderr", "");

    /// <summary>The exit code.</summary>
    public static ShellOutput ExitCode { get; } = new("code", "");

    internal string Kind { get; }

    internal string Name { get; }

    /// <summary>The value of a shell variable when the command has ended.</summary>
    public static ShellOutput Variable(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new ShellOutput("variable", name);
    }

    /// <summary>The contents of a file; relative paths lie under the task's work folder.</summary>
    public static ShellOutput File(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ShellOutput("file", path);
    }
}

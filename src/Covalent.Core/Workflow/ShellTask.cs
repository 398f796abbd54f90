namespace Covalent;

/// <summary>A shell command as an electron. Positional arguments are <c>$1</c>, <c>$2</c>, …; arguments by name are environment variables
/// (<c>"$name"</c>), and <c>{name}</c> in the text stands for the value, quoted.</summary>
/// <param name="Text">The command, or several lines of script.</param>
public sealed record ShellTask(string Text)
{
    /// <summary>What the electron returns: one output as the result, several as a tuple. Default: standard output.</summary>
    public IReadOnlyList<ShellOutput> Outputs { get; init; } = [ShellOutput.Stdout];

    /// <summary>Exit codes that count as success. Default: 0 alone. Any other fails the task with what was written to standard error.</summary>
    public IReadOnlyList<int> SuccessCodes { get; init; } = [0];

    /// <summary>The shell, on the machine where the task runs. Default: <c>bash</c> where there is one, else <c>sh</c>.</summary>
    public string? Shell { get; init; }

    /// <summary>Name shown for the node. Default: the command's first word.</summary>
    public string? Name { get; init; }

    /// <summary>Where it runs. Null: the options', the lattice's, the configuration's.</summary>
    public ExecutorSpec? Executor { get; init; }

    /// <summary>Retries, time limit, dependencies and more. Null: the lattice's.</summary>
    public ElectronOptions? Options { get; init; }

    /// <summary>Script file that travels with the task; null for none.</summary>
    internal string? File { get; private init; }

    /// <summary>A script file, which travels with the task.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="function">Function of the script to call with the arguments. Null: the script itself is run.</param>
    public static ShellTask Script(string path, string? function = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var name = Path.GetFileName(path);
        return new ShellTask(function is null ? $". \"$COVALENT_CODE\"/{name}" : $". \"$COVALENT_CODE\"/{name}\n{function} \"$@\"") { File = path, Name = function ?? name };
    }
}

namespace Covalent;

/// <summary>A Python function as an electron: where it is, and how it runs.</summary>
/// <param name="Source">A file such as <c>iris.py</c>, which travels with the task, or an importable module such as <c>pkg.module</c>, which must be
/// installed where the task runs.</param>
/// <param name="Name">The function within it; <c>Class.method</c> for a static method.</param>
public sealed record PythonFunction(string Source, string Name)
{
    /// <summary>Where it runs. Null: the options', the lattice's, the configuration's.</summary>
    public ExecutorSpec? Executor { get; init; }

    /// <summary>Retries, time limit, dependencies and more. Null: the lattice's.</summary>
    public ElectronOptions? Options { get; init; }

    /// <summary>The interpreter on the machine where the task runs: a command or path, <c>venv:FOLDER</c> or <c>conda:NAME</c>. Null: the options',
    /// then the variable <c>COVALENT_PYTHON</c> there, then <c>python3</c>.</summary>
    public string? Interpreter { get; init; }
}

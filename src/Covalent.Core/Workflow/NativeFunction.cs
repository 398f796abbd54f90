namespace Covalent;

/// <summary>A C function of a shared library as an electron. Numbers and <c>bool</c> pass by value, arrays of numbers as pointers to their items,
/// text as UTF-8 ending in 0.</summary>
/// <param name="Library">A file such as <c>./libfilter.so</c>, which travels with the task, or a library's name such as <c>libm.so.6</c>, which must be
/// installed where the task runs.</param>
/// <param name="Name">The function.</param>
/// <remarks>Linux and macOS on x64 and ARM64. Nothing checks the arguments against the C declaration: a wrong type crashes the process, so
/// run it on an executor with processes of its own.</remarks>
public sealed record NativeFunction(string Library, string Name)
{
    /// <summary>Type of the C return value: a number, <c>bool</c>, or <c>void</c>. Default: the electron's type where no argument is an output, else void.</summary>
    public Type? Returns { get; init; }

    /// <summary>Where it runs. Null: the options', the lattice's, the configuration's.</summary>
    public ExecutorSpec? Executor { get; init; }

    /// <summary>Retries, time limit, dependencies and more. Null: the lattice's.</summary>
    public ElectronOptions? Options { get; init; }
}

/// <summary>An argument that a C function writes to; made by <see cref="Workflow.InOut"/> and <see cref="Workflow.Out{T}(int)"/>.</summary>
/// <param name="Value">What it holds before the call: a value, a node, or an array.</param>
public sealed record NativeOutput(object? Value);

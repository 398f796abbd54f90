using Covalent.Core.Leptons;
using Covalent.Core.Recording;

namespace Covalent;

/// <content>Electrons in other languages.</content>
public static partial class Workflow
{
    /// <summary>Records a call of a Python function. It runs in a Python of the machine that the executor chooses; nothing but the interpreter has to
    /// be there.</summary>
    /// <param name="source">A file such as <c>iris.py</c>, which travels with the task, or an importable module such as <c>pkg.module</c>.</param>
    /// <param name="function">The function within it.</param>
    /// <param name="arguments">Values, nodes and collections of nodes; <see cref="Named"/> for arguments by name. Arrays of numbers arrive as NumPy arrays
    /// (or, without NumPy, as <c>array.array</c>), tuples as tuples, records as dictionaries.</param>
    /// <returns>The future result: declare <see cref="PythonObject"/> for objects that only Python understands.</returns>
    /// <exception cref="WorkflowBuildException">The file is not there, or an argument cannot travel.</exception>
    /// <example><code>
    /// var model = Python&lt;PythonObject&gt;("iris.py", "train_svm", data, Named("C", c));
    /// </code></example>
    public static Node<T> Python<T>(string source, string function, params ReadOnlySpan<object?> arguments) => Python<T>(new PythonFunction(source, function), arguments);

    /// <summary>Records a call of a Python function with an executor, options or an interpreter of its own.</summary>
    /// <inheritdoc cref="Python{T}(string, string, ReadOnlySpan{object?})"/>
    public static Node<T> Python<T>(PythonFunction function, params ReadOnlySpan<object?> arguments)
    {
        var recorder = Recorder.Require("Python");
        return new Node<T>(recorder, PythonRecorder.Record(recorder, function, typeof(T), arguments));
    }

    /// <summary>Records a call of a Python function whose result nobody needs.</summary>
    /// <inheritdoc cref="Python{T}(string, string, ReadOnlySpan{object?})"/>
    public static Node Python(PythonFunction function, params ReadOnlySpan<object?> arguments)
    {
        var recorder = Recorder.Require("Python");
        return new Node(recorder, PythonRecorder.Record(recorder, function, typeof(void), arguments), null);
    }

    /// <summary>An argument by name, for functions in other languages.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">A value, a node, or a collection of nodes.</param>
    public static NamedArgument Named(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new NamedArgument(name, value);
    }
}

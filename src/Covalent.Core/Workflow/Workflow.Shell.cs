using Covalent.Core.Leptons;
using Covalent.Core.Recording;

namespace Covalent;

/// <content>Shell commands and C functions.</content>
public static partial class Workflow
{
    /// <summary>Records a shell command whose standard output is the result.</summary>
    /// <param name="command">The command: <c>$1</c>, <c>$2</c>, … and <c>{name}</c> stand for the arguments, however odd their characters are.</param>
    /// <param name="arguments">Values and nodes; <see cref="Named"/> for arguments by name.</param>
    /// <exception cref="WorkflowBuildException">An argument cannot travel.</exception>
    /// <example><code>
    /// Node&lt;int&gt; lines = Shell&lt;int&gt;("wc -l &lt; \"$1\"", path);
    /// </code></example>
    public static Node<string> Shell(string command, params ReadOnlySpan<object?> arguments) => Shell<string>(new ShellTask(command), arguments);

    /// <summary>Records a shell command whose output is read as a type: numbers, text, lists of lines, JSON.</summary>
    /// <inheritdoc cref="Shell(string, ReadOnlySpan{object?})"/>
    public static Node<T> Shell<T>(string command, params ReadOnlySpan<object?> arguments) => Shell<T>(new ShellTask(command), arguments);

    /// <summary>Records a shell command with outputs, exit codes, a script file, an executor or options of its own.</summary>
    /// <inheritdoc cref="Shell(string, ReadOnlySpan{object?})"/>
    public static Node<T> Shell<T>(ShellTask command, params ReadOnlySpan<object?> arguments)
    {
        var recorder = Recorder.Require("Shell");
        return new Node<T>(recorder, ShellRecorder.Record(recorder, command, typeof(T), arguments));
    }

    /// <summary>Records a call of a C function in a shared library.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Values and nodes; <see cref="InOut"/> and <see cref="Out{T}(int)"/> for what the function writes to.</param>
    /// <returns>The return value, then the outputs in order: one as it is, several as a tuple.</returns>
    /// <exception cref="WorkflowBuildException">An argument or the result has a type that C functions do not take, or the number of outputs differs from the type's.</exception>
    public static Node<T> Native<T>(NativeFunction function, params ReadOnlySpan<object?> arguments)
    {
        var recorder = Recorder.Require("Native");
        return new Node<T>(recorder, NativeRecorder.Record(recorder, function, typeof(T), arguments));
    }

    /// <summary>An argument of a C function that it reads and writes: an array as a pointer to its items, a number as a pointer to it.</summary>
    public static NativeOutput InOut(object? value) => new(value);

    /// <summary>An argument of a C function that it writes: an array of so many items, set to zero before.</summary>
    public static NativeOutput Out<T>(int length) where T : unmanaged => new(new T[length]);

    /// <summary>An argument of a C function that it writes: one number, passed as a pointer.</summary>
    public static NativeOutput Out<T>() where T : unmanaged => new(default(T));
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Records calls of Python functions.</summary>
internal static partial class PythonRecorder
{
    public const string Language = "python";

    private const int LongestSource = 4000;

    public static int Record(Recorder recorder, PythonFunction function, Type result, ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        return LeptonRecorder.Record(recorder, CallOf(function), result, arguments);
    }

    private static LeptonCall CallOf(PythonFunction function)
    {
        if (!Name().IsMatch(function.Name))
        {
            throw new WorkflowBuildException($"'{function.Name}' is not the name of a Python function. Give the name alone, without arguments.");
        }

        var isFile = function.Source.EndsWith(".py", StringComparison.OrdinalIgnoreCase);
        var module = isFile ? Path.GetFileNameWithoutExtension(function.Source) : function.Source;
        if (!Name().IsMatch(module))
        {
            throw new WorkflowBuildException(isFile
                ? $"The file '{function.Source}' cannot be imported by Python: '{module}' is not a module's name. Rename it to letters, digits and underscores."
                : $"'{function.Source}' is neither a .py file nor the name of a Python module such as 'package.module'.");
        }

        var facts = new JsonObject { ["is_file"] = isFile };
        if (function.Interpreter is { } interpreter)
        {
            facts["interpreter"] = interpreter;
        }

        var file = isFile ? LeptonFile.Read(function.Source) : null;
        var text = file is null ? null : System.Text.Encoding.UTF8.GetString(file.Content);
        return new LeptonCall
        {
            Language = Language,
            Name = function.Name,
            Origin = file?.Name ?? module,
            Description = new LeptonDescription { Source = module, Function = function.Name, Facts = facts },
            Files = file is null ? [] : [file],
            Executor = function.Executor,
            Options = function.Options,
            SourceText = text is { Length: > LongestSource } ? text[..LongestSource] : text,
        };
    }

    [GeneratedRegex(@"^[^\W\d]\w*(\.[^\W\d]\w*)*\z")]
    private static partial Regex Name();
}

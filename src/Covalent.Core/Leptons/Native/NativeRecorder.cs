using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Records calls of C functions.</summary>
internal static class NativeRecorder
{
    public const string Language = "c";

    public static int Record(Recorder recorder, NativeFunction function, Type result, ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        var plain = new object?[arguments.Length];
        var outputs = new JsonArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            plain[i] = arguments[i] is NativeOutput output ? output.Value : arguments[i];
            outputs.Add((JsonNode)(arguments[i] is NativeOutput));
            Check(function, plain[i], i);
        }

        var outs = outputs.Count(isOutput => (bool)isOutput!);
        var returns = function.Returns ?? (outs == 0 ? result : typeof(void));
        if (returns != typeof(void) && !NativeValues.IsNumber(returns))
        {
            throw new WorkflowBuildException($"The C function '{function.Name}' is declared to return '{returns}'. C functions return numbers, bool or void; let it write to an array passed with Out or InOut.");
        }

        CheckCount(function, result, outs + (returns == typeof(void) ? 0 : 1));
        return LeptonRecorder.Record(recorder, CallOf(function, outputs, returns), result, plain);
    }

    private static LeptonCall CallOf(NativeFunction function, JsonArray outputs, Type returns)
    {
        // What looks like a path must be a file here; a bare name may be a library of the far machine.
        var isFile = function.Library.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar) || File.Exists(function.Library);
        var file = isFile ? LeptonFile.Read(function.Library) : null;
        return new LeptonCall
        {
            Language = Language,
            Name = function.Name,
            Origin = file?.Name ?? function.Library,
            Description = new LeptonDescription
            {
                Source = file?.Name ?? function.Library,
                Function = function.Name,
                Facts = new JsonObject { ["is_file"] = isFile, ["outputs"] = outputs, ["returns"] = TypeReference.Format(returns) },
            },
            Files = file is null ? [] : [file],
            Executor = function.Executor,
            Options = function.Options,
        };
    }

    private static void Check(NativeFunction function, object? argument, int index)
    {
        if (argument is NamedArgument)
        {
            throw new WorkflowBuildException($"Argument {index + 1} of the C function '{function.Name}' is named. C knows positions only.");
        }

        var type = argument is Node node ? node.ValueType : argument?.GetType();
        if (type is null || !(NativeValues.IsNumber(type) || NativeValues.IsArray(type) || type == typeof(string)))
        {
            throw new WorkflowBuildException($"Argument {index + 1} of the C function '{function.Name}' is {(type is null ? "null" : $"of type '{type}'")}. C functions take numbers, bool, text and arrays of numbers.");
        }
    }

    private static void CheckCount(NativeFunction function, Type result, int count)
    {
        var parts = typeof(ITuple).IsAssignableFrom(result) ? result.GetGenericArguments().Length : 1;
        if (parts != count)
        {
            throw new WorkflowBuildException($"The C function '{function.Name}' gives {count} outputs (its return value, then the arguments marked InOut or Out) and its result type has {parts}. "
                + "Declare a tuple with one part for each, or set NativeFunction.Returns.");
        }
    }
}

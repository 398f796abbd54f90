using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Runs shell commands.</summary>
internal sealed class ShellInvoker : LeptonInvoker
{
    private readonly List<(string Kind, string Name)> _outputs;
    private readonly HashSet<int> _success;
    private readonly Type _result;

    public ShellInvoker(TaskTemplate template)
        : base(template)
    {
        _outputs = [.. Description.Facts["outputs"]!.AsArray().Select(output => ((string)output!["kind"]!, (string)output["name"]!))];
        _success = [.. Description.Facts["success"]!.AsArray().Select(code => (int)code!)];
        _result = TypeReference.Resolve(template.ResultType);
    }

    public override async ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken)
    {
        var (files, arguments) = Decode(slots.Span, shared, values);
        using var folder = new ScratchFolder();
        var start = Prepare(folder.Path, files, arguments);
        ChildExit exit;
        try
        {
            exit = await ChildProcess.RunAsync(start, _outputs.Contains(("stdout", "")), holdInput: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new LeptonException($"{Title} could not be started on {Environment.MachineName} with '{start.FileName}': {e.Message}. "
                + "Check the shell's name and the size of the arguments (about 128 KB each); pass large values as files.", e);
        }

        return _success.Contains(exit.Code) ? new InvocationResult(ResultOf(exit, start), null) : throw Failed(exit);
    }

    private ProcessStartInfo Prepare(string folder, LeptonFile[] files, object?[] arguments)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> positional = [];
        for (var i = 0; i < arguments.Length; i++)
        {
            var text = TextForm.Write(arguments[i]);
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                throw new LeptonException($"Argument {i + 1} of {Title} has a NUL character in it, which neither command lines nor variables can hold. Pass it as a file.");
            }

            if (Description.Names[i] is { } name)
            {
                named[name] = text;
            }
            else
            {
                positional.Add(text);
            }
        }

        var (code, outputs, script) = (Path.Combine(folder, "code"), Path.Combine(folder, "outputs"), Path.Combine(folder, "script"));
        var preparation = TaskPreparation.Current;
        foreach (var (name, given) in preparation?.ByName() ?? [])
        {
            named[name] = given is [var single] ? TextForm.Write(single.Value) : string.Join('\n', given.Select(value => TextForm.Write(value.Value)));
        }

        LeptonFile.Unpack([.. files, .. preparation?.Files ?? []], code);
        Directory.CreateDirectory(outputs);
        File.WriteAllText(script, ShellScript.Of(Description.Source, named.Keys, _outputs.Where(output => output.Kind == "variable").Select(output => output.Name)));
        var start = new ProcessStartInfo(ShellOf(), [script, .. positional]) { WorkingDirectory = ElectronContext.Current?.WorkDir ?? Environment.CurrentDirectory };
        Directory.CreateDirectory(start.WorkingDirectory);
        foreach (var (name, value) in named)
        {
            start.Environment[name] = value;
        }

        if (preparation?.PythonFolder is { } environment)
        {
            PythonInterpreter.InFolder(environment).Prepare(start.Environment);
        }

        start.Environment[ShellScript.Code] = code;
        start.Environment[ShellScript.Outputs] = outputs;
        TaskVariables.Set(start.Environment);
        return start;
    }

    private string ShellOf() => (string?)Description.Facts["shell"] is { } own
        ? ProgramSearch.Find(own) ?? throw new LeptonException($"The shell '{own}' was not found on {Environment.MachineName}. Install it there, or leave out ShellTask.Shell for bash or sh.")
        : ProgramSearch.Find("bash") ?? ProgramSearch.Find("sh") ?? throw new LeptonException($"Neither bash nor sh was found on {Environment.MachineName}. Install one of them, or name another shell (ShellTask.Shell).");

    private object? ResultOf(ChildExit exit, ProcessStartInfo start)
    {
        if (CollectionShape.Of(_result) is not CollectionShape.Tuple tuple)
        {
            return Output(_outputs[0], exit, start, _result);
        }

        return Activator.CreateInstance(_result, [.. _outputs.Select((output, i) => Output(output, exit, start, tuple.TypeOf(i)))]);
    }

    private static object? Output((string Kind, string Name) output, ChildExit exit, ProcessStartInfo start, Type type)
    {
        switch (output.Kind)
        {
            case "stdout":
                return TextForm.Read(exit.Output, type, "Standard output");
            case "stderr":
                return TextForm.Read(exit.Errors, type, "Standard error");
            case "code":
                return TextForm.Read(exit.Code.ToString(CultureInfo.InvariantCulture), type, "The exit code");
            case "variable":
                var kept = Path.Combine(start.Environment[ShellScript.Outputs]!, output.Name);
                return File.Exists(kept)
                    ? TextForm.Read(File.ReadAllText(kept), type, $"The variable '{output.Name}'")
                    : throw new LeptonException($"The shell variable '{output.Name}' is an output and was not set when the command ended. Set it outside of subshells and pipes.");
            default:
                var path = Path.GetFullPath(output.Name, start.WorkingDirectory);
                return !File.Exists(path) ? throw new LeptonException($"The file '{path}' is an output and was not there when the command ended.")
                    : type == typeof(byte[]) ? File.ReadAllBytes(path)
                    : TextForm.Read(File.ReadAllText(path), type, $"The file '{path}'");
        }
    }

    private TaskRuntimeException Failed(ChildExit exit)
    {
        var words = exit.Errors.Trim();
        return new TaskRuntimeException(new FailureInfo(FailureKind.UserCode, "exit-code",
            $"The shell command {Title} ended with exit code {exit.Code}" + (words.Length == 0 ? " and wrote nothing to standard error." : $": {words}"), exit.Errors));
    }
}

using System.Text.Json;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Core.Serialization;

namespace Covalent.Core.Leptons;

/// <summary>Reads what <c>runner.py</c> left behind.</summary>
internal static class PythonResponse
{
    private const int TooOld = 78;

    /// <summary>The result of a call.</summary>
    /// <exception cref="TaskRuntimeException">The Python code failed; its traceback is the failure's stack.</exception>
    /// <exception cref="CovalentException">There is no readable answer.</exception>
    public static InvocationResult Read(string folder, TaskTemplate template, PythonInterpreter interpreter, ChildExit exit, string host)
    {
        var path = Path.Combine(folder, PythonFolder.Response);
        if (!File.Exists(path))
        {
            throw Died(template, interpreter, exit, host);
        }

        using var response = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = response.RootElement;
        if (root.GetProperty("status").GetString() != "completed")
        {
            throw new TaskRuntimeException(FailureOf(root, template, host));
        }

        return template.ResultType.Length == 0 ? default : ResultOf(root.GetProperty("value"), TypeReference.Resolve(template.ResultType), folder, template);
    }

    private static InvocationResult ResultOf(JsonElement value, Type type, string folder, TaskTemplate template)
    {
        var blobs = new BlobFolder(folder);
        if (NpyBody.Serves(type) && value.TryGetProperty("file", out var file))
        {
            return new InvocationResult(null, null, ResultEncoder.Wrap(ValueCodec.For(type), NpyBody.Read(blobs.PathOf(file.GetString() ?? ""), type)));
        }

        object? result;
        try
        {
            result = ForeignShape.Of(type).Read(value, blobs);
        }
        catch (PayloadException e)
        {
            throw new LeptonException($"'{template.Name}' returned a value that is not the declared {TypeNames.Of(type)}: {e.Message}", e);
        }

        return result is PythonObject pickled ? Pickled(pickled) : new InvocationResult(result, null);
    }

    private static InvocationResult Pickled(PythonObject value)
    {
        var head = new System.Buffers.ArrayBufferWriter<byte>();
        PayloadFormat.WriteHeader(new PayloadHeader(PayloadCodecs.Pickle, value.TypeName), value.ToString(), head);
        return new InvocationResult(value, null, new EncodedResult(new EncodedValue(PayloadCodecs.Pickle, PythonObjectCodec.Body(value)), head.WrittenMemory));
    }

    private static FailureInfo FailureOf(JsonElement root, TaskTemplate template, string host)
    {
        var error = root.GetProperty("error");
        var (kind, type, message) = (error.GetProperty("kind").GetString(), error.GetProperty("type").GetString() ?? "", error.GetProperty("message").GetString() ?? "");
        var stack = error.GetProperty("traceback").GetString() ?? "";
        var where = $"{root.GetProperty("executable").GetString()} (Python {root.GetProperty("python").GetString()}) on {host}";
        return kind switch
        {
            "module" => new FailureInfo(FailureKind.UserCode, type,
                $"The Python module '{error.GetProperty("module").GetString()}' is not there for {where}. Install it there, add it to the electron's dependencies "
                + "(new DepsPip(\"…\")), or choose an interpreter that has it.", stack),
            "arguments" => new FailureInfo(FailureKind.Payload, "python-arguments", message, stack),
            "result" => new FailureInfo(FailureKind.Payload, "python-result", $"The result of '{template.Name}' does not fit what is declared: {message}.", stack),
            _ => new FailureInfo(FailureKind.UserCode, type, message.Length == 0 ? type : message, stack),
        };
    }

    private static TaskRuntimeException Died(TaskTemplate template, PythonInterpreter interpreter, ChildExit exit, string host)
    {
        var lastWords = exit.Errors.Trim();
        if (exit.Code == TooOld && lastWords.Contains("or newer is needed", StringComparison.Ordinal))
        {
            return PythonInterpreter.Missing(interpreter.Command, lastWords);
        }

        // Python 2 cannot even read the runner.
        if (exit.Code == 1 && lastWords.Contains("runner.py", StringComparison.Ordinal) && lastWords.Contains("SyntaxError", StringComparison.Ordinal))
        {
            return PythonInterpreter.Missing(interpreter.Command, "what is there is much older than Python 3.8");
        }

        return new TaskRuntimeException(new FailureInfo(FailureKind.UserCode, "python-died",
            $"The Python process of '{template.Name}' ({interpreter.Command} on {host}) ended with exit code {exit.Code} without an answer"
            + (exit.Code > 128 ? $", as after signal {exit.Code - 128}" : "") + ". Memory ran out, native code crashed, or the code left the process."
            + (lastWords.Length == 0 ? "" : $" Last words: {lastWords}"), exit.Errors));
    }
}

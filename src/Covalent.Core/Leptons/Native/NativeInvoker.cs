using System.Runtime.InteropServices;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Calls C functions in this process, on the arguments' own memory.</summary>
internal sealed class NativeInvoker : LeptonInvoker
{
    private readonly bool[] _isOutput;
    private readonly Type _returns;
    private readonly Type _result;

    public NativeInvoker(TaskTemplate template)
        : base(template)
    {
        _isOutput = [.. Description.Facts["outputs"]!.AsArray().Select(isOutput => (bool)isOutput!)];
        _returns = TypeReference.Resolve((string)Description.Facts["returns"]!);
        _result = TypeReference.Resolve(template.ResultType);
    }

    public override ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken)
    {
        if (!NativeCall.IsSupported)
        {
            throw new LeptonException($"{Title} is a C function, and those run on Linux and macOS (x64, ARM64). Declare it with [DllImport] in a C# method and use that as the electron.");
        }

        var (files, arguments) = Decode(slots.Span, shared, values);
        using var folder = new ScratchFolder();
        LeptonFile.Unpack(files, folder.Path);
        var library = Load(folder.Path);
        try
        {
            return NativeLibrary.TryGetExport(library, Description.Function, out var function)
                ? new ValueTask<InvocationResult>(new InvocationResult(Call(function, arguments), null))
                : throw new LeptonException($"The library '{Description.Source}' has no function '{Description.Function}'. Check the name; C++ functions need extern \"C\".");
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }

    private nint Load(string folder)
    {
        var path = (bool)Description.Facts["is_file"]! ? Path.Combine(folder, Description.Source) : Description.Source;
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new LeptonException($"The library '{Description.Source}' could not be loaded on {Environment.MachineName} ({RuntimeInformation.RuntimeIdentifier}): {e.Message}", e);
        }
    }

    private object Call(nint function, object?[] arguments)
    {
        var call = default(NativeCall);
        var pinned = new List<GCHandle>();
        var outputs = new List<(Array Memory, object Given)>();
        try
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                var value = arguments[i] ?? throw new LeptonException($"Argument {i + 1} of {Title} is null. C functions take numbers, text and arrays.");
                if (_isOutput[i] || value is Array or string)
                {
                    var memory = NativeValues.Boxed(value);
                    pinned.Add(NativeValues.Pin(memory));
                    call.Add(NativeValues.AddressOf(pinned[^1]));
                    if (_isOutput[i])
                    {
                        outputs.Add((memory, value));
                    }
                }
                else if (NativeValues.IsFloating(value.GetType()))
                {
                    call.Add(NativeValues.ToFloating(value));
                }
                else
                {
                    call.Add(NativeValues.ToInteger(value));
                }
            }

            var returned = Returned(call, function);
            return Result([.. returned is null ? Array.Empty<object>() : [returned], .. outputs.Select(output => output.Given is Array ? output.Memory : output.Memory.GetValue(0)!)]);
        }
        finally
        {
            pinned.ForEach(handle => handle.Free());
        }
    }

    private object? Returned(NativeCall call, nint function)
    {
        if (_returns == typeof(double))
        {
            return call.Floating(function);
        }

        if (_returns == typeof(float))
        {
            return BitConverter.UInt32BitsToSingle((uint)BitConverter.DoubleToInt64Bits(call.Floating(function)));
        }

        var value = call.Integer(function);
        return _returns == typeof(void) ? null : NativeValues.FromInteger(value, _returns);
    }

    private object Result(object[] outputs)
    {
        var types = CollectionShape.Of(_result) is CollectionShape.Tuple tuple ? tuple.Parts.Select((_, i) => tuple.TypeOf(i)).ToArray() : [_result];
        for (var i = 0; i < outputs.Length; i++)
        {
            if (!types[i].IsInstanceOfType(outputs[i]))
            {
                throw new LeptonException($"Output {i + 1} of {Title} is a {outputs[i].GetType().Name} and is declared as {types[i].Name}. Declare the type it has.");
            }
        }

        return types.Length == 1 && types[0] == _result ? outputs[0] : Activator.CreateInstance(_result, outputs)!;
    }
}

using System.Buffers;
using System.Text.Json;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>The expression of a sublattice's template: the call, and the defaults that the graph built by it inherits.</summary>
internal static class SublatticeExpression
{
    public static byte[] Write(ReadOnlyMemory<byte> call, LatticeDefaults defaults)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new BinaryGraphWriter(output);
        writer.Bytes(call.Span);
        writer.Text(defaults.ToJson());
        return output.WrittenSpan.ToArray();
    }

    public static (ReadOnlyMemory<byte> Call, LatticeDefaults Defaults) Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new BinaryGraphReader(bytes);
        var call = reader.Bytes();
        try
        {
            return (call, LatticeDefaults.FromJson(reader.Text()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw BinaryGraphReader.Damaged("the defaults of a sublattice cannot be read");
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Covalent.Core.Leptons;

/// <summary>One line of JSON that says what the object is, then the pickle: the body of <c>python/pickle</c> payloads, and the form in which such
/// an object travels inside other values.</summary>
internal sealed class PythonObjectCodec : PayloadCodec<PythonObject>
{
    private const int LongestHead = 1 << 20;

    public override bool IsImmutable => true;

    public static ReadOnlyMemory<byte> Body(PythonObject value)
    {
        var output = new MemoryStream();
        WriteTo(value, output);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    /// <summary>Reads a body; the pickle stays where it is.</summary>
    /// <exception cref="PayloadException">The bytes are damaged.</exception>
    public static PythonObject Read(ReadOnlyMemory<byte> body)
    {
        var end = body.Span[..Math.Min(body.Length, LongestHead)].IndexOf((byte)'\n');
        try
        {
            var head = JsonNode.Parse(body.Span[..Math.Max(end, 0)])!.AsObject();
            return new PythonObject((string)head["type"]!, (string)head["preview"]!, (string)head["python"]!,
                head["modules"]!.AsObject().ToDictionary(module => module.Key, module => (string)module.Value!), body[(end + 1)..]);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new PayloadException("A Python object's payload is damaged: its first line is not readable. Run the task that made it again.", e);
        }
    }

    public override void Encode(PythonObject value, Stream output) => WriteTo(value, output);

    public override PythonObject Decode(Stream input, int version)
    {
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    public override string Preview(PythonObject value) => value.ToString();

    private static void WriteTo(PythonObject value, Stream output)
    {
        output.Write(Encoding.UTF8.GetBytes(value.Head().ToJsonString()));
        output.WriteByte((byte)'\n');
        output.Write(value.Pickle.Span);
    }
}

using System.Buffers;
using System.Reflection;
using Covalent.Core.Graph;

namespace Covalent.Core.Expressions;

/// <summary>Binary form of an expression, as a template holds it: a format version, then per operation its code, number and subject.</summary>
/// <remarks>The subject of the leading <see cref="Op.Apply"/> is left out, since the template names the function; so are the types of slots.</remarks>
internal static class TokenCodec
{
    private const byte FormatVersion = 1;

    private enum SubjectKind : byte
    {
        None = 0,
        Type = 1,
        Method = 2,
        Constructor = 3,
        Field = 4,
    }

    public static byte[] Write(ReadOnlySpan<Token> tokens)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new BinaryGraphWriter(output);
        writer.Byte(FormatVersion);
        writer.Int(tokens.Length);
        foreach (var token in tokens)
        {
            writer.Byte((byte)token.Op);
            writer.Int(token.Op == Op.Slot ? 0 : token.Number);
            WriteSubject(writer, token.Op is Op.Slot or Op.Apply ? null : token.Subject);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="CovalentException">The bytes are not an expression, or name something that is not there.</exception>
    public static Token[] Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new BinaryGraphReader(bytes);
        if (reader.Byte() is var version && version != FormatVersion)
        {
            throw new CovalentException($"A stored expression has format {version}; this version of Covalent reads format {FormatVersion}. Use the version that wrote it.");
        }

        var tokens = new Token[reader.Count(3)];
        for (var i = 0; i < tokens.Length; i++)
        {
            var op = (Op)reader.Byte() is var code && code <= Op.Closure ? code : throw BinaryGraphReader.Damaged($"operation {(byte)code} is unknown");
            var number = reader.Int();
            tokens[i] = new Token(op, number, ReadSubject(ref reader));
        }

        return tokens;
    }

    private static void WriteSubject(BinaryGraphWriter writer, object? subject)
    {
        switch (subject)
        {
            case null:
                writer.Byte((byte)SubjectKind.None);
                break;
            case Type type:
                writer.Byte((byte)SubjectKind.Type);
                writer.Text(TypeReference.Format(type));
                break;
            case MethodBase method:
                writer.Byte((byte)(method is MethodInfo ? SubjectKind.Method : SubjectKind.Constructor));
                writer.Text(TypeReference.Format(method.DeclaringType!));
                writer.Text(method.Name);
                WriteTypes(writer, method.IsGenericMethod ? method.GetGenericArguments() : []);
                WriteTypes(writer, MemberReference.ParameterTypes(method));
                break;
            case FieldInfo field:
                writer.Byte((byte)SubjectKind.Field);
                writer.Text(TypeReference.Format(field.DeclaringType!));
                writer.Text(field.Name);
                break;
            default:
                throw new InvalidOperationException($"{subject.GetType()} is not a subject.");
        }
    }

    private static object? ReadSubject(ref BinaryGraphReader reader) => (SubjectKind)reader.Byte() switch
    {
        SubjectKind.None => null,
        SubjectKind.Type => TypeReference.Resolve(reader.Text()),
        SubjectKind.Method => MemberReference.Method(TypeReference.Resolve(reader.Text()), reader.Text(), ReadTypes(ref reader), ReadTypes(ref reader)),
        SubjectKind.Constructor => ReadConstructor(ref reader),
        SubjectKind.Field => MemberReference.Field(TypeReference.Resolve(reader.Text()), reader.Text()),
        var kind => throw BinaryGraphReader.Damaged($"subject kind {kind} is unknown"),
    };

    private static ConstructorInfo ReadConstructor(ref BinaryGraphReader reader)
    {
        var type = TypeReference.Resolve(reader.Text());
        _ = reader.Text();
        _ = ReadTypes(ref reader);
        return MemberReference.Constructor(type, ReadTypes(ref reader));
    }

    private static void WriteTypes(BinaryGraphWriter writer, Type[] types)
    {
        writer.Int(types.Length);
        foreach (var type in types)
        {
            writer.Text(MemberReference.FormatParameter(type));
        }
    }

    private static string[] ReadTypes(ref BinaryGraphReader reader)
    {
        var types = new string[reader.Count(1)];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = reader.Text();
        }

        return types;
    }
}

using System.Runtime.CompilerServices;

namespace Covalent.Core.Serialization;

/// <summary>Decides which codec serves which type.</summary>
internal static class CodecFactory
{
    /// <summary>A codec whose parts are not fetched yet.</summary>
    /// <exception cref="PayloadException">Values of the type cannot travel.</exception>
    public static ValueCodec Create(Type type)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PayloadException("Payloads are little endian and this machine is big endian, which is not supported. Run the task on another machine.");
        }

        if (ScalarTable.Create(type) is { } scalar)
        {
            return scalar;
        }

        Refusals.CheckForm(type);
        return Structural(type) ?? Declared(type);
    }

    /// <summary>The codec of a class or struct by its fields, whatever its attributes say.</summary>
    public static ValueCodec CreatePlain(Type type)
    {
        Refusals.CheckKind(type);
        return New(typeof(ObjectCodec<>), [type], [ObjectContract.Of(type)]);
    }

    private static ValueCodec? Structural(Type type)
    {
        if (type.IsEnum)
        {
            return New(typeof(EnumCodec<,>), [type, type.GetEnumUnderlyingType()], [Create(type.GetEnumUnderlyingType())]);
        }

        if (type.IsArray)
        {
            return type.IsSZArray
                ? New(typeof(ArrayCodec<>), [type.GetElementType()!])
                : New(typeof(GridCodec<,>), [type, type.GetElementType()!]);
        }

        return type.IsGenericType && CollectionTable.CodecOf(type) is { } codec ? New(codec, type) : null;
    }

    private static ValueCodec Declared(Type type)
    {
        if (DeclaredCodecs.CodecOf(type) is { } own)
        {
            return New(typeof(OwnCodec<>), [type], [own]);
        }

        if (!type.IsValueType && DeclaredCodecs.ListOf(type) is { } list)
        {
            return New(typeof(ClosedListCodec<>), [type], [list]);
        }

        return type.IsClass && typeof(ITuple).IsAssignableFrom(type) && type.Assembly == typeof(object).Assembly
            ? New(typeof(ReferenceTupleCodec<>), [type])
            : CreatePlain(type);
    }

    private static ValueCodec New(Type definition, Type[] arguments, object[]? parameters = null) =>
        New(definition.MakeGenericType(arguments), arguments[0], parameters);

    private static ValueCodec New(Type codec, Type served, object[]? parameters = null)
    {
        try
        {
            return (ValueCodec)Activator.CreateInstance(codec, parameters)!;
        }
        catch (NotSupportedException e)
        {
            throw new PayloadException($"The codec of {TypeNames.Of(served)} was cut away when this application was compiled ahead of time. "
                + "Publish it without AOT, or give the type its own codec.", e);
        }
        catch (MissingMethodException e)
        {
            throw new PayloadException($"The codec of {TypeNames.Of(served)} was cut away when this application was trimmed. Publish it without PublishTrimmed.", e);
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>The one table of which codec serves which type.</summary>
internal static class CodecFactory
{
    private static readonly Dictionary<Type, Func<ValueCodec>> Scalars = new()
    {
        [typeof(bool)] = () => new BoolCodec(),
        [typeof(byte)] = () => new NumberCodec<byte>("u8"),
        [typeof(sbyte)] = () => new NumberCodec<sbyte>("i8"),
        [typeof(short)] = () => new NumberCodec<short>("i16"),
        [typeof(ushort)] = () => new NumberCodec<ushort>("u16"),
        [typeof(int)] = () => new NumberCodec<int>("i32"),
        [typeof(uint)] = () => new NumberCodec<uint>("u32"),
        [typeof(long)] = () => new NumberCodec<long>("i64"),
        [typeof(ulong)] = () => new NumberCodec<ulong>("u64"),
        [typeof(Int128)] = () => new NumberCodec<Int128>("i128"),
        [typeof(UInt128)] = () => new NumberCodec<UInt128>("u128"),
        [typeof(Half)] = () => new NumberCodec<Half>("f16"),
        [typeof(float)] = () => new NumberCodec<float>("f32"),
        [typeof(double)] = () => new NumberCodec<double>("f64"),
        [typeof(decimal)] = () => new DecimalCodec(),
        [typeof(BigInteger)] = () => new BigIntegerCodec(),
        [typeof(Complex)] = () => new ComplexCodec(),
        [typeof(char)] = () => new CharCodec(),
        [typeof(string)] = () => new StringCodec(),
        [typeof(StringBuilder)] = () => new StringBuilderCodec(),
        [typeof(Guid)] = () => new GuidCodec(),
        [typeof(DateTime)] = () => new DateTimeCodec(),
        [typeof(DateTimeOffset)] = () => new DateTimeOffsetCodec(),
        [typeof(DateOnly)] = () => new DateOnlyCodec(),
        [typeof(TimeOnly)] = () => new TimeOnlyCodec(),
        [typeof(TimeSpan)] = () => new TimeSpanCodec(),
        [typeof(Uri)] = () => new UriCodec(),
        [typeof(Version)] = () => new VersionCodec(),
    };

    /// <summary>Generic types whose codec takes the same type arguments.</summary>
    private static readonly Dictionary<Type, Type> Generics = new()
    {
        [typeof(Nullable<>)] = typeof(NullableCodec<>),
        [typeof(List<>)] = typeof(ListCodec<>),
        [typeof(Memory<>)] = typeof(MemoryCodec<>),
        [typeof(ReadOnlyMemory<>)] = typeof(ReadOnlyMemoryCodec<>),
        [typeof(ArraySegment<>)] = typeof(ArraySegmentCodec<>),
        [typeof(Queue<>)] = typeof(QueueCodec<>),
        [typeof(Stack<>)] = typeof(StackCodec<>),
        [typeof(LinkedList<>)] = typeof(LinkedListCodec<>),
        [typeof(Collection<>)] = typeof(CollectionCodec<>),
        [typeof(ReadOnlyCollection<>)] = typeof(ReadOnlyCollectionCodec<>),
        [typeof(ObservableCollection<>)] = typeof(ObservableCollectionCodec<>),
        [typeof(ConcurrentQueue<>)] = typeof(ConcurrentQueueCodec<>),
        [typeof(ConcurrentStack<>)] = typeof(ConcurrentStackCodec<>),
        [typeof(ConcurrentBag<>)] = typeof(ConcurrentBagCodec<>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCodec<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListCodec<>),
        [typeof(ImmutableQueue<>)] = typeof(ImmutableQueueCodec<>),
        [typeof(ImmutableStack<>)] = typeof(ImmutableStackCodec<>),
        [typeof(IImmutableList<>)] = typeof(ImmutableListInterfaceCodec<>),
        [typeof(HashSet<>)] = typeof(HashSetCodec<>),
        [typeof(SortedSet<>)] = typeof(SortedSetCodec<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetCodec<>),
        [typeof(ImmutableSortedSet<>)] = typeof(ImmutableSortedSetCodec<>),
        [typeof(FrozenSet<>)] = typeof(FrozenSetCodec<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCodec<,>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryCodec<,>),
        [typeof(SortedList<,>)] = typeof(SortedListCodec<,>),
        [typeof(ConcurrentDictionary<,>)] = typeof(ConcurrentDictionaryCodec<,>),
        [typeof(ReadOnlyDictionary<,>)] = typeof(ReadOnlyDictionaryCodec<,>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryCodec<,>),
        [typeof(ImmutableSortedDictionary<,>)] = typeof(ImmutableSortedDictionaryCodec<,>),
        [typeof(FrozenDictionary<,>)] = typeof(FrozenDictionaryCodec<,>),
        [typeof(ValueTuple<>)] = typeof(TupleCodec1<>),
        [typeof(ValueTuple<,>)] = typeof(TupleCodec2<,>),
        [typeof(ValueTuple<,,>)] = typeof(TupleCodec3<,,>),
        [typeof(ValueTuple<,,,>)] = typeof(TupleCodec4<,,,>),
        [typeof(ValueTuple<,,,,>)] = typeof(TupleCodec5<,,,,>),
        [typeof(ValueTuple<,,,,,>)] = typeof(TupleCodec6<,,,,,>),
        [typeof(ValueTuple<,,,,,,>)] = typeof(TupleCodec7<,,,,,,>),
        [typeof(ValueTuple<,,,,,,,>)] = typeof(TupleCodec8<,,,,,,,>),
    };

    /// <summary>Interfaces whose codec takes the interface and its type arguments.</summary>
    private static readonly Dictionary<Type, Type> Interfaces = new()
    {
        [typeof(IEnumerable<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(ICollection<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(IReadOnlyCollection<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(IList<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(IReadOnlyList<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(ISet<>)] = typeof(SetInterfaceCodec<,>),
        [typeof(IReadOnlySet<>)] = typeof(SetInterfaceCodec<,>),
        [typeof(IImmutableSet<>)] = typeof(SetInterfaceCodec<,>),
        [typeof(IDictionary<,>)] = typeof(MapInterfaceCodec<,,>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(MapInterfaceCodec<,,>),
        [typeof(IImmutableDictionary<,>)] = typeof(MapInterfaceCodec<,,>),
    };

    /// <summary>A codec whose parts are not fetched yet.</summary>
    /// <exception cref="PayloadException">Values of the type cannot travel.</exception>
    public static ValueCodec Create(Type type)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PayloadException("Payloads are little endian and this machine is big endian, which is not supported. Run the task on another machine.");
        }

        if (Scalars.TryGetValue(type, out var scalar))
        {
            return scalar();
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

        if (!type.IsGenericType)
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition();
        return Generics.TryGetValue(definition, out var same) ? New(same, type.GetGenericArguments())
            : Interfaces.TryGetValue(definition, out var face) ? New(face, [type, .. type.GetGenericArguments()])
            : null;
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

    private static ValueCodec New(Type definition, Type[] arguments, object[]? parameters = null)
    {
        try
        {
            return (ValueCodec)Activator.CreateInstance(definition.MakeGenericType(arguments), parameters)!;
        }
        catch (NotSupportedException e)
        {
            throw new PayloadException($"The codec of {TypeNames.Of(arguments[0])} was cut away when this application was compiled ahead of time. "
                + "Publish it without AOT, or give the type its own codec.", e);
        }
    }
}

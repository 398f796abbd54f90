namespace Covalent.Core.Serialization;

/// <summary>The collections and other generic types that have a codec. Each takes the type's own arguments; that of an interface takes the
/// interface in front of them.</summary>
internal static class CollectionTable
{
    private static readonly Dictionary<Type, Type> Codecs = new()
    {
        [typeof(Nullable<>)] = typeof(NullableCodec<>),
        [typeof(List<>)] = typeof(ListCodec<>),
        [typeof(Memory<>)] = typeof(MemoryCodec<>),
        [typeof(ReadOnlyMemory<>)] = typeof(ReadOnlyMemoryCodec<>),
        [typeof(ArraySegment<>)] = typeof(ArraySegmentCodec<>),
        [typeof(HashSet<>)] = typeof(HashSetCodec<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCodec<,>),
        [typeof(ValueTuple<>)] = typeof(TupleCodec1<>),
        [typeof(ValueTuple<,>)] = typeof(TupleCodec2<,>),
        [typeof(ValueTuple<,,>)] = typeof(TupleCodec3<,,>),
        [typeof(ValueTuple<,,,>)] = typeof(TupleCodec4<,,,>),
        [typeof(ValueTuple<,,,,>)] = typeof(TupleCodec5<,,,,>),
        [typeof(ValueTuple<,,,,,>)] = typeof(TupleCodec6<,,,,,>),
        [typeof(ValueTuple<,,,,,,>)] = typeof(TupleCodec7<,,,,,,>),
        [typeof(ValueTuple<,,,,,,,>)] = typeof(TupleCodec8<,,,,,,,>),
    };

    private static readonly Dictionary<Type, Type> Interfaces = new()
    {
        [typeof(IEnumerable<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(ICollection<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(IReadOnlyCollection<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(IList<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(IReadOnlyList<>)] = typeof(ListInterfaceCodec<,>),
        [typeof(ISet<>)] = typeof(SetInterfaceCodec<,>),
        [typeof(IReadOnlySet<>)] = typeof(SetInterfaceCodec<,>),
        [typeof(IDictionary<,>)] = typeof(MapInterfaceCodec<,,>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(MapInterfaceCodec<,,>),
    };

    /// <summary>The closed type of the codec; null where there is none.</summary>
    public static Type? CodecOf(Type type) => Find(type, Codecs, Interfaces) ?? RareCollectionTable.CodecOf(type);

    public static Type? Find(Type type, Dictionary<Type, Type> codecs, Dictionary<Type, Type> interfaces)
    {
        var definition = type.GetGenericTypeDefinition();
        return codecs.TryGetValue(definition, out var codec) ? codec.MakeGenericType(type.GetGenericArguments())
            : interfaces.TryGetValue(definition, out codec) ? codec.MakeGenericType([type, .. type.GetGenericArguments()])
            : null;
    }
}

namespace Covalent.Core.Serialization;

/// <summary>Makes the codec of a type together with those of its parts. Types that contain themselves meet their own half-made codec.</summary>
internal sealed class CodecBuilder
{
    private const int DeepestNesting = 100;

    private readonly Dictionary<Type, ValueCodec> _made = [];
    private readonly Dictionary<Type, ValueCodec> _plain = [];
    private int _depth;

    public IReadOnlyCollection<ValueCodec> Build(Type type)
    {
        Part(type);
        return _made.Values;
    }

    public ValueCodec<T> Part<T>() => (ValueCodec<T>)Part(typeof(T));

    public ValueCodec Part(Type type)
    {
        if (CodecCache.TryGet(type, out var known) || _made.TryGetValue(type, out known))
        {
            return known!;
        }

        var codec = CodecFactory.Create(type);
        _made.Add(type, codec);
        Bind(codec);
        return codec;
    }

    /// <summary>The codec of exactly this class, when its declared codec is a closed list that has the class itself in it.</summary>
    public ValueCodec Plain(Type type)
    {
        if (!_plain.TryGetValue(type, out var codec))
        {
            _plain.Add(type, codec = CodecFactory.CreatePlain(type));
            Bind(codec);
        }

        return codec;
    }

    private void Bind(ValueCodec codec)
    {
        if (++_depth > DeepestNesting)
        {
            throw new PayloadException($"The type {TypeNames.Of(codec.Type)} nests other types without end, or more than {DeepestNesting} levels deep. Use a type that contains itself directly.");
        }

        codec.Bind(this);
        _depth--;
    }
}

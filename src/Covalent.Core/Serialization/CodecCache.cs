using System.Collections.Concurrent;

namespace Covalent.Core.Serialization;

/// <summary>The codecs made so far. A type that cannot travel is asked about again each time, because its message must be fresh.</summary>
internal static class CodecCache
{
    private static readonly ConcurrentDictionary<Type, ValueCodec> Codecs = new();

    public static ValueCodec For(Type type) => Codecs.TryGetValue(type, out var codec) ? codec : Make(type);

    public static bool TryGet(Type type, out ValueCodec? codec) => Codecs.TryGetValue(type, out codec);

    private static ValueCodec Make(Type type)
    {
        foreach (var made in new CodecBuilder().Build(type))
        {
            Codecs.TryAdd(made.Type, made);
        }

        return Codecs[type];
    }

    /// <summary>One read of a static field for the types on hot paths.</summary>
    public static class Typed<T>
    {
        private static ValueCodec<T>? _codec;

        public static ValueCodec<T> Codec => _codec ??= (ValueCodec<T>)For(typeof(T));
    }
}

namespace Covalent.Core.Serialization;

/// <summary>The orders and equalities of keys that both sides know. Any other would be lost on the way, so it is refused.</summary>
internal static class KeyComparers
{
    private static readonly StringComparer[] Texts =
        [StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture, StringComparer.InvariantCultureIgnoreCase];

    public static byte Code<TKey>(IEqualityComparer<TKey>? comparer, ValueCodec codec) =>
        comparer is null || comparer.Equals(EqualityComparer<TKey>.Default) ? (byte)0 : CodeOfText(comparer, codec);

    public static byte Code<TKey>(IComparer<TKey>? comparer, ValueCodec codec) =>
        comparer is null || comparer.Equals(Comparer<TKey>.Default) ? (byte)0 : CodeOfText(comparer, codec);

    /// <summary>The comparer of a code; null for the default one.</summary>
    public static IEqualityComparer<TKey>? Equality<TKey>(byte code) => (IEqualityComparer<TKey>?)(object?)Find<TKey>(code);

    /// <inheritdoc cref="Equality{TKey}"/>
    public static IComparer<TKey>? Order<TKey>(byte code) => (IComparer<TKey>?)(object?)Find<TKey>(code);

    private static byte CodeOfText(object comparer, ValueCodec codec) => Array.IndexOf(Texts, comparer) is >= 0 and var at
        ? (byte)(at + 1)
        : throw new PayloadException($"A {codec.TypeName} with its own comparer ({TypeNames.Of(comparer.GetType())}) cannot travel: the other side would look keys up differently. "
            + "Use the default comparer or one of StringComparer's ordinal and invariant ones, or pass the entries as a list.");

    private static StringComparer? Find<TKey>(byte code) => code switch
    {
        0 => null,
        <= 4 when typeof(TKey) == typeof(string) => Texts[code - 1],
        _ => throw WireReader.Damaged($"a collection names comparer {code}"),
    };
}

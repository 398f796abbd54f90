using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>An enumeration as its number. Numbers without a name travel too, as C# allows them.</summary>
internal sealed class EnumCodec<T, TNumber>(ValueCodec<TNumber> number) : RawCodec<T>("enum:" + number.Shape.Text)
    where T : unmanaged, Enum
    where TNumber : unmanaged
{
    internal override string ToText(T value) => value.ToString();

    internal override bool TryParse(string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value);

    internal override T ReadJson(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number ? Unsafe.BitCast<TNumber, T>(number.ReadJson(ref reader)) : base.ReadJson(ref reader);
}

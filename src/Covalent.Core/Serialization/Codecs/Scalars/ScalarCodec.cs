using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>A value without parts that can be told in one word: also usable as a key of a JSON object.</summary>
internal abstract class ScalarCodec<T>(string shape) : ValueCodec<T>
{
    internal abstract string ToText(T value);

    internal abstract bool TryParse(string text, out T value);

    internal override bool StoresPreview(T value) => false;

    internal override void WriteJson(Utf8JsonWriter writer, T value) => writer.WriteStringValue(ToText(value));

    internal override T ReadJson(ref Utf8JsonReader reader) => FromText(JsonForm.Text(ref reader, TypeName));

    internal T FromText(string text) => TryParse(text, out var value) ? value : throw JsonForm.Unfit(text, TypeName);

    internal override void Preview(PreviewText text, T value) => text.Append(ToText(value));

    internal override void Describe(ShapeWriter shapeWriter) => shapeWriter.Add(shape);

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => true;
}

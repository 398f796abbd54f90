using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>How values of one C# type pass to and from another language: as tagged JSON, with large parts in files beside it.
/// docs/architecture/leptons.md lists the tags.</summary>
internal abstract class ForeignShape
{
    private static readonly ConcurrentDictionary<Type, ForeignShape> Known = new();

    protected ForeignShape(Type type) => Type = type;

    public Type Type { get; }

    /// <summary>Whether plain JSON says everything, so that the value may be a part of a JSON document.</summary>
    public virtual bool IsPlain => false;

    public static ForeignShape Of(Type type) => Known.TryGetValue(type, out var shape) ? shape : Known.GetOrAdd(type, Make(type));

    /// <summary>Tells the other side what is wanted back.</summary>
    public abstract JsonObject Want();

    public void Write(Utf8JsonWriter json, object? value, BlobFolder blobs)
    {
        json.WriteStartObject();
        if (value is null)
        {
            json.WriteString("kind", "json");
            json.WriteNull("value");
        }
        else
        {
            WriteMembers(json, value, blobs);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a tagged value.</summary>
    /// <exception cref="CovalentException">It does not fit the type.</exception>
    public object? Read(JsonElement tagged, BlobFolder blobs)
    {
        var kind = tagged.GetProperty("kind").GetString();
        return kind == "json" && tagged.GetProperty("value").ValueKind == JsonValueKind.Null && (!Type.IsValueType || Nullable.GetUnderlyingType(Type) is not null)
            ? null
            : ReadMembers(tagged, blobs);
    }

    protected abstract void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs);

    protected abstract object? ReadMembers(JsonElement tagged, BlobFolder blobs);

    private static ForeignShape Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return new NullableShape(type, Of(inner));
        }

        if (type == typeof(double) || type == typeof(float) || type == typeof(Half))
        {
            return new FloatShape(type);
        }

        return type == typeof(Complex) ? new ComplexShape()
            : type == typeof(byte[]) ? new BytesShape()
            : type == typeof(PythonObject) ? new PickleShape()
            : type == typeof(ArrowTable) ? new TableShape()
            : NpyBody.Serves(type) ? new ArrayShape(type)
            : type == typeof(decimal) ? new DecimalShape()
            : OfCollection(type) ?? new JsonShape(type);
    }

    private static ForeignShape? OfCollection(Type type) => CollectionShape.Of(type) switch
    {
        CollectionShape.Tuple tuple => new TupleShape(type, tuple),
        CollectionShape.Sequence sequence when NpyTypes.Has(sequence.Item) && sequence.Item != typeof(bool) => new NumberListShape(type, sequence.Item),
        CollectionShape.Sequence sequence when !Of(sequence.Item).IsPlain => new ListShape(type, sequence.Item),
        CollectionShape.Map map when !Of(map.Value).IsPlain || !Of(map.Key).IsPlain || map.Key != typeof(string) => new MapShape(type, map),
        _ => null,
    };
}

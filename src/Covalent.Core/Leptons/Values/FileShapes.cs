using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>An array of numbers: a NumPy array on the other side.</summary>
internal sealed class ArrayShape(Type type) : ForeignShape(type)
{
    public override JsonObject Want() => Wanted("npy", Type.GetElementType()!, Type.GetArrayRank());

    public static JsonObject Wanted(string kind, Type item, int rank) => new() { ["kind"] = kind, ["dtype"] = NpyTypes.NameOf(item), ["rank"] = rank };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var name = blobs.NewName(".npy");
        using (var file = blobs.Create(name))
        {
            NpyFile.Write(file, (Array)value);
        }

        json.WriteString("kind", "npy");
        json.WriteString("file", name);
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs)
    {
        using var file = File.OpenRead(FileName(tagged, blobs, Type));
        return NpyFile.Read(file, Type);
    }

    public static string FileName(JsonElement tagged, BlobFolder blobs, Type type) => tagged.TryGetProperty("file", out var file)
        ? blobs.PathOf(file.GetString() ?? "")
        : throw new LeptonException($"A {type.Name} was expected back and a value of kind '{tagged.GetProperty("kind")}' came. Dispatcher and runner come from different versions.");
}

/// <summary>A list of numbers: a list on the other side, too, carried as a block of memory.</summary>
internal sealed class NumberListShape(Type type, Type item) : ForeignShape(type)
{
    private readonly Type _array = item.MakeArrayType();

    public override JsonObject Want() => ArrayShape.Wanted("npylist", item, 1);

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var values = ((System.Collections.IEnumerable)value).Cast<object>().ToArray();
        var array = Array.CreateInstanceFromArrayType(_array, values.Length);
        Array.Copy(values, array, values.Length);
        var name = blobs.NewName(".npy");
        using (var file = blobs.Create(name))
        {
            NpyFile.Write(file, array);
        }

        json.WriteString("kind", "npylist");
        json.WriteString("file", name);
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs)
    {
        using var file = File.OpenRead(ArrayShape.FileName(tagged, blobs, Type));
        return CollectionBuilder.Sequence(Type, item, [.. NpyFile.Read(file, _array).Cast<object?>()]);
    }
}

internal sealed class BytesShape() : ForeignShape(typeof(byte[]))
{
    public override JsonObject Want() => new() { ["kind"] = "bytes" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var name = blobs.NewName(".bin");
        File.WriteAllBytes(blobs.PathOf(name), (byte[])value);
        json.WriteString("kind", "bytes");
        json.WriteString("file", name);
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) => File.ReadAllBytes(ArrayShape.FileName(tagged, blobs, Type));
}

/// <summary>A table: a pandas DataFrame on the other side.</summary>
internal sealed class TableShape() : ForeignShape(typeof(ArrowTable))
{
    public override JsonObject Want() => new() { ["kind"] = "arrow" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var name = blobs.NewName(".arrow");
        using (var file = blobs.Create(name))
        {
            file.Write(((ArrowTable)value).Bytes.Span);
        }

        json.WriteString("kind", "arrow");
        json.WriteString("file", name);
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) => new ArrowTable(File.ReadAllBytes(ArrayShape.FileName(tagged, blobs, Type)));
}

/// <summary>Any object of Python's, opaque here.</summary>
internal sealed class PickleShape() : ForeignShape(typeof(PythonObject))
{
    public override JsonObject Want() => new() { ["kind"] = "pickle" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var pickled = (PythonObject)value;
        var name = blobs.NewName(".pickle");
        using (var file = blobs.Create(name))
        {
            file.Write(pickled.Pickle.Span);
        }

        json.WriteString("kind", "pickle");
        json.WriteString("file", name);
        json.WriteString("type", pickled.TypeName);
        json.WriteString("python", pickled.PythonVersion);
        json.WriteStartObject("modules");
        foreach (var (module, version) in pickled.Modules)
        {
            json.WriteString(module, version);
        }

        json.WriteEndObject();
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) => new PythonObject(
        tagged.GetProperty("type").GetString() ?? "",
        tagged.GetProperty("preview").GetString() ?? "",
        tagged.GetProperty("python").GetString() ?? "",
        tagged.GetProperty("modules").EnumerateObject().ToDictionary(module => module.Name, module => module.Value.GetString() ?? ""),
        File.ReadAllBytes(ArrayShape.FileName(tagged, blobs, Type)));
}
